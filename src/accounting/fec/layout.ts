import { FecError } from './fec-error.js';

/** The 18 fields in the order of the norm (LPF, art. A47 A-1, VII 1°). */
export const DEBIT_CREDIT_FIELDS = [
  'JournalCode',
  'JournalLib',
  'EcritureNum',
  'EcritureDate',
  'CompteNum',
  'CompteLib',
  'CompAuxNum',
  'CompAuxLib',
  'PieceRef',
  'PieceDate',
  'EcritureLib',
  'Debit',
  'Credit',
  'EcritureLet',
  'DateLet',
  'ValidDate',
  'Montantdevise',
  'Idevise',
] as const;

export type FecField = (typeof DEBIT_CREDIT_FIELDS)[number] | 'Montant' | 'Sens';

/** The norm's other form: an amount and its direction in the place of debit and credit. */
const AMOUNT_DIRECTION_FIELDS: readonly FecField[] = DEBIT_CREDIT_FIELDS.map((field) =>
  field === 'Debit' ? 'Montant' : field === 'Credit' ? 'Sens' : field,
);

/** What the header line says about all lines below it. */
export interface FecLayout {
  separator: '\t' | '|';
  amounts: 'debit-credit' | 'amount-direction';
  /** The columns from left to right; always 18. */
  fields: readonly FecField[];
  /** Index of each field in a split line, from 0; -1 for the two fields of the form that is not used. */
  position: Readonly<Record<FecField, number>>;
}

/**
 * Reads the header. Names match without regard to case, accents and spaces, in any order.
 *
 * @throws FecError with the first wrong column from the left, then the first missing one; a missing column is
 *   placed where the norm has it.
 */
export function readHeader(text: string): FecLayout {
  if (text.trim() === '') throw new FecError({ reason: 'missing-header', line: 1, column: 1 });
  const separator = findSeparator(text);
  const titles = text.split(separator);
  const names = titles.map(plain);
  const amounts = findAmountForm(names);
  const expected = amounts === 'debit-credit' ? DEBIT_CREDIT_FIELDS : AMOUNT_DIRECTION_FIELDS;

  const fields: FecField[] = [];
  for (const [index, name] of names.entries()) {
    const field = expected.find((candidate) => candidate.toLowerCase() === name);
    const place = { line: 1, column: index + 1, value: titles[index]!.trim() };
    if (field === undefined) throw new FecError({ reason: 'unknown-column', ...place });
    if (fields.includes(field)) throw new FecError({ reason: 'duplicate-column', ...place, field });
    fields.push(field);
  }
  for (const [index, field] of expected.entries()) {
    if (!fields.includes(field)) throw new FecError({ reason: 'missing-column', line: 1, column: index + 1, field });
  }
  return { separator, amounts, fields, position: positionsOf(fields) };
}

function findSeparator(header: string): '\t' | '|' {
  const tabs = header.split('\t').length - 1;
  const bars = header.split('|').length - 1;
  if (tabs === 0 && bars === 0) {
    throw new FecError({ reason: 'unknown-separator', line: 1, column: 1, value: header.trim() });
  }
  return tabs >= bars ? '\t' : '|';
}

function findAmountForm(names: string[]): FecLayout['amounts'] {
  const hasAmount = names.includes('montant') || names.includes('sens');
  const hasDebit = names.includes('debit') || names.includes('credit');
  return hasAmount && !hasDebit ? 'amount-direction' : 'debit-credit';
}

/** `" Débit"` → `debit`; the byte order mark counts as a space. */
function plain(title: string): string {
  return title
    .normalize('NFD')
    .replace(/[\p{M}\s\ufeff]/gu, '')
    .toLowerCase();
}

function positionsOf(fields: readonly FecField[]): Record<FecField, number> {
  const all: readonly FecField[] = [...DEBIT_CREDIT_FIELDS, 'Montant', 'Sens'];
  return Object.fromEntries(all.map((field) => [field, fields.indexOf(field)])) as Record<FecField, number>;
}
