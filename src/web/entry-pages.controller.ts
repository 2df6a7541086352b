import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { reversalSchema } from '../accounting/accounting.schemas.js';
import { JournalService } from '../accounting/journal.service.js';
import { BookLists } from '../accounting/lists/book-lists.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { AppError } from '../platform/kernel/app-error.js';
import { isId, newId } from '../platform/kernel/ids.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BookPages } from './book-pages.service.js';
import { entryFields, readEntry, withMoreLines, type EntryFields } from './entry-form.js';
import { PageContexts } from './page-contexts.service.js';
import { entryQuery, reversalForm, type EntryQuery, type ReversalForm } from './page-input.js';
import { Pages } from './page.decorator.js';
import { entryFormPage, type EntryFormView } from './pages/entry-form.page.js';
import { paths } from './paths.js';
import { orFault, showOrGone, type Visit } from './record-answers.js';
import { faultsIn, typedText, type FieldFault } from './record-form.js';
import { RecordPages } from './record-pages.service.js';
import { sendPage } from './send-page.js';

type Attempt = Pick<EntryFormView, 'faults' | 'unbalanced' | 'isKept'>;

/** An entry of the journal: its page, the form in which it is entered, and its reversal. */
@Pages('b/:b/journal')
export class EntryPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly books: BookPages,
    private readonly businesses: Businesses,
    private readonly records: RecordPages,
    private readonly entries: JournalService,
    private readonly lists: BookLists,
  ) {}

  @Get('new')
  @Requires('write', 'Accounting')
  async newForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<void> {
    const kept = this.contexts.takeKeptTyped(request, response);
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const fields = kept ?? { date: dateIn(context.business.timeZone) };
    await this.form({ request, response, membership }, fields, { isKept: kept !== undefined });
  }

  @Post('new')
  @Requires('write', 'Accounting')
  async add(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: entryFields }) fields: EntryFields,
  ): Promise<void> {
    const visit = { request, response, membership };
    if (fields.do === 'more') return this.form(visit, withMoreLines(fields), {});
    const { locale } = await this.contexts.inBusiness(request, membership.businessId);
    const read = readEntry(fields, locale);
    if (!('ask' in read)) return this.form(visit, fields, read, 422);
    const id = isId(fields.id) ? fields.id : newId();
    await orFault(
      async () => {
        await this.entries.add(membership.businessId, read.ask, id);
        response.redirect(303, paths.recordTold(membership.businessId, 'journal', id, 'posted'));
      },
      { VALIDATION: (error) => this.form(visit, fields, { faults: faultOfEntry(error, fields) }, 422) },
    );
  }

  @Get(':e')
  @Requires('read', 'Accounting')
  async show(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('e', pathId('entry')) id: string,
    @Query({ schema: entryQuery }) { after, done }: EntryQuery,
  ): Promise<void> {
    const kept = this.contexts.takeKeptTyped(request, response);
    const reversal = kept && { values: { date: kept.date, label: kept.label } };
    await showOrGone(response, membership, { list: 'journal', id }, async () =>
      this.records.entry(await this.books.open(request, membership), id, { after, done, reversal }),
    );
  }

  @Post(':e/reversal')
  @Requires('write', 'Accounting')
  async reverse(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('e', pathId('entry')) id: string,
    @Body({ schema: reversalForm }) values: ReversalForm,
  ): Promise<void> {
    const { businessId } = membership;
    const read = reversalSchema.safeParse({ date: values.date, label: typedText(values.label) });
    if (!read.success) {
      const { date, ...others } = faultsIn(read.error);
      const faults: Record<string, FieldFault> = { ...others, ...(date && { date: 'DATE' }) };
      const books = await this.books.open(request, membership);
      return sendPage(response, 422, await this.records.entry(books, id, { reversal: { values, faults } }));
    }
    const toEntry = (entryId: string, done: string) =>
      response.redirect(303, paths.recordTold(businessId, 'journal', entryId, done));
    await orFault(async () => toEntry((await this.entries.reverse(businessId, id, read.data)).id, 'reversedNow'), {
      ALREADY_EXISTS: ({ extra }) => toEntry((extra.reversal as { id: string }).id, 'alreadyReversed'),
      NOT_FOUND: () => response.redirect(303, paths.recordGone(businessId, 'journal', id)),
      // That of a document: its own page says which way it is taken back.
      INVALID_STATE: () => response.redirect(303, paths.record(businessId, 'journal', id)),
    });
  }

  private async form(visit: Visit, fields: EntryFields, attempt: Attempt, status = 200): Promise<void> {
    const { context, bookId, membership } = await this.books.open(visit.request, visit.membership);
    const page = entryFormPage(context, {
      ...attempt,
      fields: { ...fields, id: isId(fields.id) ? fields.id : newId() },
      accounts: await this.records.accountChoices(bookId),
      journals: await this.lists.journals(bookId),
      currency: await this.businesses.currencyOf(membership.businessId),
    });
    sendPage(visit.response, status, page);
  }
}

/** What is told of what the books do not have: the account by its number, wherever it was typed. */
function faultOfEntry(error: AppError, fields: EntryFields): Record<string, FieldFault> {
  const unknown = /There is no ledger account (\S+)\./.exec(error.detail)?.[1];
  if (unknown === undefined) return { journal: 'UNKNOWN_JOURNAL' };
  const names = Object.keys(fields).filter((name) => /^account\d+$/.test(name));
  const wrong = names.filter((name) => fields[name]!.trim().startsWith(unknown));
  return Object.fromEntries((wrong.length > 0 ? wrong : names.slice(0, 1)).map((name) => [name, 'UNKNOWN_ACCOUNT']));
}
