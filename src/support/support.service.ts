import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../log/events/audit-log.service.js';
import { enterFence, type BookWrite } from '../books/fence.js';
import { IdempotencyKeys } from '../log/commands/idempotency.service.js';
import { isDuplicateKey, selectOne, write } from '../platform/database/transaction.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { HOUR_MS, later, now } from '../platform/kernel/clock.js';
import { idToBytes, newId } from '../platform/kernel/ids.js';
import {
  SUPPORT_ACTIONS,
  type SupportAnswer,
  type SupportReading,
  type SupportTarget,
  type Why,
} from './support-actions.js';
import { notPossible, SupportExecution } from './support-execution.service.js';

const APPROVAL_MS = 24 * HOUR_MS;

/** What support does to a business, at once or by asking a second person. The caller has asked the policy. */
@Injectable()
export class Support {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly keys: IdempotencyKeys,
    private readonly execution: SupportExecution,
  ) {}

  /** What would happen, and why it cannot, if so. Throws NOT_FOUND for a business or target that does not exist. */
  async preview(target: SupportTarget): Promise<SupportReading> {
    const manager = this.dataSource.manager;
    const reading = await this.execution.look(manager, target);
    if (reading.blocker || !(await isPending(manager, target))) return reading;
    return { ...reading, blocker: 'asked-already' };
  }

  /**
   * Does it, or asks for it where the policy says so. The business's row is locked as by every writer of its books, so that
   * a reset either sees what happened or makes it wait.
   *
   * Throws NOT_FOUND, INVALID_STATE with `blocker`, IDEMPOTENCY_KEY_REUSED.
   */
  async ask(actor: StaffActor, target: SupportTarget, { idempotencyKey, ...why }: Why): Promise<SupportAnswer> {
    const ask = { actorId: actor.id, key: idempotencyKey, request: { name: 'support', ...target, ...why } };
    try {
      return await this.keys.once(this.dataSource, ask, async (tx) => {
        const into = await enterFence(tx, target.businessId);
        if (SUPPORT_ACTIONS[target.action].may === 'ask') return this.request(into, actor, target, why);
        return { happened: 'done', auditEventId: await this.execution.do(into, actor, target, why) };
      });
    } catch (error) {
      if (isDuplicateKey(error, 'support_requests_one_pending')) throw notPossible('asked-already');
      throw error;
    }
  }

  private async request(
    { tx, businessId }: BookWrite,
    actor: StaffActor,
    target: SupportTarget,
    { reason, ticket }: Omit<Why, 'idempotencyKey'>,
  ): Promise<SupportAnswer> {
    const { blocker } = await this.execution.look(tx, target);
    if (blocker) throw notPossible(blocker);
    const { may, on } = SUPPORT_ACTIONS[target.action];
    const requestId = newId();
    const targetId = target.targetId!;
    const { id: auditEventId } = await this.audit.append(tx, {
      type: 'support.requested',
      subjectId: businessId,
      actor,
      roles: [actor.role],
      outcome: 'pending',
      ticket,
      operationId: requestId,
      authorization: { decision: 'allowed', rule: `${actor.role} may ${may} ${on}` },
      details: { request_id: requestId, action: target.action, target_id: targetId, asked_by: actor.id },
      personal: { staff_reason: reason },
    });
    await write(
      tx,
      `INSERT INTO support_requests (id, business_id, action, target_id, asked_by, asked_at, reason, ticket, state,
         expires_at, asked_event_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)`,
      [
        idToBytes(requestId),
        idToBytes(businessId),
        target.action,
        idToBytes(targetId),
        idToBytes(actor.id),
        now(),
        reason,
        ticket,
        later(APPROVAL_MS),
        idToBytes(auditEventId),
      ],
    );
    return { happened: 'waits-for-approval', auditEventId, requestId };
  }
}

async function isPending(manager: EntityManager, { action, businessId, targetId }: SupportTarget): Promise<boolean> {
  if (targetId === undefined) return false;
  const row = await selectOne(
    manager,
    'SELECT id FROM support_requests WHERE business_id = ? AND action = ? AND pending_target_id = ?',
    [idToBytes(businessId), action, idToBytes(targetId)],
  );
  return row !== undefined;
}
