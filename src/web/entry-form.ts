import { z } from 'zod';
import { journalEntrySchema, type JournalEntryRequest } from '../accounting/accounting.schemas.js';
import type { Locale } from '../platform/kernel/actor.js';
import { field, dateSchema } from '../platform/kernel/schemas.js';
import { formatCents, parseCents } from '../platform/kernel/money.js';
import { typedAccount, typedText, type FieldFault } from './record-form.js';
import { typedAmount } from './typed-number.js';

/**
 * An entry as a form has it: a field of each kind for each line (`account1`, `debit1`), as many as there are. What a form has
 * beyond `LINES_TYPED` lines is not looked at; a longer entry is imported.
 */
export const entryFields = z.preprocess((given) => given ?? {}, z.record(z.string().max(200), field(1_000)));
export type EntryFields = z.output<typeof entryFields>;

export const LINES_SHOWN = 4;
const LINES_ADDED = 2;
const LINES_TYPED = 200;

export const LINE_FIELDS = ['account', 'debit', 'credit', 'memo'] as const;
export const lineField = (name: (typeof LINE_FIELDS)[number], line: number) => `${name}${line}`;

const isTyped = (fields: EntryFields, line: number) =>
  LINE_FIELDS.some((name) => typedText(fields[lineField(name, line)]) !== undefined);

/** How many lines the form has: at least those that are shown at first, and every one in which something is. */
export function linesIn(fields: EntryFields): number {
  const shown = Number(/^\d{1,3}$/.exec(fields.lines ?? '')?.[0] ?? LINES_SHOWN);
  let last = Math.min(Math.max(shown, LINES_SHOWN), LINES_TYPED);
  for (let line = LINES_TYPED; line > last; line -= 1) if (isTyped(fields, line)) last = line;
  return last;
}

export const withMoreLines = (fields: EntryFields): EntryFields => ({
  ...fields,
  lines: String(Math.min(linesIn(fields) + LINES_ADDED, LINES_TYPED)),
});

export interface Difference {
  readonly debit: string;
  readonly credit: string;
  readonly difference: string;
}

export type ReadEntry =
  | { readonly ask: JournalEntryRequest }
  | { readonly faults: Readonly<Record<string, FieldFault>> }
  | { readonly unbalanced: Difference };

/** The request of the API that a filled form stands for, or what is wrong with it. */
export function readEntry(fields: EntryFields, locale: Locale): ReadEntry {
  const faults: Record<string, FieldFault> = {};
  const lines = Array.from({ length: linesIn(fields) }, (_, i) => i + 1)
    .filter((line) => isTyped(fields, line))
    .map((line) => readLine(fields, { line, locale }, faults));
  const date = dateSchema.safeParse(fields.date);
  if (!date.success) faults.date = 'DATE';
  if (lines.length < 2) faults[lineField('account', lines.length + 1)] ??= 'TWO_LINES';
  const { label } = fields;
  const ask = { date: date.data, journal: typedText(fields.journal) ?? 'OD', label: typedText(label), lines };
  if (Object.keys(faults).length > 0) return { faults };
  const read = journalEntrySchema.safeParse(ask);
  if (!read.success)
    return { faults: Object.fromEntries(read.error.issues.map(({ path }) => [placeOf(path), 'OTHER'])) };
  const sum = (side: 'debit' | 'credit') => read.data.lines.reduce((total, line) => total + parseCents(line[side]), 0n);
  const [debit, credit] = [sum('debit'), sum('credit')];
  if (debit === credit) return { ask: read.data };
  const difference = formatCents(debit > credit ? debit - credit : credit - debit);
  return { unbalanced: { debit: formatCents(debit), credit: formatCents(credit), difference } };
}

function placeOf(path: readonly PropertyKey[]): string {
  const [first, line, name] = path.map(String);
  if (first !== 'lines') return first ?? 'label';
  const field_ = LINE_FIELDS.find((known) => known === (name === 'label' ? 'memo' : name));
  return lineField(field_ ?? 'account', Number(line ?? 0) + 1);
}

function readLine(
  fields: EntryFields,
  { line, locale }: { line: number; locale: Locale },
  faults: Record<string, FieldFault>,
): { account?: string; debit?: string; credit?: string; label?: string } {
  const fault = (name: (typeof LINE_FIELDS)[number], what: FieldFault) => (faults[lineField(name, line)] ??= what);
  const amountOf = (side: 'debit' | 'credit') => {
    const typed = typedText(fields[lineField(side, line)]);
    if (typed === undefined) return undefined;
    const amount = typedAmount(typed, locale);
    if (amount === undefined || amount.startsWith('-')) fault(side, 'AMOUNT');
    return amount;
  };
  const account = typedAccount(fields[lineField('account', line)]);
  if (account === undefined) fault('account', 'REQUIRED');
  const [debit, credit] = [amountOf('debit'), amountOf('credit')];
  if (debit !== undefined && credit !== undefined) fault('credit', 'BOTH_SIDES');
  if (debit === undefined && credit === undefined) fault('debit', 'NO_SIDE');
  return { account, debit, credit, label: typedText(fields[lineField('memo', line)]) };
}
