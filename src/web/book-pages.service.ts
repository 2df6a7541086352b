import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FecExport } from '../accounting/fec-export.service.js';
import { LedgerReports, type LedgerReportAccount } from '../accounting/ledger-report.service.js';
import { Reports } from '../accounting/reports.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { now } from '../platform/kernel/clock.js';
import type { BookId } from '../platform/kernel/ids.js';
import { rolesOf, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { BusinessPageContext } from '../ui/page-context.js';
import { fileName } from './file-name.js';
import { PageContexts } from './page-contexts.service.js';
import { ledgerPage, type LedgerAccount } from './pages/ledger.page.js';
import { trialBalancePage } from './pages/trial-balance.page.js';
import { sendCsv } from './send-csv.js';
import { words } from './words.js';

/** Which books, resolved once by whoever asks: the open ones, or a snapshot that the context says is looked at. */
export interface Books {
  readonly context: BusinessPageContext;
  readonly membership: MembershipFacts;
  readonly bookId: BookId;
}

/** The lists and reports of any books, on a page or as a file. Everything that leaves as a file is recorded. */
@Injectable()
export class BookPages {
  constructor(
    private readonly contexts: PageContexts,
    private readonly businesses: Businesses,
    private readonly reports: Reports,
    private readonly ledgers: LedgerReports,
    private readonly fecExport: FecExport,
    private readonly audit: AuditLog,
  ) {}

  /** The open ones of a business. */
  async open(request: ActingRequest, membership: MembershipFacts): Promise<Books> {
    const { businessId } = membership;
    return {
      context: await this.contexts.inBusiness(request, businessId),
      membership,
      bookId: await this.businesses.currentBook(businessId),
    };
  }

  async trialBalance({ context, membership, bookId }: Books, after?: string): Promise<string> {
    const balance = await this.reports.trialBalancePage(membership.businessId, bookId, after);
    return trialBalancePage(context, { ...balance, after, drawnUpAt: now().toISOString() });
  }

  async ledger({ context, membership, bookId }: Books, after?: string): Promise<string> {
    const report = await this.ledgers.page(bookId, after);
    const forward = words(context).t.reports.broughtForward;
    return ledgerPage(context, {
      drawnUpAt: now().toISOString(),
      currency: await this.businesses.currencyOf(membership.businessId),
      accounts: report.accounts.map((account) => ledgerAccount(account, forward)),
      next: report.next,
    });
  }

  async trialBalanceCsv(request: ActingRequest, response: Response, books: Books): Promise<void> {
    const { t } = words(books.context);
    await this.recordExport(request, books, 'trial-balance.csv');
    await sendCsv(
      response,
      fileName(books.context, t.reportFiles.trialBalance, 'csv'),
      [
        t.entries.account,
        t.entries.name,
        t.entries.debit,
        t.entries.credit,
        t.entries.debitBalance,
        t.entries.creditBalance,
      ],
      this.trialBalanceRows(books.bookId),
    );
  }

  async ledgerFec(request: ActingRequest, response: Response, books: Books): Promise<void> {
    await this.recordExport(request, books, 'fec');
    response
      .type('text/plain; charset=utf-8')
      .attachment(fileName(books.context, words(books.context).t.reportFiles.ledger, 'fec.txt'));
    await pipeline(Readable.from(this.fecExport.lines(books.bookId)), response);
  }

  private async *trialBalanceRows(bookId: BookId): AsyncGenerator<string[]> {
    for await (const lines of this.reports.trialBalanceLines(bookId))
      for (const line of lines)
        yield [line.account, line.name, line.debit, line.credit, line.debitBalance, line.creditBalance];
  }

  /** Whatever leaves as a file is recorded, before it does. */
  async recordExport({ actor }: ActingRequest, { membership, bookId }: Books, format: string): Promise<void> {
    await this.audit.record({
      type: 'books.exported',
      subjectId: membership.businessId,
      actor,
      roles: rolesOf(actor, membership),
      outcome: 'success',
      details: { book_id: bookId, format },
    });
  }
}

function ledgerAccount({ broughtForward, ...account }: LedgerReportAccount, memo: string): LedgerAccount {
  if (!broughtForward) return account;
  const { debit, credit, balance } = broughtForward;
  const first = { id: 'brought-forward', date: account.lines[0]!.date, memo, debit, credit, balance };
  return { ...account, lines: [first, ...account.lines] };
}
