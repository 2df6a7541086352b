import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import type { RowsByTime } from '../../platform/database/rows-by-time.js';
import {
  inTransaction,
  isDuplicateKey,
  select,
  selectOne,
  write,
  type Tx,
} from '../../platform/database/transaction.js';
import { systemActor, type Actor, type StaffActor, type StaffRole } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { DAY_MS, later, now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type EventId, type StaffId } from '../../platform/kernel/ids.js';
import { emailKey } from '../../platform/kernel/text.js';
import type { staff_requests } from '../tables.generated.js';
import { oneTimePassword } from './one-time-password.js';
import { hashPassword } from './passwords.js';
import { staffByIds } from './people.js';
import { assertStillOperator, lockAccount, lockOperators, type LockedStaff } from './staff-locks.js';
import type { StaffChangeReason } from './staff-reasons.js';
import { StaffRequest, type StaffRequestState, type WideningAction } from './staff-request.entity.js';
import { StaffAccounts, type Widening } from './staff.service.js';

/** What an operator asks for. */
export type WantedChange = { readonly action: 'add'; readonly email: string; readonly role: StaffRole } | Widening;

interface WhyAsked {
  readonly reason: StaffChangeReason;
  readonly ticket: string;
}

/** Times are ISO 8601 UTC. */
export interface StaffRequestView {
  readonly id: string;
  readonly action: WideningAction;
  /** Absent for an account that there is not yet. */
  readonly staffId?: string;
  readonly email: string;
  readonly role: StaffRole | null;
  readonly reason: StaffChangeReason;
  readonly ticket: string;
  readonly askedBy: { readonly id: string; readonly email: string };
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly state: StaffRequestState;
  readonly decision?: { readonly by?: string; readonly at: string };
}

const OPEN_MS = DAY_MS;
const PENDING_MAX = 100;
const DECIDED_MAX = 20;
const PENDING = "state = 'pending' AND expires_at > ?";

/** Changes of staff accounts that wait for a second operator. */
export const pendingStaffChanges = (): RowsByTime => ({
  from: 'staff_requests',
  where: PENDING,
  parameters: [now()],
  at: 'asked_at',
  id: 'id',
  shown: 'email',
});

