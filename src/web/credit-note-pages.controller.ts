import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CreditNotes } from '../accounting/credit-notes.service.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import { localeOf } from '../ui/locale-of.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BookPages } from './book-pages.service.js';
import { decisionOf } from './decision.js';
import { DocumentFiles } from './document-files.service.js';
import { DocumentPages, type CreditNoteAttempt } from './document-pages.service.js';
import { Pages } from './page.decorator.js';
import { creditUseForm, toldQuery, type CreditUseForm, type ToldQuery } from './page-input.js';
import { paths } from './paths.js';
import { sendPdf } from './send-pdf.js';
import { typedAmount } from './typed-number.js';
import { sendPage } from './send-page.js';

/** One credit note: its page, its file, and what is left of it used on another invoice. */
@Pages('b/:b/credit-notes/:n')
export class CreditNotePagesController {
  constructor(
    private readonly books: BookPages,
    private readonly pages: DocumentPages,
    private readonly files: DocumentFiles,
    private readonly creditNotes: CreditNotes,
  ) {}

  @Get()
  @Requires('read', 'Accounting')
  async show(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('n', pathId('credit note')) id: string,
    @Query({ schema: toldQuery }) { told }: ToldQuery,
  ): Promise<void> {
    await this.pages.orGone(response, membership.businessId, { kind: 'credit-note', id }, async () => {
      response.type('html').send(await this.page(request, membership, id, { told }));
    });
  }

  @Get('pdf')
  @Requires('read', 'Accounting')
  async pdf(
    @Res() response: Response,
    @InMembership() { businessId }: MembershipFacts,
    @Param('n', pathId('credit note')) id: string,
  ): Promise<void> {
    await this.pages.orGone(response, businessId, { kind: 'credit-note', id }, async () =>
      sendPdf(response, await this.files.pdfOf('credit-note', businessId, id)),
    );
  }

  @Post('use')
  @Requires('write', 'Accounting')
  async use(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('n', pathId('credit note')) id: string,
    @Body({ schema: creditUseForm }) form: CreditUseForm,
  ): Promise<void> {
    const { businessId } = membership;
    await this.pages.orGone(response, businessId, { kind: 'credit-note', id }, async () => {
      const again = async (status: number, attempt: CreditNoteAttempt) =>
        void sendPage(response, status, await this.page(request, membership, id, { form, ...attempt }));
      const typed = form.amount?.trim() ?? '';
      const amount = typedAmount(typed, localeOf(request));
      if (form.do !== 'use') return again(200, {});
      if (!form.invoice) return again(422, { problems: { invoice: 'REQUIRED' } });
      if (typed !== '' && amount === undefined) return again(422, { problems: { amount: 'AMOUNT' } });
      const decision = decisionOf(request, businessId, form, `use of ${id}`);
      try {
        const ask = { invoiceId: form.invoice, ...(amount !== undefined && { amount }) };
        const { isNew } = await this.creditNotes.applyOnce(decision, id, ask);
        response.redirect(303, paths.creditNoteTold(businessId, id, isNew ? 'used' : 'used-before'));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const status = STATUS_OF_KIND[error.kind];
        if (error.code === 'BOOK_CHANGED') return again(status, { isBookChanged: true });
        if (error.code === 'INVALID_STATE') return again(status, { problems: { amount: 'TOO_MUCH' } });
        if (error.code !== 'VALIDATION') throw error;
        await again(status, { problems: { invoice: 'REQUIRED' } });
      }
    });
  }

  private async page(
    request: ActingRequest,
    membership: MembershipFacts,
    id: string,
    attempt: CreditNoteAttempt,
  ): Promise<string> {
    return this.pages.creditNote(request, await this.books.open(request, membership), id, attempt);
  }
}
