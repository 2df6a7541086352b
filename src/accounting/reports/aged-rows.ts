import type { EntityManager } from 'typeorm';
import { bytesToId, idToBytes } from '../../platform/kernel/ids.js';
import { formatCents, type Cents } from '../../platform/kernel/money.js';
import { endOfDay } from '../../platform/kernel/time-zone.js';
import type { ledger_accounts } from '../tables.generated.js';
import { isReceivable } from './account-class.js';
import { sumsOfAccounts } from './account-sums.js';
import {
  ageOf,
  AGES,
  centsOf,
  OF_NO_DOCUMENT,
  openDocuments,
  openWithoutEntry,
  type BusinessDay,
  type OpenDocument,
} from './aged-documents.js';
import {
  compared,
  heading,
  line,
  total,
  type Beside,
  type ReportAsk,
  type ReportRow,
  type ReportWords,
} from './report.js';

/** What customers owe at the end of a day by their documents, by how late it is, held against the ledger. */
export async function agedRows(
  manager: EntityManager,
  { bookId, period, beside, timeZone }: ReportAsk,
  words: ReportWords,
): Promise<ReportRow[]> {
  const dayOf = (on: string): BusinessDay => ({ on, end: endOfDay(timeZone, on) });
  const day = dayOf(period.until);
  const documents = await openDocuments(manager, idToBytes(bookId), day);
  if (beside) {
    const then = await openDocuments(manager, idToBytes(beside.bookId), dayOf(beside.period.until));
    return comparedCustomers(documents, then, words);
  }
  return [
    ...customersOf(documents).flatMap((each) => rowsOfCustomer(each, day.on, words)),
    total(words.total, '', '', ...agedCells(documents, day.on)),
    ...(await checkRows(manager, { bookId, period: { until: day.on } }, { day, documents, words })),
  ];
}

const WIDTH = 3 + AGES.length + 1;

function rowsOfCustomer(documents: readonly OpenDocument[], on: string, words: ReportWords): ReportRow[] {
  const { customer } = documents[0]!;
  return [
    heading(customer, WIDTH),
    ...documents.map((document) => {
      const { kind, number, issuedOn, lateFrom } = document;
      const name = kind === 'invoice' ? number : `${number} (${words.aged.unused})`;
      return line(name, issuedOn, kind === 'invoice' ? lateFrom : '', ...agedCells([document], on, ''));
    }),
    total(words.totalOf(customer), '', '', ...agedCells(documents, on)),
  ];
}

/** The sum of each age, and of all; `none` where there is nothing. */
function agedCells(documents: readonly OpenDocument[], on: string, none?: string): string[] {
  const sums = new Map<string, Cents>();
  for (const { lateFrom, amount } of documents) {
    const age = ageOf(lateFrom, on);
    sums.set(age, (sums.get(age) ?? 0n) + amount);
  }
  const cells = AGES.map((age) => {
    const sum = sums.get(age);
    return sum === undefined && none !== undefined ? none : formatCents(sum ?? 0n);
  });
  return [...cells, formatCents(sumOf(documents))];
}

const sumOf = (documents: readonly OpenDocument[]) => documents.reduce((sum, { amount }) => sum + amount, 0n);

function customersOf(documents: readonly OpenDocument[]): OpenDocument[][] {
  const customers = new Map<string, OpenDocument[]>();
  for (const document of documents) {
    const id = bytesToId(document.contactId);
    const others = customers.get(id);
    if (others) others.push(document);
    else customers.set(id, [document]);
  }
  return [...customers.values()];
}

/** By name: in other books the same customer may have come in again, under another id. */
function comparedCustomers(
  now: readonly OpenDocument[],
  then: readonly OpenDocument[],
  words: ReportWords,
): ReportRow[] {
  const sums = new Map<string, { now: Cents; then: Cents }>();
  const add = (documents: readonly OpenDocument[], which: 'now' | 'then') => {
    for (const { customer, amount } of documents) {
      const sum = sums.get(customer) ?? { now: 0n, then: 0n };
      sum[which] += amount;
      sums.set(customer, sum);
    }
  };
  add(now, 'now');
  add(then, 'then');
  const rows = [...sums].sort(([a], [b]) => a.localeCompare(b));
  return [
    ...rows.map(([customer, sum]) => line(customer, ...compared(sum.now, sum.then))),
    total(words.total, ...compared(sumOf(now), sumOf(then))),
  ];
}

/** The accounts of receivables at that day, and where a difference from the documents comes from. */
async function checkRows(
  manager: EntityManager,
  books: Beside,
  { day, documents, words }: { day: BusinessDay; documents: readonly OpenDocument[]; words: ReportWords },
): Promise<ReportRow[]> {
  const accounts = (await sumsOfAccounts(manager, books.bookId, books.period)).filter(({ account }) =>
    isReceivable(account),
  );
  const ledger = accounts.reduce((sum, { debit, credit }) => sum + debit - credit, 0n);
  const difference = ledger - sumOf(documents);
  const row = (name: string, amount: Cents) =>
    line(name, ...Array.from({ length: WIDTH - 2 }, () => ''), formatCents(amount));
  const names = words.aged;
  const rows = [heading(names.check, WIDTH), row(names.ledger, ledger), row(names.difference, difference)];
  if (difference === 0n) return rows;
  const book = idToBytes(books.bookId);
  const ledgerOnly = await ofNoDocument(
    manager,
    book,
    day,
    accounts.map(({ account }) => account),
  );
  const notPosted = await openWithoutEntry(manager, book, day);
  const otherwise = difference - ledgerOnly + notPosted;
  return [
    ...rows,
    ...(ledgerOnly === 0n ? [] : [row(names.ledgerOnly, ledgerOnly)]),
    ...(notPosted === 0n ? [] : [row(names.notPosted, -notPosted)]),
    ...(otherwise === 0n ? [] : [row(names.otherwise, otherwise)]),
  ];
}

/** Looks at every line of these accounts: only where the ledger and the documents differ. */
async function ofNoDocument(
  manager: EntityManager,
  book: Buffer,
  { on }: BusinessDay,
  accounts: readonly ledger_accounts['number'][],
): Promise<Cents> {
  if (accounts.length === 0) return 0n;
  return centsOf(manager, {
    sql: `SELECT SUM(l.debit) - SUM(l.credit) AS amount FROM ledger_accounts a
      STRAIGHT_JOIN journal_lines l FORCE INDEX (journal_lines_account) ON l.book_id = a.book_id AND l.account_id = a.id
      JOIN journal_entries e ON e.book_id = l.book_id AND e.id = l.entry_id
      WHERE a.book_id = ? AND a.number IN (?) AND e.entry_date <= ? AND ${OF_NO_DOCUMENT}`,
    parameters: [book, accounts, on],
  });
}
