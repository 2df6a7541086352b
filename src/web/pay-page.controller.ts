import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ActingRequest } from '../policy/access.guard.js';
import { Public } from '../policy/requires.decorator.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { emailSchema } from '../people/identity/identity.schemas.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { pathText } from '../platform/kernel/path-parameter.js';
import { Checkouts } from '../banking/online-payments/checkouts.service.js';
import { PayLinks, type PayPage } from '../banking/online-payments/pay-links.service.js';
import { ReceiptMails } from '../banking/online-payments/receipt-mails.service.js';
import { localeOf } from '../ui/locale-of.js';
import type { PageContext } from '../ui/page-context.js';
import { invoiceOfLink, receiptOfLink } from './customer-documents.js';
import { PageContexts } from './page-contexts.service.js';
import { payForm, payQuery, receiptMailForm, type PayForm, type PayQuery, type ReceiptMailForm } from './page-input.js';
import { letFormsLeadTo } from './page-security.js';
import { Pages } from './page.decorator.js';
import { PAY_TOLD, payPage, payStateOf, unknownLinkPage, type PayTold, type PayView } from './pages/pay.page.js';
import { paths } from './paths.js';
import { sendPdf } from './send-pdf.js';
import { sendPage } from './send-page.js';

/** Where a customer pays one invoice. Whoever knows the address may; it is all there is to know. */
@Pages('pay/:token')
export class PayPageController {
  private readonly problems = new ProblemFilter();

  constructor(
    private readonly contexts: PageContexts,
    private readonly links: PayLinks,
    private readonly checkouts: Checkouts,
    private readonly receipts: ReceiptMails,
  ) {}

  @Get()
  @Public('a customer who was sent the link of an invoice sees what it asks for')
  async show(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('token', pathText('pay link')) token: string,
    @Query({ schema: payQuery }) query: PayQuery,
  ): Promise<void> {
    await this.orUnknown(request, response, true, async () => {
      const came = query.checkout === undefined ? {} : await this.cameBack(request, token, query.checkout);
      const page = await this.links.page(token);
      this.send(response, request, page, { told: toldIn(query, page), ...came });
    });
  }

