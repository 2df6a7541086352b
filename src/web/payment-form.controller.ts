import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { PaymentRequest } from '../accounting/accounting.schemas.js';
import { BankAccounts } from '../accounting/bank-accounts.service.js';
import { DocumentDrafts } from '../accounting/document-drafts.service.js';
import { InvoicesInDetail, type InvoiceDetails } from '../accounting/invoice-details.service.js';
import { Payments } from '../accounting/payments.service.js';
import { POSTED_TO } from '../accounting/posting-rules.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { localeOf } from '../ui/locale-of.js';
import type { Locale } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { isId, newId } from '../platform/kernel/ids.js';
import { parseCents } from '../platform/kernel/money.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { decisionOf } from './decision.js';
import { typedDate } from './document-form.js';
import { DocumentPages } from './document-pages.service.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { paymentForm, type PaymentForm } from './page-input.js';
import { CASH, paymentFormPage, type PaymentFormView } from './pages/payment-form.page.js';
import { paths } from './paths.js';
import { asTyped, typedAmount } from './typed-number.js';
import { words } from './words.js';
import { sendPage } from './send-page.js';

/** Cash, in the default chart. */
const CASH_ACCOUNT = '1000';

type Problems = PaymentFormView['problems'];
interface More {
  readonly problems?: Problems;
  readonly isBookChanged?: boolean;
}

/** A payment of an invoice that is received by hand: what, when, where to; and the entry, before it is posted. */
@Pages('b/:b/invoices/:i/payment')
export class PaymentFormController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly pages: DocumentPages,
    private readonly businesses: Businesses,
    private readonly invoices: InvoicesInDetail,
    private readonly bankAccounts: BankAccounts,
    private readonly drafts: DocumentDrafts,
    private readonly payments: Payments,
  ) {}

  @Get()
  @Requires('write', 'Accounting')
  async form(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
  ): Promise<void> {
    await this.pages.orGone(response, membership.businessId, { kind: 'invoice', id }, async () => {
      response.type('html').send(await this.page(request, membership, id, {}));
    });
  }

  @Post()
  @Requires('write', 'Accounting')
  async receive(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
    @Body({ schema: paymentForm }) form: PaymentForm,
  ): Promise<void> {
    const { businessId } = membership;
    await this.pages.orGone(response, businessId, { kind: 'invoice', id }, async () => {
      const again = async (status: number, more: More) =>
        void sendPage(response, status, await this.page(request, membership, id, form, more));
      const { ask, problems } = readForm(form, localeOf(request));
      if (form.do !== 'receive') return again(200, { problems });
      if (!ask) return again(422, { problems });
      try {
        const decision = decisionOf(request, businessId, form, `payment of ${id}`);
        const { isNew } = await this.payments.receiveOnce(decision, id, ask);
        response.redirect(303, paths.invoiceTold(businessId, id, isNew ? 'paid' : 'paid-before'));
      } catch (error) {
        await again(...refusalOf(error));
      }
    });
  }

  private async page(
    request: ActingRequest,
    { businessId }: MembershipFacts,
    id: string,
    form: PaymentForm,
    { problems = {}, isBookChanged = false }: More = {},
  ): Promise<string> {
    const context = await this.contexts.inBusiness(request, businessId);
    const bookId = await this.businesses.currentBook(businessId);
    const invoice = await this.invoices.getOfBook(bookId, id, context.locale);
    const accounts = await this.bankAccounts.listOfBook(bookId, { limit: PAGE_LIMIT_MAX });
    const values = {
      amount: form.amount ?? asTyped(invoice.open, context.locale),
      paidOn: form.paidOn ?? dateIn(context.business.timeZone),
      account: form.account ?? accounts.items[0]?.id ?? POSTED_TO.bank,
    };
    const named = words(context).t.paymentForm.cash;
    const cash = (account: string) => named.replace('{account}', () => account);
    return paymentFormPage(context, {
      invoice,
      isOpen: parseCents(invoice.open) > 0n,
      values,
      problems,
      accounts: [
        ...accounts.items.map((each) => ({ value: each.id, label: `${each.name} (${each.account})` })),
        { value: POSTED_TO.bank, label: cash(POSTED_TO.bank) },
        { value: CASH, label: cash(CASH_ACCOUNT) },
      ],
      entry: await this.entry(businessId, invoice, { ...form, ...values }, context.locale),
      currency: await this.businesses.currencyOf(businessId),
      bookId,
      idempotencyKey: form.idempotencyKey ?? newId(),
      isBookChanged,
    });
  }

  /** What it would post; undefined where that cannot be said. */
  private async entry(
    businessId: MembershipFacts['businessId'],
    { id, open }: InvoiceDetails,
    form: PaymentForm,
    locale: Locale,
  ) {
    const { ask } = readForm(form, locale);
    if (!ask || parseCents(open) <= 0n) return undefined;
    return this.drafts.payment(businessId, id, ask).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'VALIDATION') return undefined;
      throw error;
    });
  }
}

function readForm(
  { amount = '', paidOn = '', account = '' }: PaymentForm,
  locale: Locale,
): {
  ask?: PaymentRequest;
  problems: Problems;
} {
  const read = typedAmount(amount, locale);
  const day = typedDate(paidOn, 'paidOn');
  const problems: Problems = {
    ...(amount.trim() === '' && { amount: 'REQUIRED' as const }),
    ...(amount.trim() !== '' && read === undefined && { amount: 'AMOUNT' as const }),
    ...(read !== undefined && parseCents(read) <= 0n && { amount: 'NOT_POSITIVE' as const }),
    ...(day.problems['paidOn'] && { paidOn: 'DATE' as const }),
  };
  if (Object.keys(problems).length > 0 || read === undefined) return { problems };
  const where = isId(account)
    ? { bankAccountId: account }
    : { account: account === CASH ? CASH_ACCOUNT : POSTED_TO.bank };
  return { ask: { amount: read, ...(day.date && { paidOn: day.date }), ...where }, problems };
}

/** How a refusal is told on the form; anything else is thrown on. */
function refusalOf(error: unknown): [number, More] {
  if (!(error instanceof AppError)) throw error;
  const status = STATUS_OF_KIND[error.kind];
  switch (error.code) {
    case 'BOOK_CHANGED':
      return [status, { isBookChanged: true }];
    case 'INVALID_STATE':
      return [status, { problems: { amount: 'TOO_MUCH' } }];
    case 'VALIDATION':
      return [status, { problems: { account: 'UNKNOWN' } }];
    default:
      throw error;
  }
}
