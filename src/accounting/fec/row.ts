import { FecError, type FecReason } from './fec-error.js';
import { AMOUNT_DIGITS_MAX, codePoints, isLongerThan, parseAmount, parseDate, trimmed } from './fields.js';
import type { FecField, FecLayout } from './layout.js';

/** What one line of a ledger says. Dates are `YYYY-MM-DD`, amounts cents; both sides keep the sign of the file. */
export interface FecRow {
  journalCode: string;
  /** The code where the file gives no name. */
  journalName: string;
  entryNumber: string;
  entryDate: string;
  accountNumber: string;
  /** The number where the file gives no name. */
  accountName: string;
  auxNumber: string | null;
  auxName: string | null;
  pieceRef: string | null;
  pieceDate: string | null;
  /** May be empty. */
  label: string;
  debit: bigint;
  credit: bigint;
  lettering: string | null;
  letteredOn: string | null;
  validatedOn: string | null;
  /** Hundredths of the foreign currency, with the sign of the file. */
  foreignAmount: bigint | null;
  /** Three capital letters. */
  foreignCurrency: string | null;
}

/** A row and where it stands. */
export interface FecLine extends FecRow {
  /** Number of the line in the file; the header is 1. */
  line: number;
  /** Index of its entry, from 0, by order of first appearance; -1 until the entry table has placed the line. */
  entry: number;
  /** Its rank in the entry, from 1; 0 until placed. */
  lineInEntry: number;
}

interface Column {
  field: FecField;
  /** Index in a split line, from 0. */
  position: number;
  /** Of a text, in code points. The norm gives no lengths; these are the widths of the ledger's own columns. */
  lengthMax: number;
}

type Columns = ReturnType<typeof columnsOf>;

const CONTROL_EXCEPT_TAB = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;
const ACCOUNT_NUMBER = /^[A-Za-z0-9._-]+$/;

/** Reads the lines below one header. Within a line the first fault in the order of the norm is the one reported. */
export class RowReader {
  private readonly columns: Columns;
  private readonly controls: RegExp;
  /** Of the line read last; longer than the layout only after a line that was refused for it. */
  private readonly fields: string[] = [];
  private line = 0;

  constructor(private readonly layout: FecLayout) {
    this.columns = columnsOf(layout);
    this.controls = layout.separator === '\t' ? CONTROL_EXCEPT_TAB : CONTROL;
  }

  /** @throws FecError for a line that breaks a rule; `line` is its number in the file. */
  read(text: string, line: number): FecLine {
    this.split(text, line);
    const { columns } = this;
    const journalCode = this.required(columns.journalCode);
    const journalName = this.text(columns.journalName) || journalCode;
    const entryNumber = this.required(columns.entryNumber);
    const entryDate = this.date(columns.entryDate);
    if (entryDate === null) throw this.fault('missing-value', columns.entryDate);
    const accountNumber = this.accountNumber();
    const accountName = this.text(columns.accountName) || accountNumber;
    const auxNumber = this.text(columns.auxNumber) || null;
    const auxName = this.text(columns.auxName) || null;
    const pieceRef = this.text(columns.pieceRef) || null;
    const pieceDate = this.date(columns.pieceDate);
    const label = this.text(columns.label);
    const debit = this.side('debit');
    const credit = this.side('credit');
    if (debit !== 0n && credit !== 0n) throw this.fault('debit-and-credit', columns.credit);
    const lettering = this.text(columns.lettering) || null;
    const letteredOn = this.date(columns.letteredOn);
    const validatedOn = this.date(columns.validatedOn);
    const foreignAmount = this.raw(columns.foreignAmount) === '' ? null : this.amount(columns.foreignAmount);
    const foreignCurrency = this.currency();
    return {
      journalCode,
      journalName,
      entryNumber,
      entryDate,
      accountNumber,
      accountName,
      auxNumber,
      auxName,
      pieceRef,
      pieceDate,
      label,
      debit,
      credit,
      lettering,
      letteredOn,
      validatedOn,
      foreignAmount,
      foreignCurrency,
      line,
      entry: -1,
      lineInEntry: 0,
    };
  }

