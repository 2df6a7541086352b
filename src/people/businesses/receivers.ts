import type { EntityManager } from 'typeorm';
import { select, selectOne } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { idToBytes, type BusinessId } from '../../platform/kernel/ids.js';
import type { businesses, users } from '../tables.generated.js';

/** Somebody of a business to whom a mail about it may go. */
export interface Receiver extends Readonly<Pick<users, 'email' | 'locale'>> {
  /** Its name. */
  readonly business: businesses['name'];
  /** Of the business, whose times these are. */
  readonly timeZone: businesses['time_zone'];
}

/** The original owner, under the address of today. Throws NOT_FOUND for a business that does not exist. */
export async function originalOwnerOf(manager: EntityManager, businessId: BusinessId): Promise<Receiver> {
  const row = await selectOne<Receiver>(
    manager,
    'SELECT u.email, u.locale, b.name AS business, b.time_zone AS timeZone FROM businesses b JOIN users u ON u.id = b.original_owner_id WHERE b.id = ?',
    [idToBytes(businessId)],
  );
  if (!row) throw notFound('business');
  return row;
}

/** The original owner and every member with full access, under the addresses of today, in the order in which they came. */
export function ownersOf(manager: EntityManager, businessId: BusinessId): Promise<Receiver[]> {
  return select<Receiver>(
    manager,
    `SELECT u.email, u.locale, b.name AS business, b.time_zone AS timeZone FROM memberships m
     JOIN users u ON u.id = m.user_id JOIN businesses b ON b.id = m.business_id
     WHERE m.business_id = ? AND (m.role = 'owner' OR m.user_id = b.original_owner_id) ORDER BY m.created_at, u.id`,
    [idToBytes(businessId)],
  );
}

/** The same people under other addresses: the original owner's of the sign-up, and those that were changed after `since`. */
export function formerAddressesOf(manager: EntityManager, businessId: BusinessId, since: Date): Promise<Receiver[]> {
  return select<Receiver>(
    manager,
    `SELECT u.sign_up_email AS email, u.locale, b.name AS business, b.time_zone AS timeZone FROM businesses b
     JOIN users u ON u.id = b.original_owner_id WHERE b.id = ?
     UNION ALL
     SELECT c.old_email, u.locale, b.name, b.time_zone FROM memberships m
     JOIN users u ON u.id = m.user_id JOIN businesses b ON b.id = m.business_id
     JOIN email_changes c ON c.user_id = u.id AND c.confirmed_at > ?
     WHERE m.business_id = ? AND (m.role = 'owner' OR m.user_id = b.original_owner_id)`,
    [idToBytes(businessId), since, idToBytes(businessId)],
  );
}