/** Whatever gives somebody of the staff more rights: one operator asks, with a reason and a ticket, another one decides. */
@Injectable()
export class StaffRequests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: StaffAccounts,
    private readonly audit: AuditLog,
  ) {}

  /**
   * False where it is so already. Asked again for the same it is the same request. Throws NOT_FOUND; ALREADY_EXISTS for the
   * address of an account; FORBIDDEN for who is no operator any more; INVALID_STATE for one's own account, where nobody else
   * could decide, and where something else is asked for already.
   */
  async ask(actor: StaffActor, wanted: WantedChange, why: WhyAsked): Promise<boolean> {
    try {
      return await inTransaction(this.dataSource, (tx) => this.askIn(tx, actor, wanted, why));
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new AppError('INVALID_STATE', 'This is asked for already, otherwise: decide that first.');
    }
  }

  /** What waits, oldest first, and what was decided last. */
  async list(): Promise<{ pending: StaffRequestView[]; decided: StaffRequestView[] }> {
    const { manager } = this.dataSource;
    const pending = await requests(manager, `WHERE ${PENDING} ORDER BY asked_at, id LIMIT ${PENDING_MAX}`, [now()]);
    const decided = await requests(
      manager,
      `WHERE decided_at IS NOT NULL ORDER BY decided_at DESC, id LIMIT ${DECIDED_MAX}`,
    );
    return { pending: await viewsOf(manager, pending), decided: await viewsOf(manager, decided) };
  }

  /** Of one account. */
  async pendingFor(id: StaffId): Promise<StaffRequestView[]> {
    const { manager } = this.dataSource;
    return viewsOf(manager, await requests(manager, `WHERE staff_id = ? AND ${PENDING}`, [idToBytes(id), now()]));
  }

  /**
   * Does what was asked for, in the transaction of the approval. Throws NOT_FOUND; FORBIDDEN, which is recorded, for a request
   * of one's own and for one about oneself; INVALID_STATE where it was decided, has expired or is not possible any more.
   */
  async approve(actor: StaffActor, requestId: string): Promise<void> {
    const known = await find(this.dataSource.manager, requestId);
    if (isTheirs(known, actor)) await this.refuseOwn(actor, known);
    const password = oneTimePassword();
    const secret = { password, passwordHash: known.action === 'add' ? await hashPassword(password) : '' };
    await this.decide(actor, requestId, 'approved', async (tx, row) => {
      const approved = { request_id: requestId, asked_by: bytesToId<StaffId>(row.asked_by) };
      const { reason, ticket, email, role } = row;
      const why = { reason, ticket };
      if (row.action === 'add') {
        const account = { id: requestId as StaffId, email, role: role!, ...secret };
        return this.accounts.invite(tx, actor, account, why, approved);
      }
      const event = await this.accounts.widen(tx, actor, wideningOf(row), why, approved);
      if (!event) throw new AppError('INVALID_STATE', 'It is so already.');
      return event;
    });
  }

  /** Closes it undone: whoever asked withdraws it, another operator refuses it. Throws as `approve` does. */
  async refuse(actor: StaffActor, requestId: string): Promise<void> {
    const known = await find(this.dataSource.manager, requestId);
    const state = bytesToId(known.asked_by) === actor.id ? 'withdrawn' : 'refused';
    await this.decide(actor, requestId, state, (tx, row) => this.recordEnd(tx, actor, row, 'staff.change-refused'));
  }

  /** Closes one whose time is over; false when there is none. */
  expireNext(): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const [row] = await requests(
        tx,
        "WHERE state = 'pending' AND expires_at <= ? ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED",
        [now()],
      );
      if (!row) return false;
      const event = await this.recordEnd(tx, systemActor('staff-requests'), row, 'staff.change-expired');
      await close(tx, row, 'expired', event);
      return true;
    });
  }

  private async askIn(tx: Tx, actor: StaffActor, wanted: WantedChange, why: WhyAsked): Promise<boolean> {
    const operators = await lockOperators(tx);
    assertStillOperator(actor, operators);
    if (!operators.some((id) => id !== actor.id)) {
      throw new AppError('INVALID_STATE', 'There is no second operator in use: use the command line.');
    }
    const account = wanted.action === 'add' ? undefined : await lockAccount(tx, wanted.id);
    if (account?.id === actor.id) throw new AppError('INVALID_STATE', 'Nobody asks this for their own account.');
    if (account && isSo(account, wanted)) return false;
    if (wanted.action === 'add') await assertFree(tx, wanted.email);
    const asked = {
      action: wanted.action,
      staffId: account?.id ?? null,
      email: account?.email ?? (wanted as { email: string }).email.trim(),
      role: 'role' in wanted ? wanted.role : null,
    };
    if (await isAskedAlready(tx, actor, asked)) return true;
    // An account that is to be made gets the request's id: the log tells of both as one.
    const id = newId();
    const { id: askedEventId } = await this.audit.append(tx, {
      type: 'staff.change-asked',
      subjectId: account?.id ?? id,
      actor,
      roles: [actor.role],
      outcome: 'pending',
      ...why,
      personal: { staff_email: asked.email },
      details: { request_id: id, action: asked.action, ...(asked.role && { role: asked.role }) },
    });
    await tx.insert(StaffRequest, {
      id,
      ...asked,
      ...why,
      emailKey: emailKey(asked.email),
      askedBy: actor.id,
      askedAt: now(),
      expiresAt: later(OPEN_MS),
      askedEventId,
      state: 'pending',
    });
    return true;
  }

  private async decide(
    actor: StaffActor,
    requestId: string,
    state: StaffRequestState,
    work: (tx: Tx, row: staff_requests) => Promise<EventId>,
  ): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const operators = await lockOperators(tx);
      assertStillOperator(actor, operators);
      const row = await find(tx, requestId, 'FOR UPDATE');
      if (row.state !== 'pending') throw new AppError('INVALID_STATE', `It is ${row.state} already.`);
      if (row.expires_at <= now()) throw new AppError('INVALID_STATE', 'Its time is over. It can be asked again.');
      if (state === 'approved' && !operators.includes(bytesToId<StaffId>(row.asked_by))) {
        throw new AppError('INVALID_STATE', 'Whoever asked for it is no operator in use any more.');
      }
      await close(tx, row, state, await work(tx, row), actor);
    });
  }

  private async refuseOwn(actor: StaffActor, row: staff_requests): Promise<never> {
    await this.audit.record({ ...eventOf(row, actor, 'staff.change-approval-denied'), reason: 'FORBIDDEN' });
    throw new AppError('FORBIDDEN', 'Another operator decides this: you asked for it, or it is about you.');
  }

  private async recordEnd(
    tx: Tx,
    actor: Actor,
    row: staff_requests,
    type: 'staff.change-refused' | 'staff.change-expired',
  ): Promise<EventId> {
    return (await this.audit.append(tx, eventOf(row, actor, type))).id;
  }
}

