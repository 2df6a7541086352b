import type { EntityManager } from 'typeorm';
import { selectByIds, selectOne } from '../../platform/database/transaction.js';
import type { Locale } from '../../platform/kernel/actor.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { idToBytes, type BusinessId } from '../../platform/kernel/ids.js';
import type { Currency } from '../../platform/kernel/money.js';

/** What the other rooms may know of a business by its id. */
export interface BusinessHead {
  readonly name: string;
  /** The language of what is written into its books. */
  readonly locale: Locale;
  readonly currency: Currency;
}

/** Throws NOT_FOUND. */
export async function businessHead(manager: EntityManager, businessId: BusinessId): Promise<BusinessHead> {
  const row = await selectOne<BusinessHead>(manager, 'SELECT name, locale, currency FROM businesses WHERE id = ?', [
    idToBytes(businessId),
  ]);
  if (!row) throw notFound('business');
  return row;
}

/** Business id → its name; nothing for an id that is none of a business. */
export async function businessNames(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string }>> {
  return selectByIds<{ id: Buffer; name: string }>(manager, 'SELECT id, name FROM businesses WHERE id IN (?)', ids);
}
