import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import { AuditLog } from '../log/events/audit-log.service.js';
import type { EventDraft } from '../log/events/envelope.js';
import { enterFence, type BookWrite } from '../books/fence.js';
import { businessNames } from '../people/businesses/business-head.js';
import { IdempotencyKeys } from '../log/commands/idempotency.service.js';
import type { RowsByTime } from '../platform/database/rows-by-time.js';
import { inTransaction, select, selectByIds, selectOne, write, type Tx } from '../platform/database/transaction.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { Mailer } from '../platform/outbox/mailer.service.js';
import { staffByIds } from '../people/identity/people.js';
import { systemActor, type Actor, type StaffActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, type BusinessId, type EventId, type StaffId } from '../platform/kernel/ids.js';
import { newsMail, type RequestNews } from './request-news.js';
import type {
  decisionsSchema,
  SupportBlocker,
  SupportFacts,
  SupportReading,
  SupportTarget,
} from './support-actions.js';
import { notPossible, SupportExecution } from './support-execution.service.js';
import { SupportAssignment, type RequestState } from './support-request.entity.js';
import type { support_assignments, support_requests } from './tables.generated.js';

/** A request as the people of the panel see it. `facts`: as they are now. */
export interface RequestView {
  readonly id: string;
  readonly target: SupportTarget & { readonly targetId: string };
  readonly business: string;
  readonly askedBy: { readonly id: StaffId; readonly email: string };
  readonly askedAt: Date;
  readonly reason: string;
  readonly ticket: string;
  readonly state: RequestState;
  readonly expiresAt: Date;
  readonly askedEventId: EventId;
  /** Absent where it is about somebody who is no member any more. */
  readonly facts?: SupportFacts;
  /** Who has taken it to decide. */
  readonly takenBy?: string;
  /** Why it cannot be approved any more; of those that are pending. */
  readonly blocker?: SupportBlocker;
  readonly decision?: {
    /** Absent where time decided. */
    readonly by?: string;
    readonly at: Date;
    readonly reason?: string;
    readonly eventId: EventId;
  };
}

/** What waits, as it is told where its button is. */
export interface PendingRequest extends Pick<RequestView, 'id' | 'askedAt' | 'ticket'> {
  readonly action: SupportTarget['action'];
  readonly targetId: string;
  readonly askedBy: string;
}

export interface ManyDecided {
  readonly decided: readonly { readonly requestId: string; readonly auditEventId?: EventId; readonly code?: string }[];
}

export interface DecisionAnswer {
  readonly auditEventId: EventId;
}

type StoredRequest = Pick<
  support_requests,
  | 'id'
  | 'business_id'
  | 'action'
  | 'target_id'
  | 'asked_by'
  | 'asked_at'
  | 'reason'
  | 'ticket'
  | 'state'
  | 'expires_at'
  | 'asked_event_id'
  | 'decided_by'
  | 'decided_at'
  | 'decision_reason'
  | 'decided_event_id'
>;

/** With the names that belong to its ids. */
interface RequestRow extends StoredRequest {
  business: string;
  asker: string;
  asker_disabled_at: Date | null;
  decider: string | null;
  taker: string | undefined;
}

const COLUMNS = `id, business_id, action, target_id, asked_by, asked_at, reason, ticket, state, expires_at, asked_event_id,
  decided_by, decided_at, decision_reason, decided_event_id`;
const PENDING_MAX = 100;
const DECIDED_MAX = 20;

const PENDING = "state = 'pending' AND expires_at > ?";

/** Requests that wait for somebody. */
export const pendingRequests = (): RowsByTime => ({
  from: 'support_requests',
  where: PENDING,
  parameters: [now()],
  at: 'asked_at',
  id: 'id',
  shown: 'business_id',
});