  private split(text: string, line: number): void {
    this.line = line;
    const { fields, layout } = this;
    const { separator } = layout;
    // Faster than text.split: no new array for each line, and empty fields need no slice.
    let [count, start] = [0, 0];
    for (let end = text.indexOf(separator); end !== -1; end = text.indexOf(separator, start)) {
      fields[count++] = end === start ? '' : text.slice(start, end);
      start = end + 1;
    }
    fields[count++] = text.slice(start);
    const limit = layout.fields.length;
    if (count !== limit) throw new FecError({ reason: 'field-count', line, column: 1, found: count, limit });
    if (!this.controls.test(text)) return;
    const position = fields.findIndex((field) => CONTROL.test(field));
    const [field, value] = [layout.fields[position], fields[position]];
    throw new FecError({ reason: 'bad-character', line, column: position + 1, field, value });
  }

  /** A fault of the line read last, at one of its fields. */
  private fault(
    reason: FecReason,
    { field, position }: Column,
    numbers: { limit?: number; found?: number } = {},
  ): FecError {
    const value = this.fields[position]!.trim();
    return new FecError({ reason, line: this.line, column: position + 1, field, value, ...numbers });
  }

  private raw(column: Column): string {
    return trimmed(this.fields[column.position]!);
  }

  private text(column: Column): string {
    const value = this.raw(column);
    const limit = column.lengthMax;
    if (isLongerThan(value, limit)) throw this.fault('too-long', column, { limit, found: codePoints(value) });
    return value;
  }

  private required(column: Column): string {
    const value = this.text(column);
    if (value === '') throw this.fault('missing-value', column);
    return value;
  }

  private accountNumber(): string {
    const value = this.required(this.columns.accountNumber);
    if (!ACCOUNT_NUMBER.test(value)) throw this.fault('bad-account', this.columns.accountNumber);
    return value;
  }

  private date(column: Column): string | null {
    const value = this.raw(column);
    if (value === '') return null;
    const date = parseDate(value);
    if (date === undefined) throw this.fault('bad-date', column);
    return date;
  }

  private amount(column: Column): bigint {
    const amount = parseAmount(this.raw(column));
    if (typeof amount !== 'bigint') throw this.fault(amount, column, { limit: AMOUNT_DIGITS_MAX });
    return amount;
  }

  /** The line's debit or credit in cents, whichever form the file has. */
  private side(side: 'debit' | 'credit'): bigint {
    const { columns } = this;
    if (this.layout.amounts === 'debit-credit') return this.amount(columns[side]);
    // An empty Debit means "on the other side"; an empty Montant would be a line that says nothing.
    if (this.raw(columns.amount) === '') throw this.fault('missing-value', columns.amount);
    const amount = this.amount(columns.amount);
    return this.direction() === side ? amount : 0n;
  }

  private direction(): 'debit' | 'credit' {
    switch (this.raw(this.columns.direction).toUpperCase()) {
      case 'D':
      case '+1':
      case '1':
        return 'debit';
      case 'C':
      case '-1':
        return 'credit';
      case '':
        throw this.fault('missing-value', this.columns.direction);
      default:
        throw this.fault('bad-direction', this.columns.direction);
    }
  }

  private currency(): string | null {
    const value = this.raw(this.columns.foreignCurrency);
    if (value === '') return null;
    if (!/^[A-Za-z]{3}$/.test(value)) throw this.fault('bad-currency', this.columns.foreignCurrency);
    return value.toUpperCase();
  }
}

function columnsOf(layout: FecLayout) {
  const column = (field: FecField, lengthMax = 0): Column => {
    return { field, position: layout.position[field], lengthMax };
  };
  return {
    journalCode: column('JournalCode', 20),
    journalName: column('JournalLib', 100),
    entryNumber: column('EcritureNum', 50),
    entryDate: column('EcritureDate'),
    accountNumber: column('CompteNum', 20),
    accountName: column('CompteLib', 200),
    auxNumber: column('CompAuxNum', 50),
    auxName: column('CompAuxLib', 200),
    pieceRef: column('PieceRef', 100),
    pieceDate: column('PieceDate'),
    label: column('EcritureLib', 500),
    debit: column('Debit'),
    credit: column('Credit'),
    amount: column('Montant'),
    direction: column('Sens'),
    lettering: column('EcritureLet', 20),
    letteredOn: column('DateLet'),
    validatedOn: column('ValidDate'),
    foreignAmount: column('Montantdevise'),
    foreignCurrency: column('Idevise'),
  };
}
