import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { select } from '../platform/database/transaction.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import { parseCents } from '../platform/kernel/money.js';
import type { FecRow } from './fec/row.js';
import { fecHeader, formatFecLine } from './fec/writer.js';
import type { journal_entries, journal_lines, journals, ledger_accounts } from './tables.generated.js';

const ENTRIES_PER_PAGE = 500;
/** Read, written and sent at once, however many an entry has; in between others have their turn. */
export const LINES_AT_ONCE = 1_000;

type EntryKey = Pick<journal_entries, 'id' | 'entry_date'>;

type ExportRow = Pick<journals, 'code'> &
  Pick<journal_entries, 'entry_date'> &
  Pick<
    journal_lines,
    | 'line_no'
    | 'aux_number'
    | 'aux_name'
    | 'piece_ref'
    | 'piece_date'
    | 'label'
    | 'debit'
    | 'credit'
    | 'lettering'
    | 'lettered_on'
    | 'validated_on'
    | 'foreign_amount'
    | 'foreign_currency'
  > & {
    journal_name: journals['name'];
    entry_number: journal_entries['number'];
    account_number: ledger_accounts['number'];
    account_name: ledger_accounts['name'];
  };

/**
 * Writes a book's journal as a FEC file, in the order of the dates, a page of entries, and of a long entry a part, at a time. Entries never change
 * once written, so the file holds every entry that was there when it began, each whole.
 */
@Injectable()
export class FecExport {
  constructor(private readonly dataSource: DataSource) {}

  async *lines(bookId: BookId): AsyncGenerator<string> {
    yield fecHeader();
    const book = idToBytes(bookId);
    let last: EntryKey | undefined;
    for (;;) {
      const entries: EntryKey[] = await select<EntryKey>(
        this.dataSource.manager,
        // After a large import the engine's statistics are old, and it would scan and sort the whole book for each page.
        `SELECT id, entry_date FROM journal_entries FORCE INDEX (journal_entries_date)
         WHERE book_id = ? ${last ? 'AND (entry_date > ? OR (entry_date = ? AND id > ?))' : ''}
         ORDER BY entry_date, id LIMIT ${ENTRIES_PER_PAGE}`,
        [book, ...(last ? [last.entry_date, last.entry_date, last.id] : [])],
      );
      for (const group of await this.groups(book, entries)) {
        for await (const rows of this.linesOf(book, group)) yield rows.map(formatRow).join('');
      }
      if (entries.length < ENTRIES_PER_PAGE) return;
      last = entries.at(-1);
    }
  }

  /** The entries in their order, in groups of no more lines than are read at once; a longer one is alone. */
  private async groups(book: Buffer, entries: EntryKey[]): Promise<EntryKey[][]> {
    if (entries.length === 0) return [];
    const lengths = await select<Pick<journal_lines, 'entry_id'> & { last: journal_lines['line_no'] }>(
      this.dataSource.manager,
      // The end of each entry's part of the index, not its lines.
      `SELECT entry_id, MAX(line_no) AS last FROM journal_lines FORCE INDEX (PRIMARY)
       WHERE book_id = ? AND entry_id IN (?) GROUP BY entry_id`,
      [book, entries.map(({ id }) => id)],
    );
    const lengthOf = new Map(lengths.map(({ entry_id, last }) => [entry_id.toString('hex'), Number(last)]));
    const groups: EntryKey[][] = [];
    let room = 0;
    for (const entry of entries) {
      const length = lengthOf.get(entry.id.toString('hex')) ?? 0;
      if (groups.length === 0 || length > room) {
        groups.push([]);
        room = LINES_AT_ONCE;
      }
      groups.at(-1)!.push(entry);
      room -= length;
    }
    return groups;
  }

  /** The lines of a group; of one entry alone they may be many, and come from where the last ones ended. */
  private async *linesOf(book: Buffer, group: EntryKey[]): AsyncGenerator<ExportRow[]> {
    let rows: ExportRow[] = [];
    do {
      rows = await this.linesAfter(book, group, rows.at(-1)?.line_no ?? 0);
      yield rows;
    } while (group.length === 1 && rows.length === LINES_AT_ONCE);
  }

  private linesAfter(book: Buffer, group: EntryKey[], after: number): Promise<ExportRow[]> {
    return select<ExportRow>(
      this.dataSource.manager,
      `SELECT l.line_no, j.code, j.name AS journal_name, e.number AS entry_number, e.entry_date, a.number AS account_number,
         a.name AS account_name, l.aux_number, l.aux_name, l.piece_ref, l.piece_date, l.label, l.debit, l.credit,
         l.lettering, l.lettered_on, l.validated_on, l.foreign_amount, l.foreign_currency
       FROM journal_entries e FORCE INDEX (PRIMARY)
       STRAIGHT_JOIN journal_lines l FORCE INDEX (PRIMARY) ON l.book_id = e.book_id AND l.entry_id = e.id
       JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id
       JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
       WHERE e.book_id = ? AND e.id IN (?) AND l.line_no > ? ORDER BY e.entry_date, e.id, l.line_no
       LIMIT ${LINES_AT_ONCE}`,
      [book, group.map(({ id }) => id), after],
    );
  }
}

function formatRow(row: ExportRow): string {
  const line: FecRow = {
    journalCode: row.code,
    journalName: row.journal_name,
    entryNumber: row.entry_number,
    entryDate: row.entry_date,
    accountNumber: row.account_number,
    accountName: row.account_name,
    auxNumber: row.aux_number,
    auxName: row.aux_name,
    pieceRef: row.piece_ref,
    pieceDate: row.piece_date,
    label: row.label,
    debit: parseCents(row.debit),
    credit: parseCents(row.credit),
    lettering: row.lettering,
    letteredOn: row.lettered_on,
    validatedOn: row.validated_on,
    foreignAmount: row.foreign_amount === null ? null : parseCents(row.foreign_amount),
    foreignCurrency: row.foreign_currency,
  };
  return formatFecLine(line);
}
