import type { EntityManager } from 'typeorm';
import type { Computed } from '../../platform/database/rows.js';
import type { Sql } from '../../platform/database/sql.js';
import { select } from '../../platform/database/transaction.js';
import { idToBytes, type BookId } from '../../platform/kernel/ids.js';
import { parseCents, type Cents } from '../../platform/kernel/money.js';
import type { ledger_accounts } from '../tables.generated.js';
import { cutAt, dayBefore, type Cut, type Period } from './periods.js';

/** What was debited to an account and credited to it in a period. */
export interface AccountSums {
  readonly account: string;
  readonly name: string;
  readonly debit: Cents;
  readonly credit: Cents;
}

type SumsRow = { account: ledger_accounts['number']; name: ledger_accounts['name'] } & Computed<{
  debit: string;
  credit: string;
}>;

/** Before the first day that a book can hold. */
const NEVER = '0001-01-01';

/**
 * Every account with movements in a period, by number: whole months as the posting keeps them added up, and of a month that is cut the
 * entries of its shorter part (docs/decisions/0045). All are of one moment. What comes to nothing is among them.
 */
export async function sumsOfAccounts(manager: EntityManager, bookId: BookId, period: Period): Promise<AccountSums[]> {
  if (period.from !== undefined && period.from > period.until) return [];
  const { sql, parameters } = movements(idToBytes(bookId), period);
  const rows = await select<SumsRow>(
    manager,
    `SELECT a.number AS account, a.name, s.debit, s.credit FROM
       (SELECT t.account_id, SUM(t.debit) AS debit, SUM(t.credit) AS credit FROM (${sql}) t GROUP BY t.account_id) s
     JOIN ledger_accounts a ON a.book_id = ? AND a.id = s.account_id ORDER BY a.number`,
    [...parameters, idToBytes(bookId)],
  );
  return rows.map((row) => ({ ...row, debit: parseCents(row.debit), credit: parseCents(row.credit) }));
}

/** Rows of `account_id`, `debit` and `credit`; several of an account. */
function movements(book: Buffer, { from, until }: Period): Sql {
  const first: Cut = from === undefined ? { through: NEVER } : cutAt(dayBefore(from));
  const last = cutAt(until);
  const parts = [partOf(book, last, '+'), partOf(book, first, '-')].filter((part) => part !== undefined);
  return {
    sql: [
      `SELECT account_id, SUM(debit) AS debit, SUM(credit) AS credit FROM account_months
       WHERE book_id = ? AND month > ? AND month <= ? GROUP BY account_id`,
      ...parts.map(({ sql }) => sql),
    ].join(' UNION ALL '),
    parameters: [book, first.through, last.through, ...parts.flatMap(({ parameters }) => parameters)],
  };
}

/** The entries by which a cut differs from whole months: added, or taken off, and the other way round for what a period begins after. */
function partOf(book: Buffer, { part }: Cut, sign: '+' | '-'): Sql | undefined {
  if (!part) return undefined;
  const by = part.isAdded === (sign === '+') ? '' : '-';
  return {
    sql: `SELECT l.account_id, ${by}l.debit, ${by}l.credit FROM journal_entries e FORCE INDEX (journal_entries_date)
      STRAIGHT_JOIN journal_lines l FORCE INDEX (PRIMARY) ON l.book_id = e.book_id AND l.entry_id = e.id
      WHERE e.book_id = ? AND e.entry_date BETWEEN ? AND ?`,
    parameters: [book, part.from, part.until],
  };
}
