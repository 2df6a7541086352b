import { z } from 'zod';
import type { Conflict } from '../books/bring-along/bring-along.js';
import { CHOICES, type Choice } from '../books/bring-along/choices.js';
import { dateSchema, field } from '../platform/kernel/schemas.js';
import { isId } from '../platform/kernel/ids.js';
import { kindsToBring, OPENING_BALANCES, type BringAlongRequest } from '../resets/bring-along/bring-along-plan.js';

/**
 * The choice as a form or an address has it: a field for each kind that is ticked (`kind.contacts`), and one for each conflict
 * (`choice.contacts.ID`). Which kinds there are is found from the tables, so the fields have no list of names.
 */
export const bringAlongFields = z.preprocess((given) => given ?? {}, z.record(z.string().max(200), field(1_000)));
export type BringAlongFields = z.output<typeof bringAlongFields>;

export const kindField = (kind: string) => `kind.${kind}`;
export const choiceField = ({ table, id }: Pick<Conflict, 'table' | 'id'>) => `choice.${table}.${id}`;

/** What was ticked, in the order of the page. */
export const kindsIn = (fields: BringAlongFields): string[] =>
  kindsToBring().filter((kind) => fields[kindField(kind)] === '1');

export const snapshotIn = ({ snapshot }: BringAlongFields): string | undefined =>
  isId(snapshot) ? snapshot : undefined;

/** The date, if balances are wanted; `invalid` where none that can be had was typed. */
export function dateIn(fields: BringAlongFields): { date?: string; invalid: boolean } {
  if (!kindsIn(fields).includes(OPENING_BALANCES)) return { invalid: false };
  const read = dateSchema.safeParse(fields.date);
  return read.success ? { date: read.data, invalid: false } : { invalid: true };
}

const choiceIn = (text: string | undefined): Choice | undefined => CHOICES.find((choice) => choice === text);

/** The request of the API that a filled form stands for. */
export function requestOf(fields: BringAlongFields, snapshotId: string): BringAlongRequest {
  const { date } = dateIn(fields);
  const each = Object.entries(fields).flatMap(([name, value]) => {
    const [, table, id] = /^choice\.(\w{1,64})\.([0-9a-f-]{36})$/.exec(name) ?? [];
    const choice = choiceIn(value);
    return table && isId(id) && choice ? [{ table, id, choice }] : [];
  });
  return {
    snapshotId,
    kinds: kindsIn(fields),
    ...(date && { openingBalancesAt: date }),
    ...(fields.addToEntries === '1' && { addToEntries: true }),
    ...(isId(fields.book) && { expectedBookId: fields.book }),
    conflicts: { forAll: choiceIn(fields.forAll), each: each.slice(0, 1_000) },
  };
}
