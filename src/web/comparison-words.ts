import type { DifferentRow } from '../books/book-comparison.js';
import type { PageContext } from '../ui/page-context.js';
import { lookUp } from '../ui/texts/bilingual.js';
import { words } from './words.js';

/** One thing that the two books say differently, or that only one of them says. */
export interface SaidDifference {
  readonly column: string;
  readonly from: string | null;
  readonly into: string | null;
}

/** What a row is called: by the first of these that it has. */
const NAMES = ['number', 'code', 'name', 'label', 'description', 'external_id'] as const;
const AMOUNT = /^-?\d+\.\d\d$/;

export function nameOfRow({ id, from, into }: DifferentRow): string {
  const said = from ?? into ?? {};
  const own = NAMES.map((name) => said[name]).find((value) => value !== undefined && value !== null && value !== '');
  return own ?? id;
}

/** What a row of one side says beside its name, in a few words. */
export function restOfRow(ctx: PageContext, { from, into }: DifferentRow): string {
  const { f } = words(ctx);
  const said = from ?? into ?? {};
  const shown = ['entry_date', 'issued_on', 'posted_on', 'name', 'label', 'total', 'amount', 'unit_price', 'percent'];
  const own = shown.map((name) => said[name]).filter((value): value is string => !!value);
  const name = nameOfRow({ id: '', from, into, partsDiffer: false });
  return own
    .filter((value) => value !== name)
    .map((value) => (AMOUNT.test(value) ? f.amount(value) : value))
    .join(' · ');
}

/** The fields in which a row that both have differs. */
export function differencesOf(ctx: PageContext, { from, into }: DifferentRow): SaidDifference[] {
  const { t } = words(ctx);
  if (!from || !into) return [];
  return Object.keys(from)
    .filter((column) => from[column] !== into[column])
    .map((column) => ({
      column: lookUp(t.compare.columns, column) ?? column,
      from: from[column] ?? null,
      into: into[column] ?? null,
    }));
}
