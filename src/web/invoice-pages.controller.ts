import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Payments } from '../accounting/payments.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BookPages } from './book-pages.service.js';
import { DocumentFiles } from './document-files.service.js';
import { DocumentPages } from './document-pages.service.js';
import { Pages } from './page.decorator.js';
import { boundForm, toldQuery, type BoundForm, type ToldQuery } from './page-input.js';
import { paths } from './paths.js';
import { sendPdf } from './send-pdf.js';

/** One invoice: its page, its file, and what is taken back on it with one press. */
@Pages('b/:b/invoices/:i')
export class InvoicePagesController {
  constructor(
    private readonly books: BookPages,
    private readonly pages: DocumentPages,
    private readonly files: DocumentFiles,
    private readonly payments: Payments,
    private readonly links: PayLinks,
  ) {}

  @Get()
  @Requires('read', 'Accounting')
  async show(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
    @Query({ schema: toldQuery }) { told }: ToldQuery,
  ): Promise<void> {
    await this.pages.orGone(response, membership.businessId, { kind: 'invoice', id }, async () => {
      const page = await this.pages.invoice(request, await this.books.open(request, membership), id, told);
      response.type('html').send(page);
    });
  }

  @Get('pdf')
  @Requires('read', 'Accounting')
  async pdf(
    @Res() response: Response,
    @InMembership() { businessId }: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
  ): Promise<void> {
    await this.pages.orGone(response, businessId, { kind: 'invoice', id }, async () =>
      sendPdf(response, await this.files.pdfOf('invoice', businessId, id)),
    );
  }

  @Post('payments/:p/undoing')
  @Requires('write', 'Accounting')
  async undo(
    @Res() response: Response,
    @InMembership() { businessId }: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
    @Param('p', pathId('payment')) paymentId: string,
    @Body({ schema: boundForm }) { book }: BoundForm,
  ): Promise<void> {
    const told = await this.tellOf(async () => {
      await this.payments.undo(businessId, paymentId, book);
      return 'undone';
    });
    response.redirect(303, paths.invoiceTold(businessId, id, told ?? 'undone-before'));
  }

  @Post('pay-link/revocation')
  @Requires('write', 'OnlinePayment')
  async revoke(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
  ): Promise<void> {
    const { businessId } = membership;
    const told = await this.tellOf(async () => {
      await this.links.revoke(request.actor as UserActor, membership, id);
      return 'revoked';
    });
    response.redirect(303, paths.invoiceTold(businessId, id, told ?? 'revoked-before'));
  }

  /** What was done; undefined where there was nothing to do it to, so that the page that follows says what is so. */
  private async tellOf(work: () => Promise<string>): Promise<string | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'BOOK_CHANGED') return 'book-changed';
      if (!['NOT_FOUND', 'INVALID_STATE'].includes(error.code)) throw error;
      return undefined;
    }
  }
}
