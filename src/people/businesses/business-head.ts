import type { EntityManager } from 'typeorm';
import { selectByIds, selectOne } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { bytesToId, idToBytes, type BusinessId } from '../../platform/kernel/ids.js';
import type { businesses } from '../tables.generated.js';

/** What the other rooms may know of a business by its id. */

/** `locale` is the language of what is written into its books. */
export type BusinessHead = Readonly<Pick<businesses, 'name' | 'locale' | 'currency' | 'time_zone'>>;

/** Throws NOT_FOUND. */
export async function businessHead(manager: EntityManager, businessId: BusinessId): Promise<BusinessHead> {
  const row = await selectOne<BusinessHead>(
    manager,
    'SELECT name, locale, currency, time_zone FROM businesses WHERE id = ?',
    [idToBytes(businessId)],
  );
  if (!row) throw notFound('business');
  return row;
}

/** Business id → its original owner, who never changes; nothing for an id that is none of a business. */
export async function originalOwners(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const sql = 'SELECT id, original_owner_id FROM businesses WHERE id IN (?)';
  const rows = await selectByIds<Pick<businesses, 'id' | 'original_owner_id'>>(manager, sql, ids);
  return new Map([...rows].map(([id, row]) => [id, bytesToId(row.original_owner_id)]));
}

/** Business id → its name; nothing for an id that is none of a business. */
export async function businessNames(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string }>> {
  return selectByIds<Pick<businesses, 'id' | 'name'>>(manager, 'SELECT id, name FROM businesses WHERE id IN (?)', ids);
}
