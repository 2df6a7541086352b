import type { EntityManager } from 'typeorm';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { invalid } from '../../platform/kernel/app-error.js';
import { isId } from '../../platform/kernel/ids.js';
import { formatCents, type Cents } from '../../platform/kernel/money.js';
import { sumsOfAccounts, type AccountSums } from './account-sums.js';
import { dayBefore, type Period } from './periods.js';
import { heading, keyed, line, side, total, type ReportAsk, type ReportRow, type ReportWords } from './report.js';
import { linesOfAccount, linesOfJournal, movedInMonth, type MovementRow, type Place } from './report-rows.js';

/** So many rows are turned into cells at once; then others have their turn. */
const ROWS_PER_TURN = 500;

/** An account as the ledger has it: what it came to before, what moved, and what it comes to in the books beside. */
interface LedgerAccount {
  readonly account: string;
  readonly name: string;
  readonly opening: Cents;
  readonly debit: Cents;
  readonly credit: Cents;
  /** Undefined where nothing stands beside. */
  readonly then: Cents | undefined;
}

/** The general ledger, account by account, each with what it came to before the period and the balance after every line. */
export async function* ledgerRows(
  manager: EntityManager,
  ask: ReportAsk,
  words: ReportWords,
): AsyncGenerator<ReportRow[]> {
  const after = ask.after === undefined ? undefined : placeInLedger(ask.after);
  for (const account of await accountsOfLedger(manager, ask)) {
    if (after && (account.account < after.account || (account.account === after.account && !after.place))) continue;
    const place = after?.account === account.account ? after.place : undefined;
    yield* rowsOfAccount(manager, ask, { account, place, words });
  }
}

async function* rowsOfAccount(
  manager: EntityManager,
  { bookId, period, beside }: ReportAsk,
  { account, place, words }: { account: LedgerAccount; place: Place | undefined; words: ReportWords },
): AsyncGenerator<ReportRow[]> {
  const none = beside ? ['', ''] : [];
  const start = place ? await balanceAt(manager, bookId, account.account, place) : account.opening;
  const opening = line(
    '',
    '',
    '',
    place ? words.carriedOver : words.openingBalance,
    '',
    '',
    formatCents(start),
    ...none,
  );
  const head = [
    heading(`${account.account} ${account.name}`, 7 + none.length),
    ...(place || (period.from !== undefined && start !== 0n) ? [opening] : []),
  ];
  let [balance, isBegun] = [start, false];
  const rowOf = (row: MovementRow): ReportRow => {
    balance += row.debit - row.credit;
    const cells = [row.date, row.journal, row.number, row.label, side(row.debit), side(row.credit)];
    return keyed(line(...cells, formatCents(balance), ...none), `${account.account}~${keyOf(row)}`);
  };
  for await (const rows of linesOfAccount(manager, bookId, account.account, { period, after: place })) {
    for (let i = 0; i < rows.length; i += ROWS_PER_TURN) {
      yield [...(isBegun ? [] : head), ...rows.slice(i, i + ROWS_PER_TURN).map(rowOf)];
      isBegun = true;
      await nextTurn();
    }
  }
  if (!isBegun && !place && isIdle(account)) return;
  yield [...(isBegun ? [] : head), totalOfAccount(account, words)];
}

/** It came to nothing before, and no entry names it. */
const isIdle = ({ opening, debit, credit, then }: LedgerAccount) =>
  opening === 0n && debit === 0n && credit === 0n && !then;

function totalOfAccount({ account, opening, debit, credit, then }: LedgerAccount, words: ReportWords): ReportRow {
  const closing = opening + debit - credit;
  const cells = ['', '', '', words.totalOf(account), formatCents(debit), formatCents(credit), formatCents(closing)];
  const more = then === undefined ? [] : [formatCents(then), formatCents(closing - then)];
  return keyed(total(...cells, ...more), account);
}