  /** From the provider's page: what became of it is asked, as its own message may come later. */
  private async cameBack(request: ActingRequest, token: string, how: string): Promise<Partial<PayView>> {
    try {
      const settled = await this.checkouts.settle(token, request.actor.origin);
      if (settled === 'open') return { told: how === 'cancelled' ? 'cancelled' : 'unconfirmed' };
      return { isPending: settled.status === 'pending' };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'PROVIDER_UNAVAILABLE') throw error;
      return { told: 'unconfirmed' };
    }
  }

  private send(
    response: Response,
    request: Request,
    page: PayPage,
    more: Partial<PayView> & { readonly status?: number },
  ): void {
    const { status, ...told } = more;
    const view = { ...page, isSandbox: this.checkouts.isSandbox, isPending: false, ...told };
    const state = payStateOf(view);
    // What was to be said of paying is over once it is paid, revoked or settled.
    if (state !== 'due' && view.told !== 'mailed' && view.told !== 'often') view.told = undefined;
    letFormsLeadTo(response, this.checkouts.origin);
    sendPage(response, status ?? (state === 'revoked' ? 410 : 200), payPage(this.context(request, page), view));
  }

  private context(request: Request, { link, seller }: PayPage): PageContext {
    const locale = localeOf(request, link.locale);
    return { ...this.contexts.page(request), path: paths.pay(link.token), locale, timeZone: seller.timeZone };
  }

  /**
   * A form is shown the receipt, or led to the provider's page; a program is told: 201 for the payment that this made, 200 for one made
   * before. What a form says was due is what its reader agreed to: of another amount nothing is taken.
   */
  @Post()
  @Public('a customer who was sent the link of an invoice may pay it, once')
  async pay(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @Param('token', pathText('pay link')) token: string,
    @Body({ schema: payForm }) form: PayForm,
  ): Promise<void> {
    const isPerson = /\btext\/html\b/.test(request.headers.accept ?? '');
    await this.orUnknown(request, response, isPerson, async () => {
      const page = await this.links.page(token);
      const email = emailOf(form.email);
      if (email === undefined && form.email?.trim()) {
        return this.send(response, request, page, { status: 422, wrongEmail: form.email });
      }
      if (form.due !== undefined && form.due !== page.link.due && !page.link.paid) {
        return response.redirect(303, paths.payTold(token, 'changed'));
      }
      const wish = { email, ...(isPerson && { locale: localeOf(request, page.link.locale) }) };
      const { answer, isNew } = await this.checkouts.pay(token, request.actor.origin, wish);
      if (!isPerson) return void response.status(isNew ? 201 : 200).json(answer);
      letFormsLeadTo(response, this.checkouts.origin);
      response.redirect(303, answer.status === 'checkout' ? answer.url : paths.pay(token));
    });
  }

  @Get('invoice.pdf')
  @Public('a customer who was sent the link of an invoice may have the invoice')
  async invoice(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token', pathText('pay link')) token: string,
  ): Promise<void> {
    await this.orUnknown(request, response, true, async () => {
      const page = await this.links.page(token);
      if (!page.document) throw notFound('invoice');
      const { locale } = this.context(request, page);
      const pdf = await invoiceOfLink(page, page.document, locale, this.links.url(token));
      sendPdf(response, { number: page.link.invoiceNumber, pdf });
    });
  }

  @Get('receipt.pdf')
  @Public('a customer who has paid through a link may have the receipt')
  async receipt(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token', pathText('pay link')) token: string,
  ): Promise<void> {
    await this.orUnknown(request, response, true, async () => {
      const page = await this.links.page(token);
      // Not paid yet: the page says so, and how.
      if (!page.link.paid) return response.redirect(303, paths.pay(token));
      const pdf = await receiptOfLink(page, this.context(request, page).locale);
      sendPdf(response, { number: page.link.paid.reference, pdf });
    });
  }

  @Post('receipt-mail')
  @Public('a customer who has paid through a link may have the receipt mailed')
  async mailReceipt(
    @Req() request: Request,
    @Res() response: Response,
    @Param('token', pathText('pay link')) token: string,
    @Body({ schema: receiptMailForm }) form: ReceiptMailForm,
  ): Promise<void> {
    await this.orUnknown(request, response, true, async () => {
      const page = await this.links.page(token);
      const { locale } = this.context(request, page);
      if (!page.link.paid) return response.redirect(303, paths.pay(token));
      const email = emailOf(form.email);
      if (email === undefined) {
        return this.send(response, request, page, { status: 422, wrongEmail: form.email ?? '' });
      }
      const isSent = await this.receipts.sendAgain(page.link, { email, locale });
      response.redirect(303, paths.payTold(token, isSent ? 'mailed' : 'often'));
    });
  }

  /** A customer who mistyped is told what to do about it; the address goes to no other site. */
  private async orUnknown(request: Request, response: Response, isPerson: boolean, work: () => Promise<void>) {
    response.setHeader('Referrer-Policy', 'no-referrer');
    try {
      await work();
    } catch (error) {
      if (!isPerson || !(error instanceof AppError)) return this.problems.answer(error, request, response);
      const [path = ''] = request.originalUrl.split('?');
      // The page itself says that it was taken back or settled since it was shown.
      if (['LINK_REVOKED', 'INVALID_STATE'].includes(error.code)) return response.redirect(303, path);
      if (error.code === 'PROVIDER_UNAVAILABLE') return response.redirect(303, `${path}?told=unavailable`);
      if (error.code !== 'NOT_FOUND') throw error;
      sendPage(response, 404, unknownLinkPage(this.contexts.page(request)));
    }
  }
}

const emailOf = (typed: string | undefined) => emailSchema.safeParse(typed ?? '').data;

/** Only what may be so: that the amount has changed is not said of one that is what the link asked for. */
function toldIn({ told }: PayQuery, { link }: PayPage): PayTold | undefined {
  const what = PAY_TOLD.find((each) => each === told);
  if (what === 'changed' && link.due === link.amount) return undefined;
  if ((what === 'mailed' || what === 'often') && !link.paid) return undefined;
  return what;
}
