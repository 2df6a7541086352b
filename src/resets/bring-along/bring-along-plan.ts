import type { EntityManager } from 'typeorm';
import {
  accountsOfBalances,
  entriesUntil,
  openingBalances,
  type OpeningBalances,
} from '../../accounting/opening-balances.js';
import { listConflicts, whatWouldCome, type Conflict, type TableToBring } from '../../books/bring-along/bring-along.js';
import { broughtKinds } from '../../books/bring-along/brought-tables.js';
import { Choices } from '../../books/bring-along/choices.js';
import type { Bringing } from '../../books/bring-along/row-sql.js';
import type { RecordedRequest } from '../../log/recorded-commands.js';
import { AppError } from '../../platform/kernel/app-error.js';
import type { BookId } from '../../platform/kernel/ids.js';

export type BringAlongRequest = RecordedRequest<'business.bring-along'>;

/** The one kind that is not rows of the snapshot, but what its entries add up to. */
export const OPENING_BALANCES = 'openingBalances';

/** Everything that can be asked for. */
export const kindsToBring = (): string[] => [...broughtKinds(), OPENING_BALANCES];

/** How many conflicts are told one by one; all are counted. */
export const CONFLICTS_TOLD_MAX = 100;

/** What would come along, and what stands in its way. */
export interface BringAlongPlan {
  readonly tables: readonly TableToBring[];
  readonly conflicts: readonly Conflict[];
  readonly opening: (OpeningBalances & { readonly entriesThere: number }) | null;
}

/** Throws VALIDATION for a kind that is none, and for a date without the balances or the balances without a date. */
export function assertMeaningful({
  kinds,
  openingBalancesAt,
}: Pick<BringAlongRequest, 'kinds' | 'openingBalancesAt'>): void {
  const known = kindsToBring();
  const unknown = kinds.find((kind) => !known.includes(kind));
  if (unknown !== undefined) {
    throw new AppError('VALIDATION', `There is no kind of data ${unknown}. There are: ${known.join(', ')}.`, {
      errors: [{ path: 'kinds', message: 'unknown' }],
    });
  }
  if (kinds.includes(OPENING_BALANCES) === (openingBalancesAt !== undefined)) return;
  throw new AppError('VALIDATION', 'Opening balances need the kind openingBalances and a date.', {
    errors: [{ path: 'openingBalancesAt', message: 'needed with openingBalances, and with nothing else' }],
  });
}

export function bringingOf(ask: BringAlongRequest, into: BookId): Bringing {
  const from = ask.snapshotId as BookId;
  const date = ask.openingBalancesAt;
  return {
    from,
    into,
    kinds: new Set(ask.kinds),
    also: date === undefined ? [] : [accountsOfBalances(from, date)],
  };
}

export const choicesOf = ({ conflicts }: BringAlongRequest) => new Choices(conflicts?.forAll, conflicts?.each ?? []);

export async function planBringing(
  manager: EntityManager,
  ask: BringAlongRequest,
  into: BookId,
): Promise<BringAlongPlan> {
  const bringing = bringingOf(ask, into);
  const tables = await whatWouldCome(manager, bringing);
  const hasConflicts = tables.some(({ conflicts }) => conflicts > 0);
  const date = ask.openingBalancesAt;
  return {
    tables,
    conflicts: hasConflicts ? await listConflicts(manager, bringing, CONFLICTS_TOLD_MAX) : [],
    opening:
      date === undefined
        ? null
        : {
            ...(await openingBalances(manager, bringing.from, date)),
            entriesThere: await entriesUntil(manager, into, date),
          },
  };
}

/** Whether somebody must still choose: one by one, or for all; and whether balances are to be added to what is there. */
export function isUndecided(plan: BringAlongPlan, ask: BringAlongRequest): boolean {
  const choices = choicesOf(ask);
  const count = plan.tables.reduce((sum, { conflicts }) => sum + conflicts, 0);
  const isTold = count <= plan.conflicts.length;
  const open =
    choices.forAll === undefined &&
    (!isTold || plan.conflicts.some(({ table, id }) => choices.of(table, id) === undefined));
  return open || ((plan.opening?.entriesThere ?? 0) > 0 && ask.addToEntries !== true);
}