/** Those with movements, with a balance from before, or with one in what stands beside; by number. */
async function accountsOfLedger(
  manager: EntityManager,
  { bookId, period, beside }: ReportAsk,
): Promise<LedgerAccount[]> {
  const before: Period | undefined = period.from === undefined ? undefined : { until: dayBefore(period.from) };
  const moved = byNumber(await sumsOfAccounts(manager, bookId, period));
  const opening = byNumber(before ? await sumsOfAccounts(manager, bookId, before) : []);
  const then = beside && byNumber(await sumsOfAccounts(manager, beside.bookId, { until: beside.period.until }));
  const all = new Map([...(then ?? []), ...opening, ...moved].map(([account, { name }]) => [account, name]));
  return [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([account, name]) => ({
      account,
      name,
      opening: balanceOf(opening.get(account)),
      debit: moved.get(account)?.debit ?? 0n,
      credit: moved.get(account)?.credit ?? 0n,
      then: then && balanceOf(then.get(account)),
    }));
}

const byNumber = (sums: readonly AccountSums[]) => new Map(sums.map((each) => [each.account, each]));
const balanceOf = (sums: AccountSums | undefined): Cents => (sums ? sums.debit - sums.credit : 0n);

/** What an account comes to right after a line of it. */
async function balanceAt(
  manager: EntityManager,
  bookId: ReportAsk['bookId'],
  account: string,
  place: Place,
): Promise<Cents> {
  const months = await sumsOfAccounts(manager, bookId, { until: dayBefore(`${place.date.slice(0, 7)}-01`) });
  const before = balanceOf(months.find((sums) => sums.account === account));
  return before + (await movedInMonth(manager, bookId, account, place));
}

/** Every line of every entry of the period. */
export async function* journalRows(
  manager: EntityManager,
  { bookId, period, beside, after }: ReportAsk,
  words: ReportWords,
): AsyncGenerator<ReportRow[]> {
  const none = beside ? ['', ''] : [];
  let entry: string | undefined;
  const rowOf = (row: MovementRow): ReportRow => {
    const isNew = row.entryId !== entry;
    entry = row.entryId;
    const head = isNew ? [row.date, row.journal, row.number] : ['', '', ''];
    const cells = [row.label, row.account, row.accountName, side(row.debit), side(row.credit)];
    return keyed(line(...head, ...cells, ...none), keyOf(row));
  };
  const place = after === undefined ? undefined : placeIn(after);
  for await (const rows of linesOfJournal(manager, bookId, period, place)) yield rows.map(rowOf);
  const sums = totalsOf(await sumsOfAccounts(manager, bookId, period));
  const then = beside && totalsOf(await sumsOfAccounts(manager, beside.bookId, beside.period));
  const more = then ? [formatCents(then.debit), formatCents(sums.debit - then.debit)] : [];
  yield [total('', '', '', words.total, '', '', formatCents(sums.debit), formatCents(sums.credit), ...more)];
}

const totalsOf = (sums: readonly AccountSums[]) => ({
  debit: sums.reduce((all, { debit }) => all + debit, 0n),
  credit: sums.reduce((all, { credit }) => all + credit, 0n),
});

const keyOf = ({ date, entryId, lineNo }: Place) => `${date}~${entryId}~${lineNo}`;

/** Throws VALIDATION for what is no key of a row. */
function placeIn(key: string): Place {
  const [date = '', entryId = '', lineNo = '', ...more] = key.split('~');
  if (/^\d{4}-\d\d-\d\d$/.test(date) && isId(entryId) && /^\d{1,9}$/.test(lineNo) && more.length === 0)
    return { date, entryId, lineNo: Number(lineNo) };
  throw invalid('after', '"after" must be what the page before gave.');
}

/** An account, and a line of it; without one, all of the account is behind. No number of an account holds the sign that separates. */
function placeInLedger(key: string): { account: string; place: Place | undefined } {
  const end = key.indexOf('~');
  if (end === -1) return { account: key, place: undefined };
  return { account: key.slice(0, end), place: placeIn(key.slice(end + 1)) };
}
