import { z } from 'zod';
import { accountNumberSchema, type DocumentLineRequest } from '../accounting/accounting.schemas.js';
import type { Locale } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { dateSchema, field } from '../platform/kernel/schemas.js';
import { isId } from '../platform/kernel/ids.js';
import { typedAmount, typedQuantity } from './typed-number.js';

/**
 * The form of an invoice or a credit note as it is sent: a field for each cell of each line (`line.0.price`), so that there is no list of
 * their names. Whatever was typed is shown again as it was typed, right or wrong.
 */
export const documentFields = z.preprocess((given) => given ?? {}, z.record(z.string().max(60), field(2_000)));
export type DocumentFields = z.output<typeof documentFields>;

/** `account`: of the revenue that is taken back; nobody types it. */
const CELLS = ['product', 'description', 'quantity', 'price', 'tax', 'account'] as const;
export type Cell = (typeof CELLS)[number];
export type TypedLine = Readonly<Record<Cell, string>>;

export const LINES_MAX = 100;
export const EMPTY_LINE: TypedLine = { product: '', description: '', quantity: '1', price: '', tax: '', account: '' };
/** No tax, whatever the product says. */
export const NO_TAX = 'none';
/** More lines at a press, where each costs a page. */
const LINES_ADDED = 3;

export const cellField = (line: number, cell: Cell) => `line.${line}.${cell}`;

/** Field → what is wrong with it, a key of the texts of the form. */
export type FormProblems = Readonly<Record<string, DocumentProblem>>;
export type DocumentProblem =
  | 'REQUIRED'
  | 'DATE'
  | 'DUE_BEFORE'
  | 'EMAIL'
  | 'TOO_LONG'
  | 'QUANTITY'
  | 'AMOUNT'
  | 'NO_LINES'
  | 'UNKNOWN'
  | 'TOO_LARGE';

/** The lines of a form with the button that it was sent with: `add` and `remove.N` change how many there are. */
export function linesTyped(fields: DocumentFields): TypedLine[] {
  const numbers = Object.keys(fields).flatMap((name) => /^line\.(\d{1,3})\.\w+$/.exec(name)?.[1] ?? []);
  const present = [...new Set(numbers.map(Number))].sort((a, b) => a - b).slice(0, LINES_MAX);
  const removed = /^remove\.(\d{1,3})$/.exec(fields.do ?? '')?.[1];
  const lines = present
    .filter((line) => String(line) !== removed)
    .map((line) => Object.fromEntries(CELLS.map((cell) => [cell, fields[cellField(line, cell)] ?? ''])) as TypedLine);
  const added = fields.do === 'add' ? Math.min(LINES_ADDED, LINES_MAX - lines.length) : 0;
  const all = [...lines, ...Array.from({ length: added }, () => EMPTY_LINE)];
  return all.length === 0 ? [EMPTY_LINE] : all;
}

const isBlank = ({ product, description, price }: TypedLine) =>
  product === '' && description.trim() === '' && price.trim() === '';

export interface ReadDocumentLines {
  readonly asked: readonly DocumentLineRequest[];
  /** Of each that is asked for: its place in the form. */
  readonly places: readonly number[];
  readonly problems: FormProblems;
}

/** The lines that somebody has filled in, and what is wrong with them. */
export function readTypedLines(lines: readonly TypedLine[], locale: Locale): ReadDocumentLines {
  const problems: Record<string, DocumentProblem> = {};
  const places: number[] = [];
  const asked: DocumentLineRequest[] = [];
  for (const [place, line] of lines.entries()) {
    if (isBlank(line)) continue;
    const wrong = faultsOf(line, locale);
    for (const [cell, problem] of Object.entries(wrong)) problems[cellField(place, cell as Cell)] = problem;
    if (Object.keys(wrong).length > 0) continue;
    places.push(place);
    asked.push(requestOf(line, locale));
  }
  return { asked, places, problems };
}

function faultsOf(
  { product, description, quantity, price }: TypedLine,
  locale: Locale,
): Partial<Record<Cell, DocumentProblem>> {
  const isFree = product === '';
  const text = description.trim();
  return {
    ...(isFree && text === '' && { description: 'REQUIRED' as const }),
    ...([...text].length > 500 && { description: 'TOO_LONG' as const }),
    ...(!isFree && !isId(product) && { product: 'UNKNOWN' as const }),
    ...(quantity.trim() !== '' && typedQuantity(quantity, locale) === undefined && { quantity: 'QUANTITY' as const }),
    ...(isFree && price.trim() === '' && { price: 'REQUIRED' as const }),
    ...(price.trim() !== '' && typedAmount(price, locale) === undefined && { price: 'AMOUNT' as const }),
  };
}

function requestOf(
  { product, description, quantity, price, tax, account }: TypedLine,
  locale: Locale,
): DocumentLineRequest {
  const text = description.trim();
  return {
    quantity: typedQuantity(quantity, locale) ?? '1',
    ...(product !== '' && { productId: product }),
    ...(text !== '' && { description: text }),
    ...(price.trim() !== '' && { unitPrice: typedAmount(price, locale)! }),
    ...(accountNumberSchema.safeParse(account).success && { account }),
    ...(tax === NO_TAX ? { taxRate: null } : tax !== '' && { taxRate: tax }),
  };
}

/** What the service said of a line, at its place in the form; anything else is thrown on. */
export function problemsOf(error: unknown, places: readonly number[]): FormProblems {
  if (!(error instanceof AppError) || error.code !== 'VALIDATION') throw error;
  const { errors = [] } = error.extra as { errors?: readonly { path: string }[] };
  const found = errors.map(({ path }): [string, DocumentProblem] => {
    const [, index, name] = /^lines\.(\d+)\.(productId|taxRate|account)$/.exec(path) ?? [];
    const place = index === undefined ? undefined : places[Number(index)];
    if (place !== undefined) return [cellField(place, name === 'taxRate' ? 'tax' : 'product'), 'UNKNOWN'];
    return path === 'contactId' ? ['customer', 'UNKNOWN'] : ['lines', 'TOO_LARGE'];
  });
  return Object.fromEntries(found.length > 0 ? found : [['lines', 'TOO_LARGE']]);
}

/** A date that may be left empty; undefined where it is, or is none. */
export function typedDate(
  text: string | undefined,
  name: string,
): { readonly date?: string; readonly problems: FormProblems } {
  if (!text?.trim()) return { problems: {} };
  const read = dateSchema.safeParse(text.trim());
  return read.success ? { date: read.data, problems: {} } : { problems: { [name]: 'DATE' } };
}