/** What a second person decides. Nobody decides a request of their own, whatever the role. */
@Injectable()
export class Approvals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly keys: IdempotencyKeys,
    private readonly execution: SupportExecution,
    private readonly mailer: Mailer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** What waits, oldest first, and what was decided last. */
  async list(manager = this.dataSource.manager): Promise<{ pending: RequestView[]; decided: RequestView[] }> {
    const pending = await storedRequests(manager, `WHERE ${PENDING} ORDER BY asked_at, id LIMIT ${PENDING_MAX}`, [
      now(),
    ]);
    const decided = await storedRequests(
      manager,
      `WHERE decided_at IS NOT NULL ORDER BY decided_at DESC, id LIMIT ${DECIDED_MAX}`,
    );
    const rows = await withNames(manager, [...pending, ...decided]);
    const readings = await this.execution.lookAtEach(manager, rows.map(targetOf));
    const views = rows.map((row, i) => viewOf(row, readings[i] ?? GONE));
    return { pending: views.slice(0, pending.length), decided: views.slice(pending.length) };
  }

  /** What waits of one business, oldest first. */
  async pendingOf(businessId: BusinessId): Promise<PendingRequest[]> {
    const manager = this.dataSource.manager;
    const rows = await storedRequests(manager, `WHERE business_id = ? AND ${PENDING} ORDER BY asked_at, id`, [
      idToBytes(businessId),
      now(),
    ]);
    return (await withNames(manager, rows)).map((row) => ({
      id: bytesToId(row.id),
      action: row.action,
      targetId: bytesToId(row.target_id),
      askedBy: row.asker,
      askedAt: row.asked_at,
      ticket: row.ticket,
    }));
  }

  /**
   * Does what was asked, in the transaction of the approval. Throws NOT_FOUND, FORBIDDEN for a request of one's own,
   * INVALID_STATE when it was decided, has expired or is not possible any more.
   */
  approve(actor: StaffActor, requestId: string, idempotencyKey: string): Promise<DecisionAnswer> {
    return this.decide(actor, { requestId, idempotencyKey, decision: 'approve' }, async (into, row) => {
      if (row.asker_disabled_at !== null) throw notPossible('asker-disabled');
      const { reason, ticket } = row;
      const approved = { requestId, askedBy: bytesToId<StaffId>(row.asked_by) };
      const event = await this.execution.do(into, actor, targetOf(row), { reason, ticket }, approved);
      return { event, state: 'approved', reason: null };
    });
  }

  /** Closes a request without doing it, with a reason for whoever asked. Throws as `approve` does. */
  refuse(actor: StaffActor, requestId: string, reason: string, idempotencyKey: string): Promise<DecisionAnswer> {
    const ask = { requestId, idempotencyKey, decision: 'refuse', reason };
    return this.decide(actor, ask, async ({ tx }, row) => {
      const { id: event } = await this.audit.append(tx, {
        ...eventOf(row, actor, 'support.refused'),
        authorization: { decision: 'allowed', rule: 'support-lead may approve Request' },
        personal: { staff_reason: reason },
      });
      return { event, state: 'refused', reason };
    });
  }

  /** Whoever asked takes it back. Throws NOT_FOUND, FORBIDDEN for somebody else's, INVALID_STATE when it was decided. */
  async withdraw(actor: StaffActor, requestId: string): Promise<DecisionAnswer> {
    const known = await readRequest(this.dataSource.manager, idToBytes(requestId));
    if (!known) throw notFound('request');
    if (bytesToId(known.asked_by) !== actor.id) throw new AppError('FORBIDDEN', 'Who asked for it withdraws it.');
    return inTransaction(this.dataSource, async (tx) => {
      await enterFence(tx, bytesToId<BusinessId>(known.business_id));
      const row = await lockPending(tx, known);
      const { id: event } = await this.audit.append(tx, {
        ...eventOf(row, actor, 'support.withdrawn'),
        outcome: 'success',
      });
      await close(tx, row, { state: 'withdrawn', event, reason: null });
      return { auditEventId: event };
    });
  }

  /** Says that one looks into it, whoever did before; or that nobody does. Throws NOT_FOUND, INVALID_STATE when it was decided. */
  async assign(requestId: string, to: StaffId | null): Promise<object> {
    await inTransaction(this.dataSource, async (tx) => {
      const known = await readRequest(tx, idToBytes(requestId));
      if (!known) throw notFound('request');
      const { id } = await lockPending(tx, known);
      await write(tx, 'DELETE FROM support_assignments WHERE request_id = ?', [id]);
      if (to) await tx.insert(SupportAssignment, { requestId, staffId: to, takenAt: now() });
    });
    return {};
  }

  /** Decides each in a transaction of its own, and says of each what became of it: an event, or the code of what it was refused with. */
  async decideMany(
    actor: StaffActor,
    { requestIds, decision, reason = '', idempotencyKey }: z.infer<typeof decisionsSchema>,
  ): Promise<ManyDecided> {
    const decided: ManyDecided['decided'][number][] = [];
    for (const requestId of requestIds) {
      const key = `${idempotencyKey.slice(0, 200)}:${requestId}`;
      const one =
        decision === 'approve' ? this.approve(actor, requestId, key) : this.refuse(actor, requestId, reason, key);
      decided.push(
        await one.then(
          ({ auditEventId }) => ({ requestId, auditEventId }),
          (error: unknown) => {
            if (!(error instanceof AppError)) throw error;
            return { requestId, code: error.code };
          },
        ),
      );
    }
    return { decided };
  }

  /** Closes one request whose time is over; false when there is none. */
  expireNext(): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const found = await selectOne<Pick<support_requests, 'id'>>(
        tx,
        `SELECT id FROM support_requests WHERE state = 'pending' AND expires_at <= ?
         ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [now()],
      );
      if (!found) return false;
      const row = (await readRequest(tx, found.id))!;
      const { id } = await this.audit.append(tx, eventOf(row, systemActor('support-requests'), 'support.expired'));
      await close(tx, row, { state: 'expired', event: id, reason: null });
      await this.tell(tx, row, { state: 'expired' });
      return true;
    });
  }

  private async decide(
    actor: StaffActor,
    { idempotencyKey, ...ask }: { requestId: string; idempotencyKey: string; decision: string; reason?: string },
    work: (into: BookWrite, row: RequestRow) => Promise<Closing>,
  ): Promise<DecisionAnswer> {
    const known = await readRequest(this.dataSource.manager, idToBytes(ask.requestId));
    if (!known) throw notFound('request');
    if (bytesToId(known.asked_by) === actor.id) await this.refuseOwn(actor, known);
    const request = { name: 'support.decide', ...ask };
    return this.keys.once(this.dataSource, { actorId: actor.id, key: idempotencyKey, request }, async (tx) => {
      // Lock order: the business, the request, what it is about, the counter of events.
      const into = await enterFence(tx, bytesToId<BusinessId>(known.business_id));
      const row = await lockPending(tx, known);
      const closing = await work(into, row);
      await close(tx, row, closing, actor);
      const { email: by } = (await staffByIds(tx, [actor.id])).get(actor.id)!;
      const { state, reason } = closing;
      await this.tell(tx, row, { state: state as RequestNews['state'], by, ...(reason !== null && { reason }) });
      return { auditEventId: closing.event };
    });
  }

  /** Whoever asked need not look again and again. */
  private tell(tx: Tx, row: RequestRow, news: Pick<RequestNews, 'state' | 'by' | 'reason'>): Promise<void> {
    const { action, business, ticket } = row;
    const url = `${this.settings.publicUrl}/admin/pages/business?id=${bytesToId(row.business_id)}`;
    const mail = newsMail({ ...news, action, business, ticket, url });
    return this.mailer.queue(tx, { to: row.asker, locale: 'fr', ...mail });
  }

  private async refuseOwn(actor: StaffActor, row: RequestRow): Promise<never> {
    const draft = eventOf(row, actor, 'support.approval-denied');
    await this.audit.record({ ...draft, reason: 'FORBIDDEN' });
    throw new AppError('FORBIDDEN', 'Nobody decides a request of their own. Ask another support lead.');
  }
}

interface Closing {
  readonly event: EventId;
  readonly state: RequestState;
  readonly reason: string | null;
}

/** What a request is about may be gone since, which is no reason to show none of the others. */
const GONE = { blocker: 'gone' } as const;

function viewOf(row: RequestRow, { facts, blocker }: Partial<SupportReading>): RequestView {
  const isPending = row.state === 'pending';
  const standsInTheWay = row.asker_disabled_at === null ? blocker : 'asker-disabled';
  return {
    id: bytesToId(row.id),
    target: targetOf(row),
    business: row.business,
    askedBy: { id: bytesToId<StaffId>(row.asked_by), email: row.asker },
    askedAt: row.asked_at,
    reason: row.reason,
    ticket: row.ticket,
    state: row.state,
    expiresAt: row.expires_at,
    askedEventId: bytesToId<EventId>(row.asked_event_id),
    ...(facts && { facts }),
    ...(row.taker !== undefined && { takenBy: row.taker }),
    ...(isPending && standsInTheWay && { blocker: standsInTheWay }),
    ...(row.decided_at && row.decided_event_id && { decision: decisionOf(row, row.decided_at, row.decided_event_id) }),
  };
}

const targetOf = (row: RequestRow) => ({
  action: row.action,
  businessId: bytesToId<BusinessId>(row.business_id),
  targetId: bytesToId(row.target_id),
});

const decisionOf = (row: RequestRow, at: Date, eventId: Buffer) => ({
  ...(row.decider !== null && { by: row.decider }),
  at,
  ...(row.decision_reason !== null && { reason: row.decision_reason }),
  eventId: bytesToId<EventId>(eventId),
});

const storedRequests = (manager: EntityManager, rest: string, parameters: unknown[] = []): Promise<StoredRequest[]> =>
  select<StoredRequest>(manager, `SELECT ${COLUMNS} FROM support_requests ${rest}`, parameters);

async function withNames(manager: EntityManager, rows: readonly StoredRequest[]): Promise<RequestRow[]> {
  const names = await businessNames(
    manager,
    rows.map((row) => bytesToId(row.business_id)),
  );
  const taken = await takersOf(manager, rows);
  const staff = await staffByIds(
    manager,
    [...rows.flatMap((row) => [row.asked_by, row.decided_by]), ...taken.values()].flatMap((id) =>
      id ? [bytesToId(id)] : [],
    ),
  );
  return rows.map((row) => {
    const asker = staff.get(bytesToId(row.asked_by))!;
    return {
      ...row,
      business: names.get(bytesToId(row.business_id))!.name,
      asker: asker.email,
      asker_disabled_at: asker.disabled_at,
      decider: row.decided_by && staff.get(bytesToId(row.decided_by))!.email,
      taker: staff.get(bytesToId(taken.get(bytesToId(row.id)) ?? row.id))?.email,
    };
  });
}

/** By request, who has taken it. */
async function takersOf(manager: EntityManager, rows: readonly StoredRequest[]): Promise<Map<string, Buffer>> {
  const found = await selectByIds<Pick<support_assignments, 'staff_id'> & { id: support_assignments['request_id'] }>(
    manager,
    'SELECT request_id AS id, staff_id FROM support_assignments WHERE request_id IN (?)',
    rows.map((row) => bytesToId(row.id)),
  );
  return new Map([...found].map(([id, { staff_id }]) => [id, staff_id]));
}

async function readRequest(manager: EntityManager, id: Buffer): Promise<RequestRow | undefined> {
  const [row] = await withNames(manager, await storedRequests(manager, 'WHERE id = ?', [id]));
  return row;
}

/** Throws INVALID_STATE when it was decided or its time is over. */
async function lockPending(tx: Tx, known: RequestRow): Promise<RequestRow> {
  const row = await lock(tx, known);
  if (row.state !== 'pending') throw new AppError('INVALID_STATE', `It is ${row.state} already.`);
  if (row.expires_at <= now()) throw new AppError('INVALID_STATE', 'Its time is over. It can be asked again.');
  return row;
}

async function lock(tx: Tx, { id }: RequestRow): Promise<RequestRow> {
  await selectOne(tx, 'SELECT id FROM support_requests WHERE id = ? FOR UPDATE', [id]);
  return (await readRequest(tx, id))!;
}

async function close(tx: Tx, row: RequestRow, { event, state, reason }: Closing, by?: StaffActor): Promise<void> {
  await write(
    tx,
    `UPDATE support_requests SET state = ?, decided_by = ?, decided_at = ?, decision_reason = ?, decided_event_id = ?
     WHERE id = ?`,
    [state, by ? idToBytes(by.id) : null, now(), reason, idToBytes(event), row.id],
  );
}

/** An event about a request that ends without being done; both people are in it. */
function eventOf(
  row: RequestRow,
  actor: Actor,
  type: 'support.refused' | 'support.expired' | 'support.withdrawn' | 'support.approval-denied',
): EventDraft<typeof type> {
  const id = bytesToId(row.id);
  return {
    type,
    subjectId: bytesToId(row.business_id),
    actor,
    roles: actor.type === 'staff' ? [actor.role] : [],
    outcome: 'denied',
    ticket: row.ticket,
    operationId: id,
    details: {
      request_id: id,
      action: row.action,
      target_id: bytesToId(row.target_id),
      asked_by: bytesToId(row.asked_by),
    },
  };
}
