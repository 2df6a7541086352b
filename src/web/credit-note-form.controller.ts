import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CreditNotes } from '../accounting/credit-notes.service.js';
import { DocumentDrafts } from '../accounting/document-drafts.service.js';
import { InvoicesInDetail, type InvoiceDetails } from '../accounting/invoice-details.service.js';
import { TaxRates } from '../accounting/tax-rates.service.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { Locale } from '../platform/kernel/actor.js';
import { localeOf } from '../ui/locale-of.js';
import { AppError } from '../platform/kernel/app-error.js';
import { newId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { decisionOf } from './decision.js';
import {
  cellField,
  documentFields,
  linesTyped,
  NO_TAX,
  problemsOf,
  readTypedLines,
  typedDate,
  type DocumentFields,
  type FormProblems,
  type ReadDocumentLines,
} from './document-form.js';
import { DocumentPages } from './document-pages.service.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { creditNoteFormPage } from './pages/credit-note-form.page.js';
import { paths } from './paths.js';
import { asTyped } from './typed-number.js';
import { sendPage } from './send-page.js';

/** A credit note of an invoice: all of it as it stands, or what is left of its lines when one has changed them. */
@Pages('b/:b/invoices/:i/credit-note')
export class CreditNoteFormController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly pages: DocumentPages,
    private readonly businesses: Businesses,
    private readonly invoices: InvoicesInDetail,
    private readonly taxRates: TaxRates,
    private readonly drafts: DocumentDrafts,
    private readonly creditNotes: CreditNotes,
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
      response.type('html').send(await this.page(request, membership, id));
    });
  }

  @Post()
  @Requires('write', 'Accounting')
  async issue(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('i', pathId('invoice')) id: string,
    @Body({ schema: documentFields }) fields: DocumentFields,
  ): Promise<void> {
    const { businessId } = membership;
    await this.pages.orGone(response, businessId, { kind: 'invoice', id }, async () => {
      const again = async (status: number, problems: FormProblems = {}, isBookChanged = false) =>
        void sendPage(response, status, await this.page(request, membership, id, fields, problems, isBookChanged));
      const { read, issuedOn, problems } = readForm(fields, localeOf(request));
      if (fields.do !== 'issue') return again(200);
      if (Object.keys(problems).length > 0) return again(422, problems);
      try {
        const decision = decisionOf(request, businessId, fields, `credit note of ${id}`);
        const ask = { invoiceId: id, lines: [...read.asked], ...(issuedOn && { issuedOn }) };
        const { answer, isNew } = await this.creditNotes.issue(decision, ask);
        response.redirect(303, paths.creditNoteTold(businessId, answer.id, isNew ? 'issued' : 'issued-before'));
      } catch (error) {
        if (error instanceof AppError && error.code === 'BOOK_CHANGED') {
          return again(STATUS_OF_KIND.conflict, {}, true);
        }
        await again(422, problemsOf(error, read.places));
      }
    });
  }

  private async page(
    request: ActingRequest,
    { businessId }: MembershipFacts,
    id: string,
    given?: DocumentFields,
    problems: FormProblems = {},
    isBookChanged = false,
  ): Promise<string> {
    const context = await this.contexts.inBusiness(request, businessId);
    const bookId = await this.businesses.currentBook(businessId);
    const invoice = await this.invoices.getOfBook(bookId, id, context.locale);
    const fields = given ?? fieldsOfInvoice(invoice, context.locale, dateIn(context.business.timeZone));
    const { lines, read, issuedOn, problems: found } = readForm(fields, context.locale);
    const drafted = await this.draft(businessId, invoice, read, context.locale, issuedOn);
    return creditNoteFormPage(context, {
      invoice,
      issuedOn: fields.issuedOn ?? '',
      lines,
      problems: { ...(given && fields.do !== 'issue' && found), ...problems, ...drafted.found },
      nets: lines.map((_, place) => drafted.draft?.nets[read.places.indexOf(place)]),
      products: [],
      rates: (await this.taxRates.list(businessId, { limit: PAGE_LIMIT_MAX })).items,
      draft: drafted.draft,
      currency: await this.businesses.currencyOf(businessId),
      bookId,
      idempotencyKey: fields.idempotencyKey || newId(),
      isBookChanged,
    });
  }

  private async draft(
    businessId: MembershipFacts['businessId'],
    { customer }: InvoiceDetails,
    { asked, places }: ReadDocumentLines,
    locale: Locale,
    issuedOn: string | undefined,
  ) {
    if (asked.length === 0) return {};
    try {
      const ask = { kind: 'credit-note' as const, issuedOn, customer, lines: asked };
      return { draft: await this.drafts.document(businessId, ask, locale) };
    } catch (error) {
      return { found: problemsOf(error, places) };
    }
  }
}

function readForm(fields: DocumentFields, locale: Locale) {
  const lines = linesTyped(fields);
  const read = readTypedLines(lines, locale);
  const issued = typedDate(fields.issuedOn, 'issuedOn');
  const hasNone = read.asked.length === 0 && Object.keys(read.problems).length === 0;
  const problems: FormProblems = { ...issued.problems, ...read.problems, ...(hasNone && { lines: 'NO_LINES' }) };
  return { lines, read, issuedOn: issued.date, problems };
}

/** The lines of the invoice, as somebody would have typed them. */
function fieldsOfInvoice({ lines }: InvoiceDetails, locale: Locale, today: string): DocumentFields {
  const cells = lines.flatMap((line, place) => [
    [cellField(place, 'description'), line.description],
    [cellField(place, 'quantity'), asTyped(line.quantity.replace(/\.?0+$/, ''), locale)],
    [cellField(place, 'price'), asTyped(line.unitPrice, locale)],
    [cellField(place, 'tax'), line.taxRate ?? NO_TAX],
    [cellField(place, 'account'), line.account ?? ''],
  ]);
  return { issuedOn: today, ...(Object.fromEntries(cells) as DocumentFields) };
}
