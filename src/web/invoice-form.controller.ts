import { Body, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import type { ContactRequest } from '../accounting/accounting.schemas.js';
import { DocumentChoices } from '../accounting/document-choices.service.js';
import { DocumentDrafts, type DocumentDraft } from '../accounting/document-drafts.service.js';
import { Invoices } from '../accounting/invoices.service.js';
import { Products } from '../accounting/products.service.js';
import { TaxRates } from '../accounting/tax-rates.service.js';
import { findSnapshot } from '../books/snapshots.service.js';
import { dueAfter } from '../accounting/invoice-amounts.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import { emailSchema, localeSchema } from '../people/identity/identity.schemas.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { localeOf } from '../ui/locale-of.js';
import type { Locale } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { isId, newId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { oneLine } from '../platform/kernel/schemas.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { decisionOf } from './decision.js';
import {
  documentFields,
  linesTyped,
  problemsOf,
  readTypedLines,
  typedDate,
  type DocumentFields,
  type FormProblems,
  type TypedLine,
} from './document-form.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import {
  invoiceFormPage,
  NEW_CUSTOMER,
  type InvoiceFormValues,
  type InvoiceFormView,
} from './pages/invoice-form.page.js';
import { paths } from './paths.js';
import { sendPage } from './send-page.js';

const name200 = oneLine(200);

/** What somebody asks for with the form, as far as it can be read. */
interface ReadForm {
  readonly lines: readonly TypedLine[];
  readonly read: ReturnType<typeof readTypedLines>;
  readonly issuedOn?: string;
  readonly dueOn?: string;
  readonly customer?: string | ContactRequest;
  /** All that stands in the way of issuing it. */
  readonly problems: FormProblems;
}

/** A new invoice: filled in, computed as often as one likes, issued once. */
@Pages('b/:b/invoices/new')
export class InvoiceFormController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
    private readonly choices: DocumentChoices,
    private readonly drafts: DocumentDrafts,
    private readonly products: Products,
    private readonly taxRates: TaxRates,
    private readonly invoices: Invoices,
  ) {}

  @Get()
  @Requires('write', 'Accounting')
  form(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: documentFields }) fields: DocumentFields,
  ): Promise<string> {
    return this.page(request, membership, fields);
  }

  @Post()
  @Requires('write', 'Accounting')
  async issue(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: documentFields }) fields: DocumentFields,
  ): Promise<void> {
    const { businessId } = membership;
    const again = async (status: number, more: { problems?: FormProblems; isBookChanged?: boolean } = {}) => {
      sendPage(response, status, await this.page(request, membership, fields, more));
    };
    if (fields.do !== 'issue') return again(200);
    const { customer, read, issuedOn, dueOn, problems } = readForm(fields, localeOf(request));
    if (customer === undefined || Object.keys(problems).length > 0) return again(422, { problems });
    try {
      const { answer, isNew } = await this.invoices.issue(decisionOf(request, businessId, fields, 'invoice'), {
        customer,
        lines: [...read.asked],
        ...(issuedOn && { issuedOn }),
        ...(dueOn && { dueOn }),
      });
      response.redirect(303, paths.invoiceTold(businessId, answer.id, isNew ? 'issued' : 'issued-before'));
    } catch (error) {
      if (error instanceof AppError && error.code === 'BOOK_CHANGED') {
        return again(STATUS_OF_KIND.conflict, { isBookChanged: true });
      }
      await again(422, { problems: problemsOf(error, read.places) });
    }
  }

  private async page(
    request: ActingRequest,
    membership: MembershipFacts,
    given: DocumentFields,
    { problems, isBookChanged = false }: { problems?: FormProblems; isBookChanged?: boolean } = {},
  ): Promise<string> {
    const { businessId } = membership;
    const context = await this.contexts.inBusiness(request, businessId);
    const bookId = await this.businesses.currentBook(businessId);
    const fields = isId(given.book) && given.book !== bookId ? await this.carriedOver(membership, given) : given;
    const form = readForm(fields, context.locale);
    const isComputed = fields.do === 'compute' || fields.do === 'issue';
    const said = problems ?? (isComputed && fields.do !== 'issue' ? form.read.problems : {});
    const { draft, found } = await this.draft(membership, form, nameOfCustomer(fields), context.locale);
    const { items, isMore } = await this.choices.customers(bookId, fields.find?.trim());
    const chosen = await this.choices.customer(bookId, fields.customer ?? '');
    const products = await this.products.choices(bookId, {
      find: fields.findProduct?.trim(),
      chosen: form.lines.map(({ product }) => product),
    });
    const today = dateIn(context.business.timeZone);
    return invoiceFormPage(context, {
      values: { ...valuesOf(fields, context.locale), ...(given.book === undefined && firstDates(today)) },
      lines: form.lines,
      problems: { ...said, ...(isComputed && found) },
      nets: form.lines.map((_, place) => draft?.nets[form.read.places.indexOf(place)]),
      focus: fields.do === 'add' ? form.lines.length - 3 : undefined,
      customers: chosen && !items.some(({ id }) => id === chosen.id) ? [chosen, ...items] : items,
      isMore,
      products: products.items,
      isMoreProducts: products.isMore,
      rates: (await this.taxRates.list(businessId, { limit: PAGE_LIMIT_MAX })).items,
      draft,
      currency: await this.businesses.currencyOf(businessId),
      bookId,
      idempotencyKey: fields.idempotencyKey || newId(),
      isBookChanged,
    } satisfies InvoiceFormView);
  }

  private async draft(
    { businessId }: MembershipFacts,
    { read, issuedOn }: ReadForm,
    customer: string,
    locale: 'fr' | 'en',
  ): Promise<{ draft?: DocumentDraft; found?: FormProblems }> {
    if (read.asked.length === 0) return {};
    try {
      const ask = { kind: 'invoice' as const, issuedOn, customer, lines: read.asked };
      return { draft: await this.drafts.document(businessId, ask, locale) };
    } catch (error) {
      return { found: problemsOf(error, read.places) };
    }
  }

  /**
   * What was typed for books that are open no more, for those that are: a customer of then goes on as a new one of the same name, a product
   * as what it said. Books of another business tell nothing.
   */
  private async carriedOver({ businessId }: MembershipFacts, fields: DocumentFields): Promise<DocumentFields> {
    const before = await findSnapshot(this.dataSource.manager, businessId, fields.book!);
    const known = await this.choices.customer(await this.businesses.currentBook(businessId), fields.customer ?? '');
    if (!before || known) return fields;
    const customer = await this.choices.customer(before.id, fields.customer ?? '');
    if (!customer) return fields;
    const { name, email } = customer;
    return { ...fields, customer: NEW_CUSTOMER, customerName: name, customerEmail: email ?? '' };
  }
}

