import { Get, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { rolesOf, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { Contacts, type ContactView } from '../accounting/contacts.service.js';
import { FecExport } from '../accounting/fec-export.service.js';
import { LedgerReports, type LedgerReportAccount } from '../accounting/ledger-report.service.js';
import { Reports } from '../accounting/reports.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { now } from '../platform/kernel/clock.js';
import { csvStream } from '../platform/kernel/csv.js';
import type { BookId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { fileName } from './file-name.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { afterQuery, type AfterQuery } from './page-input.js';
import { ledgerPage, type LedgerAccount } from './pages/ledger.page.js';
import { trialBalancePage } from './pages/trial-balance.page.js';
import { words } from './words.js';

/** What is worth printing or taking along before a reset (SPEC §3.2). Everything that leaves as a file is recorded. */
@Pages('b/:b')
export class ReportPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly businesses: Businesses,
    private readonly reports: Reports,
    private readonly ledgers: LedgerReports,
    private readonly contacts: Contacts,
    private readonly fecExport: FecExport,
    private readonly audit: AuditLog,
  ) {}

  @Get('reports/trial-balance')
  @Requires('read', 'Accounting')
  async trialBalance(
    @Req() request: ActingRequest,
    @InMembership() { businessId }: MembershipFacts,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<string> {
    const context = await this.contexts.inBusiness(request, businessId);
    const bookId = await this.businesses.currentBook(businessId);
    const balance = await this.reports.trialBalancePage(businessId, bookId, after);
    return trialBalancePage(context, { ...balance, after, drawnUpAt: now().toISOString() });
  }

  @Get('reports/trial-balance.csv')
  @Requires('export', 'Accounting')
  async trialBalanceCsv(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ) {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const { t } = words(context);
    const bookId = await this.recordExport(request, membership, 'trial-balance.csv');
    const rows = this.trialBalanceRows(bookId);
    await sendCsv(
      response,
      fileName(context, t.reportFiles.trialBalance, 'csv'),
      [
        t.entries.account,
        t.entries.name,
        t.entries.debit,
        t.entries.credit,
        t.entries.debitBalance,
        t.entries.creditBalance,
      ],
      rows,
    );
  }

  @Get('reports/ledger')
  @Requires('read', 'Accounting')
  async ledger(
    @Req() request: ActingRequest,
    @InMembership() { businessId }: MembershipFacts,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<string> {
    const context = await this.contexts.inBusiness(request, businessId);
    const report = await this.ledgers.page(businessId, after);
    const forward = words(context).t.reports.broughtForward;
    return ledgerPage(context, {
      drawnUpAt: now().toISOString(),
      currency: await this.businesses.currencyOf(businessId),
      accounts: report.accounts.map((account) => ledgerAccount(account, forward)),
      next: report.next,
    });
  }

  @Get('reports/ledger.fec.txt')
  @Requires('export', 'Accounting')
  async ledgerFec(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ) {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const bookId = await this.recordExport(request, membership, 'fec');
    response
      .type('text/plain; charset=utf-8')
      .attachment(fileName(context, words(context).t.reportFiles.ledger, 'fec.txt'));
    await pipeline(Readable.from(this.fecExport.lines(bookId)), response);
  }

  @Get('contacts.csv')
  @Requires('export', 'Accounting')
  async contactsCsv(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ) {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const { file, name, kind, email, phone, kinds } = words(context).t.contactsFile;
    const bookId = await this.recordExport(request, membership, 'contacts.csv');
    const rows = this.contactRows(bookId, kinds);
    await sendCsv(response, fileName(context, file, 'csv'), [name, kind, email, phone], rows);
  }

  private async *trialBalanceRows(bookId: BookId): AsyncGenerator<string[]> {
    for await (const lines of this.reports.trialBalanceLines(bookId))
      for (const line of lines)
        yield [line.account, line.name, line.debit, line.credit, line.debitBalance, line.creditBalance];
  }

  private async *contactRows(
    bookId: BookId,
    kinds: Readonly<Record<ContactView['kind'], string>>,
  ): AsyncGenerator<(string | null)[]> {
    let after: string | undefined;
    do {
      const page = await this.contacts.listOfBook(bookId, { limit: PAGE_LIMIT_MAX, after });
      for (const { name, kind, email, phone } of page.items) yield [name, kinds[kind], email, phone];
      after = page.next ?? undefined;
    } while (after !== undefined);
  }

  private async recordExport(request: ActingRequest, membership: MembershipFacts, format: string): Promise<BookId> {
    const bookId = await this.businesses.currentBook(membership.businessId);
    await this.audit.record({
      type: 'books.exported',
      subjectId: membership.businessId,
      actor: request.actor,
      roles: rolesOf(request.actor, membership),
      outcome: 'success',
      details: { book_id: bookId, format },
    });
    return bookId;
  }
}

function ledgerAccount({ broughtForward, ...account }: LedgerReportAccount, memo: string): LedgerAccount {
  if (!broughtForward) return account;
  const { debit, credit, balance } = broughtForward;
  const first = { id: 'brought-forward', date: account.lines[0]!.date, memo, debit, credit, balance };
  return { ...account, lines: [first, ...account.lines] };
}

async function sendCsv(
  response: Response,
  name: string,
  header: string[],
  rows: Iterable<(string | null)[]> | AsyncIterable<(string | null)[]>,
): Promise<void> {
  response.type('text/csv; charset=utf-8').attachment(name);
  await pipeline(csvStream(header, rows), response);
}
