import type { EntityManager } from 'typeorm';
import type { Computed } from '../../platform/database/rows.js';
import { select, selectOne } from '../../platform/database/transaction.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { idToBytes, type BookId } from '../../platform/kernel/ids.js';
import { parseCents, type Cents } from '../../platform/kernel/money.js';
import { COLLECTED_IN, RECOVERABLE, taxKindOf, type TaxKind } from '../known-tax-rates.js';
import { weightsOf, type TaxPart } from '../posting-rules.js';
import type { ledger_accounts, tax_rates } from '../tables.generated.js';
import { taxPartsByCode } from '../tax-rates.service.js';
import { classOf } from './account-class.js';
import type { Period } from './periods.js';

/** What documents of one rate come to in a period, credit notes taken off. */
export interface TaxOfRate {
  /** As the book calls its part: "TPS". */
  readonly name: string;
  /** A decimal string: "9.9750". */
  readonly percent: string;
  readonly rate: string;
  readonly base: Cents;
  readonly tax: Cents;
}

/** One of the two taxes of a return. */
export interface TaxSide {
  readonly rates: readonly TaxOfRate[];
  /** Credited to its accounts by entries of no document, with the revenue of the same entries. */
  readonly byHand: { readonly base: Cents; readonly tax: Cents };
  /** Debited to the accounts of what is recoverable. */
  readonly paid: Cents;
  /** What else moved on all of these accounts, credit less debit: payments to the government, transfers. */
  readonly notCounted: Cents;
}

export type TaxReturn = Readonly<Record<TaxKind, TaxSide>>;

/** A part of a rate that is one of the two taxes, and of what rate. */
interface PartOfRate {
  readonly kind: TaxKind;
  readonly rate: Pick<tax_rates, 'id' | 'code'>;
  readonly parts: readonly TaxPart[];
  readonly index: number;
}

/**
 * The GST (with HST) and the QST of a period as its books know them: what documents collected, by the date on which they were issued and
 * as they were posted, and what entries of no document moved on the accounts of these taxes (docs/decisions/0045).
 */
export async function taxReturn(
  manager: EntityManager,
  bookId: BookId,
  period: Required<Period>,
  locale: Locale,
): Promise<TaxReturn> {
  const book = idToBytes(bookId);
  const parts = await partsOfBook(manager, book, locale);
  return {
    gst: await sideOf(manager, { book, period, kind: 'gst', parts: parts.filter(({ kind }) => kind === 'gst') }),
    qst: await sideOf(manager, { book, period, kind: 'qst', parts: parts.filter(({ kind }) => kind === 'qst') }),
  };
}

interface Asked {
  readonly book: Buffer;
  readonly period: Required<Period>;
  readonly kind: TaxKind;
  readonly parts: readonly PartOfRate[];
}

async function sideOf(manager: EntityManager, asked: Asked): Promise<TaxSide> {
  const { kind, parts } = asked;
  const rates: TaxOfRate[] = [];
  for (const part of parts) rates.push(await collected(manager, asked, part));
  const own = parts.map(({ parts: all, index }) => all[index]!.account);
  const collecting = [...new Set([...COLLECTED_IN[kind], ...own])];
  const moved = await movedOn(manager, asked, [...collecting, RECOVERABLE[kind]]);
  const payable = sumOf(moved.filter(({ account }) => account !== RECOVERABLE[kind]));
  const recoverable = sumOf(moved.filter(({ account }) => account === RECOVERABLE[kind]));
  const byHand = payable.entered.credit - payable.reversed.debit;
  const isByHand = payable.entered.credit !== 0n || payable.reversed.debit !== 0n;
  return {
    rates: rates.filter(({ base, tax }) => base !== 0n || tax !== 0n),
    byHand: { base: isByHand ? await revenueOf(manager, asked, collecting) : 0n, tax: byHand },
    paid: recoverable.entered.debit - recoverable.reversed.credit,
    notCounted:
      payable.reversed.credit - payable.entered.debit + recoverable.entered.credit - recoverable.reversed.debit,
  };
}

