import type { EntityManager } from 'typeorm';
import type { Computed, Count } from '../../platform/database/rows.js';
import type { RowsByTime } from '../../platform/database/rows-by-time.js';
import { select } from '../../platform/database/transaction.js';
import type { StaffRole } from '../../platform/kernel/actor.js';
import { bytesToId, type StaffId } from '../../platform/kernel/ids.js';
import type { staff } from '../tables.generated.js';

const SHOWN = { at: 'created_at', id: 'id', shown: 'id AS staff_id, email' } as const;

/** Accounts in use. */
export const staffInUse = (): RowsByTime => ({
  from: 'staff',
  where: 'disabled_at IS NULL',
  parameters: [],
  ...SHOWN,
});

/** Accounts in use that open with a password alone. */
export const staffWithoutSecondFactor = (): RowsByTime => ({
  from: 'staff',
  where: `disabled_at IS NULL AND NOT EXISTS
    (SELECT 1 FROM staff_second_factors f WHERE f.staff_id = staff.id AND f.confirmed_at IS NOT NULL)`,
  parameters: [],
  ...SHOWN,
});

/** An account in use, and what there is beside a password to get into it. */
export interface StaffAccess {
  readonly id: StaffId;
  readonly role: StaffRole;
  readonly isElsewhere: boolean;
  readonly hasPhone: boolean;
  readonly hasPasskey: boolean;
}

/** All accounts in use, for a review of who has which role. */
export async function staffAccess(manager: EntityManager): Promise<StaffAccess[]> {
  const rows = await select<Pick<staff, 'id' | 'role' | 'sign_on_key'> & Computed<{ phones: Count; passkeys: Count }>>(
    manager,
    `SELECT p.id, p.role, p.sign_on_key,
       (SELECT COUNT(*) FROM staff_second_factors f WHERE f.staff_id = p.id AND f.confirmed_at IS NOT NULL) AS phones,
       (SELECT COUNT(*) FROM staff_passkeys k WHERE k.staff_id = p.id) AS passkeys
     FROM staff p WHERE p.disabled_at IS NULL ORDER BY p.email_key`,
  );
  return rows.map((row) => ({
    id: bytesToId<StaffId>(row.id),
    role: row.role,
    isElsewhere: row.sign_on_key !== null,
    hasPhone: Number(row.phones) > 0,
    hasPasskey: Number(row.passkeys) > 0,
  }));
}

/** Who holds each role: the addresses of accounts in use, so many of each role at most. */
export async function holdersOfRoles(manager: EntityManager, max: number): Promise<ReadonlyMap<StaffRole, string[]>> {
  const rows = await select<Pick<staff, 'role' | 'email'>>(
    manager,
    `SELECT role, email FROM (
       SELECT role, email, ROW_NUMBER() OVER (PARTITION BY role ORDER BY email_key) AS place
       FROM staff WHERE disabled_at IS NULL) s
     WHERE place <= ? ORDER BY role, place`,
    [max],
  );
  const holders = new Map<StaffRole, string[]>();
  for (const { role, email } of rows) holders.set(role, [...(holders.get(role) ?? []), email]);
  return holders;
}
