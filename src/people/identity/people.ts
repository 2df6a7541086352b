import type { EntityManager } from 'typeorm';
import { selectByIds, selectOne } from '../../platform/database/transaction.js';
import { idToBytes } from '../../platform/kernel/ids.js';
import { HOUR_MS, later } from '../../platform/kernel/clock.js';
import type { sessions, staff, users } from '../tables.generated.js';

/** What the other rooms may know of users and staff by their ids. */

export type KnownStaff = Readonly<Pick<staff, 'email' | 'disabled_at'>>;

/** Members of staff, in use or not, by their ids. */
export async function staffByIds(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownStaff>> {
  const sql = 'SELECT id, email, disabled_at FROM staff WHERE id IN (?)';
  return selectByIds<KnownStaff & Pick<staff, 'id'>>(manager, sql, ids);
}

/** Users by their ids. */
export async function usersByIds(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly email: string }>> {
  return selectByIds<Pick<users, 'id' | 'email'>>(manager, 'SELECT id, email FROM users WHERE id IN (?)', ids);
}

/** The address that somebody signed up with, which never changes: what a switch is confirmed with. */
export async function signUpEmailOf(manager: EntityManager, userId: string): Promise<string> {
  const row = await selectOne<Pick<users, 'sign_up_email'>>(manager, 'SELECT sign_up_email FROM users WHERE id = ?', [
    idToBytes(userId),
  ]);
  return row!.sign_up_email;
}

/** How long after the sign-in, or after a confirmation, somebody counts as having just shown who they are. */
export const FRESH_MS = HOUR_MS;

/** Whether the person of this session has shown who they are within the hour, and the session goes on. */
export async function isSessionFresh(manager: EntityManager, sessionId: string): Promise<boolean> {
  const sql = 'SELECT confirmed_at FROM sessions WHERE id = ? AND ended_at IS NULL AND confirmed_at > ?';
  return (
    (await selectOne<Pick<sessions, 'confirmed_at'>>(manager, sql, [idToBytes(sessionId), later(-FRESH_MS)])) !==
    undefined
  );
}