function readForm(fields: DocumentFields, locale: Locale): ReadForm {
  const lines = linesTyped(fields);
  const read = readTypedLines(lines, locale);
  const issued = typedDate(fields.issuedOn, 'issuedOn');
  const due = typedDate(fields.dueOn, 'dueOn');
  const isBefore = due.date !== undefined && issued.date !== undefined && due.date < issued.date;
  const { customer, problems } = readCustomer(fields);
  return {
    lines,
    read,
    ...(issued.date && { issuedOn: issued.date }),
    ...(due.date && { dueOn: due.date }),
    ...(customer && { customer }),
    problems: {
      ...problems,
      ...issued.problems,
      ...due.problems,
      ...(isBefore && { dueOn: 'DUE_BEFORE' }),
      ...read.problems,
      ...(read.asked.length === 0 && Object.keys(read.problems).length === 0 && { lines: 'NO_LINES' }),
    },
  };
}

function readCustomer(fields: DocumentFields): { customer?: string | ContactRequest; problems: FormProblems } {
  if (!fields.customer) return { problems: { customer: 'REQUIRED' } };
  if (fields.customer !== NEW_CUSTOMER) {
    return isId(fields.customer) ? { customer: fields.customer, problems: {} } : { problems: { customer: 'UNKNOWN' } };
  }
  const typed = fields.customerName?.trim() ?? '';
  const name = name200.safeParse(typed);
  const email = fields.customerEmail?.trim() ? emailSchema.safeParse(fields.customerEmail.trim()) : undefined;
  const locale = localeSchema.safeParse(fields.customerLocale);
  const problems: FormProblems = {
    ...(!name.success && { customerName: typed === '' ? 'REQUIRED' : 'TOO_LONG' }),
    ...(email && !email.success && { customerEmail: 'EMAIL' }),
  };
  if (!name.success || (email && !email.success)) return { problems };
  const customer: ContactRequest = {
    name: name.data,
    kind: 'customer',
    ...(email && { email: email.data }),
    ...(locale.success && { locale: locale.data }),
  };
  return { customer, problems };
}

const nameOfCustomer = ({ customer, customerName = '' }: DocumentFields) =>
  customer === NEW_CUSTOMER ? customerName : '';

const firstDates = (today: string) => ({ issuedOn: today, dueOn: dueAfter(today) });

const valuesOf = (fields: DocumentFields, locale: string): InvoiceFormValues => ({
  customer: fields.customer ?? '',
  customerName: fields.customerName ?? '',
  customerEmail: fields.customerEmail ?? '',
  customerLocale: fields.customerLocale ?? locale,
  find: fields.find ?? '',
  findProduct: fields.findProduct ?? '',
  issuedOn: fields.issuedOn ?? '',
  dueOn: fields.dueOn ?? '',
});
