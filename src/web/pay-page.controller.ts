import { Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ActingRequest } from '../policy/access.guard.js';
import { Public } from '../policy/requires.decorator.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { AppError } from '../platform/kernel/app-error.js';
import { pathText } from '../platform/kernel/path-parameter.js';
import { OnlinePayments } from '../banking/online-payments/online-payments.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import { PageContexts } from './page-contexts.service.js';
import { localeOf } from '../ui/locale-of.js';
import { Pages } from './page.decorator.js';
import { payPage, revokedLinkPage, unknownLinkPage } from './pages/pay.page.js';
import { paths } from './paths.js';

/** Where a customer pays one invoice. Whoever knows the address may; it is all there is to know. */
@Pages('pay/:token')
export class PayPageController {
  private readonly problems = new ProblemFilter();

  constructor(
    private readonly contexts: PageContexts,
    private readonly links: PayLinks,
    private readonly payments: OnlinePayments,
  ) {}

  @Get()
  @Public('a customer who was sent the link of an invoice sees what it asks for')
  async show(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token', pathText('pay link')) token: string,
  ): Promise<void> {
    await this.orUnknown(request, response, true, async () => {
      const { business, customer, invoiceNumber, amount, currency, paid, locale, isRevoked } =
        await this.links.page(token);
      const context = { ...this.contexts.page(request), path: paths.pay(token), locale: localeOf(request, locale) };
      if (isRevoked) return void response.status(410).type('html').send(revokedLinkPage(context, { business }));
      const view = { business, customer, invoiceNumber, money: { amount, currency }, paid };
      response.type('html').send(payPage(context, view));
    });
  }

  /** A form is shown the receipt, a program is told: 201 for the payment that this made, 200 for one made before. */
  @Post()
  @Public('a customer who was sent the link of an invoice may pay it, once')
  async pay(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('token', pathText('pay link')) token: string,
  ): Promise<void> {
    const isPerson = /\btext\/html\b/.test(request.headers.accept ?? '');
    await this.orUnknown(request, response, isPerson, async () => {
      const { answer, isNew } = await this.payments.pay(token, request.actor.origin);
      if (isPerson) response.redirect(303, paths.pay(token));
      else response.status(isNew ? 201 : 200).json(answer);
    });
  }

  /** A customer who mistyped is told what to do about it; the address goes to no other site. */
  private async orUnknown(request: Request, response: Response, isPerson: boolean, work: () => Promise<void>) {
    response.setHeader('Referrer-Policy', 'no-referrer');
    try {
      await work();
    } catch (error) {
      if (!isPerson) return this.problems.answer(error, request, response);
      // The page itself says that it was taken back since it was shown.
      if (error instanceof AppError && error.code === 'LINK_REVOKED')
        return response.redirect(303, request.originalUrl);
      if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
      response
        .status(404)
        .type('html')
        .send(unknownLinkPage(this.contexts.page(request)));
    }
  }
}
