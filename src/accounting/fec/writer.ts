import { formatAmount } from './fields.js';
import { DEBIT_CREDIT_FIELDS } from './layout.js';
import type { FecRow } from './row.js';

const LINE_END = '\r\n';

/** The first line of a file to write in UTF-8: the 18 fields in the order of the norm, tabs between, CRLF included. */
export function fecHeader(): string {
  return DEBIT_CREDIT_FIELDS.join('\t') + LINE_END;
}

/**
 * One ledger line below `fecHeader()`, CRLF included. Amounts have a decimal comma and two decimals, dates lose
 * their dashes. The norm knows no escape: control characters in a text, tabs and line ends too, become spaces.
 */
export function formatFecLine(row: FecRow): string {
  const fields = [
    text(row.journalCode),
    text(row.journalName),
    text(row.entryNumber),
    date(row.entryDate),
    text(row.accountNumber),
    text(row.accountName),
    text(row.auxNumber),
    text(row.auxName),
    text(row.pieceRef),
    date(row.pieceDate),
    text(row.label),
    formatAmount(row.debit, ','),
    formatAmount(row.credit, ','),
    text(row.lettering),
    date(row.letteredOn),
    date(row.validatedOn),
    row.foreignAmount === null ? '' : formatAmount(row.foreignAmount, ','),
    text(row.foreignCurrency),
  ];
  return fields.join('\t') + LINE_END;
}

function text(value: string | null): string {
  return value === null ? '' : value.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ');
}

function date(value: string | null): string {
  return value === null ? '' : value.replaceAll('-', '');
}
