import { takeTurn } from '../../platform/database/certification.js';
import { select, selectOne, type Tx } from '../../platform/database/transaction.js';
import type { Actor, StaffRole } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { bytesToId, idToBytes, type StaffId } from '../../platform/kernel/ids.js';
import type { staff } from '../tables.generated.js';

/** A staff account under its lock. */
export interface LockedStaff {
  readonly id: StaffId;
  readonly email: string;
  readonly role: StaffRole;
  readonly isInUse: boolean;
  /** Signs in at the provider, and has no password here. */
  readonly isElsewhere: boolean;
  /** Operators in use, this account included. */
  readonly operators: number;
}

/** Always in one order: of two changes at once the second one sees what the first has left. */
export async function lockOperators(tx: Tx): Promise<StaffId[]> {
  await takeTurn(tx, 'operators');
  const rows = await select<Pick<staff, 'id'>>(
    tx,
    "SELECT id FROM staff WHERE role = 'operator' AND disabled_at IS NULL ORDER BY id FOR UPDATE",
  );
  return rows.map((row) => bytesToId<StaffId>(row.id));
}

/** The operators first. Throws NOT_FOUND. */
export async function lockAccount(tx: Tx, id: StaffId): Promise<LockedStaff> {
  return accountBehind(tx, await lockOperators(tx), id);
}

/** For what operators alone do. Throws NOT_FOUND, and FORBIDDEN for one who was one when asking and is none any more. */
export async function lockAccountFor(tx: Tx, actor: Actor, id: StaffId): Promise<LockedStaff> {
  const operators = await lockOperators(tx);
  assertStillOperator(actor, operators);
  return accountBehind(tx, operators, id);
}

export function assertStillOperator(actor: Actor, operators: readonly StaffId[]): void {
  if (actor.type !== 'staff' || operators.includes(actor.id)) return;
  throw new AppError('FORBIDDEN', 'Your own account is no longer an operator in use.');
}

async function accountBehind(tx: Tx, operators: readonly StaffId[], id: StaffId): Promise<LockedStaff> {
  const row = await selectOne<Pick<staff, 'email' | 'role' | 'disabled_at' | 'sign_on_key'>>(
    tx,
    'SELECT email, role, disabled_at, sign_on_key FROM staff WHERE id = ? FOR UPDATE',
    [idToBytes(id)],
  );
  if (!row) throw notFound('staff account');
  const { email, role } = row;
  const isInUse = row.disabled_at === null;
  return { id, email, role, isInUse, isElsewhere: row.sign_on_key !== null, operators: operators.length };
}

/** Throws INVALID_STATE. */
export function assertNotLastOperator({ role, isInUse, operators }: LockedStaff): void {
  if (role === 'operator' && isInUse && operators === 1) {
    throw new AppError('INVALID_STATE', 'This is the last operator in use: make another one first.');
  }
}