/** The rates of a book that hold one of these taxes, by code. */
async function partsOfBook(manager: EntityManager, book: Buffer, locale: Locale): Promise<PartOfRate[]> {
  const rates = await select<Pick<tax_rates, 'id' | 'code'>>(
    manager,
    'SELECT id, code FROM tax_rates WHERE book_id = ? ORDER BY code',
    [book],
  );
  const codes = rates.map(({ code }) => code);
  const parts = await taxPartsByCode(manager, book, codes, locale);
  return rates.flatMap((rate) => {
    const all = parts.get(rate.code) ?? [];
    return all.flatMap((part, index): PartOfRate[] => {
      const kind = taxKindOf(part);
      return kind ? [{ kind, rate, parts: all, index }] : [];
    });
  });
}

/** Invoices and credit notes with an entry, by the tax of one rate in each: as `sharesOf` shares it out. */
const TAXED = `(SELECT SUM(l.net) AS net, SUM(l.tax) AS tax FROM invoices i FORCE INDEX (invoices_issued)
    STRAIGHT_JOIN invoice_lines l ON l.book_id = i.book_id AND l.invoice_id = i.id
    WHERE i.book_id = ? AND i.issued_on BETWEEN ? AND ? AND l.tax_rate_id = ? AND EXISTS (SELECT 1 FROM entry_sources s
      WHERE s.book_id = i.book_id AND s.document_id = i.id AND s.kind = 'invoice') GROUP BY i.id
  UNION ALL SELECT -SUM(l.net), -SUM(l.tax) FROM credit_notes n FORCE INDEX (credit_notes_issued)
    STRAIGHT_JOIN credit_note_lines l ON l.book_id = n.book_id AND l.credit_note_id = n.id
    WHERE n.book_id = ? AND n.issued_on BETWEEN ? AND ? AND l.tax_rate_id = ? AND EXISTS (SELECT 1 FROM entry_sources s
      WHERE s.book_id = n.book_id AND s.document_id = n.id AND s.kind = 'credit-note') GROUP BY n.id) d`;

/** The share of a part in cents, rounded half away from zero in whole numbers. Three parameters: twice its weight, the whole, twice that. */
const SHARE = 'SIGN(d.tax) * ((ABS(d.tax) * 100 * ? + ?) DIV ?)';

async function collected(manager: EntityManager, { book, period }: Asked, { rate, parts, index }: PartOfRate) {
  const weights = weightsOf(parts.map(({ percent }) => percent));
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  const isLast = index === weights.length - 1;
  // The last part takes what the others leave.
  const shared = isLast ? weights.slice(0, -1) : [weights[index]!];
  const sum = shared.length === 0 ? '0' : shared.map(() => SHARE).join(' + ');
  const ofDocuments = [book, period.from, period.until, rate.id];
  const row = await selectOne<Computed<{ base: string; tax: string; shared: string }>>(
    manager,
    `SELECT COALESCE(SUM(d.net), 0.00) AS base, COALESCE(SUM(d.tax), 0.00) AS tax,
       CAST(COALESCE(SUM(${sum}), 0) / 100 AS DECIMAL(30, 2)) AS shared FROM ${TAXED}`,
    [...shared.flatMap((weight) => [weight * 2n, whole, whole * 2n].map(String)), ...ofDocuments, ...ofDocuments],
  );
  const ofShared = parseCents(row!.shared);
  const { name, percent } = parts[index]!;
  const tax = isLast ? parseCents(row!.tax) - ofShared : ofShared;
  return { name, percent, rate: rate.code, base: parseCents(row!.base), tax };
}

interface Sides {
  readonly debit: Cents;
  readonly credit: Cents;
}

