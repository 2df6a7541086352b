import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Reading } from '../platform/database/frozen-reading.js';
import { select } from '../platform/database/transaction.js';
import { idToBytes, type BookId } from '../platform/kernel/ids.js';
import { parseCents } from '../platform/kernel/money.js';
import { LINES_AT_ONCE, linesByDate } from './entry-groups.js';
import type { FecRow } from './fec/row.js';
import { fecHeader, formatFecLine } from './fec/writer.js';
import type { journal_entries, journal_lines, journals, ledger_accounts } from './tables.generated.js';

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

/** Writes a book's journal as a FEC file, in the order of the dates (`entry-groups.ts`). */
@Injectable()
export class FecExport {
  constructor(@Inject(DataSource) private readonly dataSource: Reading) {}

  async *lines(bookId: BookId): AsyncGenerator<string> {
    yield fecHeader();
    const book = idToBytes(bookId);
    const { manager } = this.dataSource;
    for await (const rows of linesByDate(manager, book, (entries, after) => this.linesAfter(book, entries, after)))
      yield rows.map(formatRow).join('');
  }

  private linesAfter(book: Buffer, entries: readonly Buffer[], after: number): Promise<ExportRow[]> {
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
      [book, entries, after],
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