const isTheirs = (row: staff_requests, { id }: StaffActor): boolean =>
  bytesToId(row.asked_by) === id || (row.staff_id !== null && bytesToId(row.staff_id) === id);

const wideningOf = ({ action, staff_id, role }: staff_requests): Widening =>
  ({ action, id: bytesToId<StaffId>(staff_id!), ...(role && { role }) }) as Widening;

function isSo(account: LockedStaff, wanted: WantedChange): boolean {
  if (wanted.action === 'enable') return account.isInUse;
  return wanted.action === 'change-role' && account.role === wanted.role;
}

async function assertFree(tx: Tx, email: string): Promise<void> {
  if (!(await selectOne(tx, 'SELECT 1 FROM staff WHERE email_key = ?', [emailKey(email)]))) return;
  throw new AppError('ALREADY_EXISTS', 'There is a staff account with this address.');
}

/** A second click, or another tab. One whose time is over, and that no job has closed yet, stands in nobody's way. */
async function isAskedAlready(
  tx: Tx,
  actor: StaffActor,
  { action, email, role }: Pick<StaffRequest, 'action' | 'email' | 'role'>,
): Promise<boolean> {
  const [row] = await requests(tx, 'WHERE action = ? AND pending_email_key = ? FOR UPDATE', [action, emailKey(email)]);
  return row !== undefined && row.expires_at > now() && row.role === role && bytesToId(row.asked_by) === actor.id;
}

const COLUMNS = `id, action, staff_id, email, email_key, role, reason, ticket, asked_by, asked_at, expires_at, asked_event_id,
  state, decided_by, decided_at, decided_event_id, pending_email_key`;

const requests = (manager: EntityManager, rest: string, parameters: unknown[] = []): Promise<staff_requests[]> =>
  select<staff_requests>(manager, `SELECT ${COLUMNS} FROM staff_requests ${rest}`, parameters);

async function find(manager: EntityManager, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<staff_requests> {
  const [row] = await requests(manager, `WHERE id = ? ${lock}`, [idToBytes(id)]);
  if (!row) throw notFound('request');
  return row;
}

async function close(tx: Tx, { id }: staff_requests, state: StaffRequestState, event: EventId, by?: StaffActor) {
  await write(
    tx,
    'UPDATE staff_requests SET state = ?, decided_by = ?, decided_at = ?, decided_event_id = ? WHERE id = ?',
    [state, by ? idToBytes(by.id) : null, now(), idToBytes(event), id],
  );
}

function eventOf<T extends 'staff.change-refused' | 'staff.change-expired' | 'staff.change-approval-denied'>(
  row: staff_requests,
  actor: Actor,
  type: T,
) {
  const details = { request_id: bytesToId(row.id), action: row.action, asked_by: bytesToId(row.asked_by) };
  return {
    type,
    subjectId: bytesToId(row.staff_id ?? row.id),
    actor,
    roles: actor.type === 'staff' ? [actor.role] : [],
    outcome: 'denied' as const,
    ticket: row.ticket,
    details: { ...details, ...(row.role && { role: row.role }) },
  };
}

async function viewsOf(manager: EntityManager, rows: readonly staff_requests[]): Promise<StaffRequestView[]> {
  const ids = rows.flatMap(({ asked_by, decided_by }) => [asked_by, decided_by]).filter((id) => id !== null);
  const people = await staffByIds(
    manager,
    ids.map((id) => bytesToId(id)),
  );
  const nameOf = (id: Buffer) => people.get(bytesToId(id))!.email;
  return rows.map((row) => ({
    id: bytesToId(row.id),
    action: row.action,
    ...(row.staff_id && { staffId: bytesToId(row.staff_id) }),
    email: row.email,
    role: row.role,
    reason: row.reason,
    ticket: row.ticket,
    askedBy: { id: bytesToId(row.asked_by), email: nameOf(row.asked_by) },
    askedAt: row.asked_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    state: row.state,
    ...(row.decided_at && {
      decision: { at: row.decided_at.toISOString(), ...(row.decided_by && { by: nameOf(row.decided_by) }) },
    }),
  }));
}
