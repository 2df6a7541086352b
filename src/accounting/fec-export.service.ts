import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Reading } from '../platform/database/frozen-reading.js';
import { select } from '../platform/database/transaction.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import { parseCents } from '../platform/kernel/money.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { LINES_AT_ONCE, linesAsEntered } from './entry-groups.js';
import type { FecRow } from './fec/row.js';
import { fecHeader, formatFecLine } from './fec/writer.js';
import type { journal_entries, journal_lines, journals, ledger_accounts } from './tables.generated.js';

type ExportRow = Pick<journals, 'code'> &
  Pick<journal_entries, 'entry_date' | 'created_at'> &
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
    entry_label: journal_entries['label'];
    account_number: ledger_accounts['number'];
    account_name: ledger_accounts['name'];
  };

/**
 * Writes a book's journal as a FEC file (LPF, art. A47 A-1): in the order in which the entries were validated, which is when they were
 * entered, and with no mandatory field empty (docs/decisions/0046).
 */
@Injectable()
export class FecExport {
  constructor(@Inject(DataSource) private readonly dataSource: Reading) {}

  /** `timeZone` is the business's own, in which an entry was validated on a day. */
  async *lines(bookId: BookId, timeZone: string): AsyncGenerator<string> {
    yield fecHeader();
    const book = idToBytes(bookId);
    const { manager } = this.dataSource;
    const dayOf = daysIn(timeZone);
    for await (const rows of linesAsEntered(manager, book, (entries, after) => this.linesAfter(book, entries, after)))
      yield rows.map((row) => formatRow(row, dayOf)).join('');
  }

  private linesAfter(book: Buffer, entries: readonly Buffer[], after: number): Promise<ExportRow[]> {
    return select<ExportRow>(
      this.dataSource.manager,
      `SELECT l.line_no, j.code, j.name AS journal_name, e.number AS entry_number, e.entry_date, e.created_at,
         e.label AS entry_label, a.number AS account_number,
         a.name AS account_name, l.aux_number, l.aux_name, l.piece_ref, l.piece_date, l.label, l.debit, l.credit,
         l.lettering, l.lettered_on, l.validated_on, l.foreign_amount, l.foreign_currency
       FROM journal_entries e FORCE INDEX (PRIMARY)
       STRAIGHT_JOIN journal_lines l FORCE INDEX (PRIMARY) ON l.book_id = e.book_id AND l.entry_id = e.id
       JOIN journals j ON j.book_id = e.book_id AND j.id = e.journal_id
       JOIN ledger_accounts a ON a.book_id = l.book_id AND a.id = l.account_id
       WHERE e.book_id = ? AND e.id IN (?) AND l.line_no > ? ORDER BY e.id, l.line_no
       LIMIT ${LINES_AT_ONCE}`,
      [book, entries, after],
    );
  }
}

/** The day of an instant. Lines of an import have one and the same, and telling the day of each would take longer than all the rest. */
function daysIn(timeZone: string): (at: Date) => string {
  let [known, day] = [NaN, ''];
  return (at) => {
    if (at.getTime() !== known) [known, day] = [at.getTime(), dateIn(timeZone, at)];
    return day;
  };
}

function formatRow(row: ExportRow, dayOf: (at: Date) => string): string {
  const line: FecRow = {
    journalCode: row.code,
    journalName: row.journal_name,
    entryNumber: row.entry_number,
    entryDate: row.entry_date,
    accountNumber: row.account_number,
    accountName: row.account_name,
    auxNumber: row.aux_number,
    auxName: row.aux_name,
    // What the law wants of every line: of an entry without a document its own number and date, and that it is posted for good.
    pieceRef: row.piece_ref ?? row.entry_number,
    pieceDate: row.piece_date ?? row.entry_date,
    label: row.label || row.entry_label || row.entry_number,
    debit: parseCents(row.debit),
    credit: parseCents(row.credit),
    lettering: row.lettering,
    letteredOn: row.lettered_on,
    validatedOn: row.validated_on ?? dayOf(row.created_at),
    foreignAmount: row.foreign_amount === null ? null : parseCents(row.foreign_amount),
    foreignCurrency: row.foreign_currency,
  };
  return formatFecLine(line);
}