/** The entries of a period that no document of sales has posted, with their lines on some accounts. */
const OF_NO_SALE = `journal_entries e FORCE INDEX (journal_entries_date)
  STRAIGHT_JOIN journal_lines l FORCE INDEX (PRIMARY) ON l.book_id = e.book_id AND l.entry_id = e.id
  JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
  WHERE e.book_id = ? AND e.entry_date BETWEEN ? AND ? AND a.number IN (?)
    AND NOT EXISTS (SELECT 1 FROM entry_sources s
      WHERE s.book_id = e.book_id AND s.entry_id = e.id AND s.kind IN ('invoice', 'credit-note'))`;
const IS_REVERSAL = `EXISTS (SELECT 1 FROM entry_reversals r WHERE r.book_id = e.book_id AND r.reversal_id = e.id)`;

type MovedRow = { account: ledger_accounts['number'] } & Computed<{ reversal: number; debit: string; credit: string }>;

/** By account, and apart what was moved by entries that take another one back. */
async function movedOn(manager: EntityManager, { book, period }: Asked, accounts: readonly string[]) {
  if (!(await anyMoved(manager, { book, period }, accounts))) return [];
  const rows = await select<MovedRow>(
    manager,
    `SELECT t.account, t.reversal, SUM(t.debit) AS debit, SUM(t.credit) AS credit FROM
       (SELECT a.number AS account, ${IS_REVERSAL} AS reversal, l.debit, l.credit FROM ${OF_NO_SALE}) t
     GROUP BY t.account, t.reversal`,
    [book, period.from, period.until, accounts],
  );
  return rows.map(({ account, reversal, debit, credit }) => ({
    account,
    isReversal: Number(reversal) === 1,
    debit: parseCents(debit),
    credit: parseCents(credit),
  }));
}

/** Told by what is kept of whole months, before any entry is looked at. */
async function anyMoved(
  manager: EntityManager,
  { book, period }: Pick<Asked, 'book' | 'period'>,
  accounts: readonly string[],
): Promise<boolean> {
  const found = await selectOne<Computed<{ 1: number }>>(
    manager,
    `SELECT 1 FROM ledger_accounts a JOIN account_months m ON m.book_id = a.book_id AND m.account_id = a.id
     WHERE a.book_id = ? AND a.number IN (?) AND m.month BETWEEN ? AND ? LIMIT 1`,
    [book, accounts, `${period.from.slice(0, 7)}-01`, period.until],
  );
  return found !== undefined;
}

function sumOf(moved: Awaited<ReturnType<typeof movedOn>>): { readonly entered: Sides; readonly reversed: Sides } {
  const of = (isReversal: boolean): Sides => {
    const rows = moved.filter((row) => row.isReversal === isReversal);
    return {
      debit: rows.reduce((sum, { debit }) => sum + debit, 0n),
      credit: rows.reduce((sum, { credit }) => sum + credit, 0n),
    };
  };
  return { entered: of(false), reversed: of(true) };
}

/** Of the entries that credit these accounts, and of the reversals that debit them. */
async function revenueOf(manager: EntityManager, { book, period }: Asked, accounts: readonly string[]): Promise<Cents> {
  const rows = await select<Pick<ledger_accounts, 'number'> & Computed<{ amount: string }>>(
    manager,
    `SELECT b.number, SUM(o.credit) - SUM(o.debit) AS amount FROM
       (SELECT DISTINCT e.id FROM ${OF_NO_SALE} AND CASE WHEN ${IS_REVERSAL} THEN l.debit ELSE l.credit END <> 0) t
     STRAIGHT_JOIN journal_lines o FORCE INDEX (PRIMARY) ON o.book_id = ? AND o.entry_id = t.id
     JOIN ledger_accounts b ON b.book_id = o.book_id AND b.id = o.account_id GROUP BY b.number`,
    [book, period.from, period.until, accounts, book],
  );
  return rows
    .filter(({ number }) => classOf(number) === 'revenue')
    .reduce((sum, { amount }) => sum + parseCents(amount), 0n);
}
