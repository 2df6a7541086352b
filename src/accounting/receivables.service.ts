import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { businessHead } from '../people/businesses/business-head.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { select, selectOne } from '../platform/database/transaction.js';
import { invalid } from '../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import { formatCents, parseCents, type Currency } from '../platform/kernel/money.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import {
  AGES,
  centsOf,
  firstDays,
  OF_NO_DOCUMENT,
  openDocumentsAt,
  openWithoutEntry,
  type BusinessDay,
} from './reports/aged-documents.js';
import { POSTED_TO } from './posting-rules.js';
import type { Computed } from '../platform/database/rows.js';
import type { contacts, journal_lines } from './tables.generated.js';

export type Aged = Readonly<Record<(typeof AGES)[number] | 'total', string>>;

export interface ReceivableContact {
  readonly contactId: string;
  readonly customer: string;
  readonly amounts: Aged;
}

/** Lines on the account of receivables that no document has posted, by the auxiliary account that they name. */
export interface LedgerOnly {
  readonly number: string | null;
  readonly name: string | null;
  readonly balance: string;
}

/** What customers owe by their documents, and what the ledger says. Amounts are decimal strings. */
export interface ReceivablesReport {
  /** The day on which it is drawn up. */
  readonly on: string;
  readonly currency: Currency;
  readonly contacts: readonly ReceivableContact[];
  /** The `after` of the next contacts; null on the last page. */
  readonly next: string | null;
  /** Of all contacts, whatever the page. */
  readonly totals: Aged;
  readonly ledger: {
    readonly account: string;
    readonly balance: string;
    /** The ledger less the documents: `ledgerOnly` less `notPosted`, to the cent. */
    readonly difference: string;
    /** Documents without an entry: brought along, or issued before invoices posted. */
    readonly notPosted: string;
    readonly ledgerOnly: string;
    /** The first of them by size. */
    readonly ledgerOnlyLines: readonly LedgerOnly[];
  };
}

const LEDGER_ONLY_MAX = 200;

/** Every document, whatever its date: the balance is of every entry too. */
const ALL: BusinessDay = { on: '9999-12-31', end: new Date('9999-12-31T00:00:00Z') };

type AgedRow = Computed<Record<(typeof AGES)[number] | 'total', string>>;

@Injectable()
export class Receivables {
  constructor(
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
  ) {}

  async report(businessId: BusinessId, page: PageRequest): Promise<ReceivablesReport> {
    return this.ofBook(businessId, await this.businesses.currentBook(businessId), page);
  }

  async ofBook(businessId: BusinessId, bookId: BookId, { after, limit }: PageRequest): Promise<ReceivablesReport> {
    if (after !== undefined && !isId(after)) throw invalid('after', '"after" must be the "next" of the page before.');
    const head = await businessHead(this.dataSource.manager, businessId);
    const on = dateIn(head.time_zone);
    const book = idToBytes(bookId);
    const rows = await this.contacts(book, on, after, limit + 1);
    const contacts = rows.slice(0, limit).map((row) => ({
      contactId: bytesToId(row.contact_id),
      customer: row.customer,
      amounts: agedOf(row),
    }));
    const totals = agedOf(await this.totals(book, on));
    return {
      on,
      currency: head.currency,
      contacts,
      next: rows.length > limit ? contacts.at(-1)!.contactId : null,
      totals,
      ledger: await this.ledger(book, parseCents(totals.total)),
    };
  }

  private contacts(book: Buffer, on: string, after: string | undefined, limit: number) {
    const open = openDocumentsAt(book, ALL);
    return select<AgedRow & { contact_id: contacts['id']; customer: contacts['name'] }>(
      this.dataSource.manager,
      `SELECT c.id AS contact_id, c.name AS customer, a.* FROM
         (SELECT contact_id AS owing, ${agesOf(on)} FROM ${open.sql} GROUP BY contact_id) a
       JOIN contacts c ON c.book_id = ? AND c.id = a.owing
       WHERE c.id > ? ORDER BY c.id LIMIT ?`,
      [...open.parameters, book, after === undefined ? Buffer.alloc(16) : idToBytes(after), limit],
    );
  }

  private async totals(book: Buffer, on: string): Promise<AgedRow> {
    const open = openDocumentsAt(book, ALL);
    const sql = `SELECT ${agesOf(on)} FROM ${open.sql}`;
    return (await selectOne<AgedRow>(this.dataSource.manager, sql, [...open.parameters]))!;
  }

  /** What the account says, and what of it no document has posted. */
  private async ledger(book: Buffer, documents: bigint): Promise<ReceivablesReport['ledger']> {
    const { manager } = this.dataSource;
    const balance = await centsOf(manager, {
      sql: `SELECT SUM(m.debit) - SUM(m.credit) AS amount FROM ledger_accounts a
        JOIN account_months m ON m.book_id = a.book_id AND m.account_id = a.id WHERE a.book_id = ? AND a.number = ?`,
      parameters: [book, POSTED_TO.receivables],
    });
    const lines = await select<
      Pick<journal_lines, 'aux_number'> & Computed<{ name: string | null; balance: string; whole: string }>
    >(
      manager,
      `SELECT l.aux_number, MAX(l.aux_name) AS name, SUM(l.debit) - SUM(l.credit) AS balance,
         SUM(SUM(l.debit) - SUM(l.credit)) OVER () AS whole
       FROM journal_lines l JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
       WHERE l.book_id = ? AND a.number = '${POSTED_TO.receivables}' AND ${OF_NO_DOCUMENT}
       GROUP BY l.aux_number ORDER BY ABS(SUM(l.debit) - SUM(l.credit)) DESC, l.aux_number LIMIT ${LEDGER_ONLY_MAX}`,
      [book],
    );
    return {
      account: POSTED_TO.receivables,
      balance: formatCents(balance),
      difference: formatCents(balance - documents),
      notPosted: formatCents(await openWithoutEntry(manager, book, ALL)),
      ledgerOnly: formatCents(parseCents(lines[0]?.whole ?? '0')),
      ledgerOnlyLines: lines
        .map((line) => ({ number: line.aux_number, name: line.name, balance: formatCents(parseCents(line.balance)) }))
        .filter((line) => line.balance !== '0.00'),
    };
  }
}

/** The sum of each age and of all, as columns. `on` is a date of our own making. */
function agesOf(on: string): string {
  const days = firstDays(on).map((day) => `'${day}'`);
  const when = [
    `late_from >= ${days[0]}`,
    ...days.slice(1).map((day, i) => `late_from < ${days[i]} AND late_from >= ${day}`),
    `late_from < ${days.at(-1)}`,
  ];
  const sums = AGES.map((age, i) => `COALESCE(SUM(CASE WHEN ${when[i]} THEN amount END), 0) AS ${age}`);
  return [...sums, 'COALESCE(SUM(amount), 0) AS total'].join(', ');
}

const agedOf = (row: AgedRow): Aged =>
  Object.fromEntries([...AGES, 'total' as const].map((age) => [age, formatCents(parseCents(row[age]))])) as Aged;
