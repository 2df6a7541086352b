import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { IdempotencyKeys } from '../../log/commands/idempotency.service.js';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { selectOne, write, type Tx } from '../../platform/database/transaction.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { AppError, invalid, notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, type EventId } from '../../platform/kernel/ids.js';
import { idempotencyKeySchema, idSchema, orAbsent, printable } from '../../platform/kernel/schemas.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import type { review_items } from '../tables.generated.js';
import type { PeriodReport } from './period-report.js';
import { contentOf, sha256Of, type ReviewRecord } from './review-content.js';
import { itemsOf, reportOf, reviewHead, type ReviewHead } from './review-rows.js';
import { NOTE_MAX, VERDICTS } from './review-states.js';
import { locked, ofReview, setReview, withoutVersion } from './reviews.service.js';

const note = printable(NOTE_MAX);
const version = z.coerce.number().int().min(0);
const noteSchema = z.strictObject({
  reviewId: idSchema,
  itemId: idSchema,
  verdict: z.enum(VERDICTS),
  note: orAbsent(printable(NOTE_MAX)),
  /** How often the item had been noted when its form was shown. */
  version,
  idempotencyKey: idempotencyKeySchema,
});
const submitSchema = z.strictObject({
  reviewId: idSchema,
  version,
  conclusion: note,
  idempotencyKey: idempotencyKeySchema,
});
const decideSchema = z.strictObject({ reviewId: idSchema, version, note, idempotencyKey: idempotencyKeySchema });

export interface WorkAnswer {
  readonly auditEventId: EventId;
  /** The very same had been noted already: nothing was added. */
  readonly wasSoAlready?: true;
}

/** What must be judged before a review can be submitted: the sample, and every exception. */
export function itemsToJudge({ sample, exceptions }: PeriodReport): string[] {
  return [...new Set([...exceptions.map(({ item }) => item), ...sample.items])];
}

/** What can be judged: every operation, and what is an exception without being one. */
function isItemOf({ population, exceptions }: PeriodReport, id: string): boolean {
  return population.some((operation) => operation.id === id) || exceptions.some(({ item }) => item === id);
}

/**
 * The work on a review: the reviewer notes each item and submits; another person of compliance returns it or signs. Each step is
 * under the lock of the review's row and is an event; whoever comes second with a page that is no longer so is told.
 */
@Injectable()
export class ReviewWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** Throws NOT_FOUND, FORBIDDEN to who is not its reviewer, INVALID_STATE once it is submitted or when the item was noted anew. */
  note(actor: StaffActor, given: unknown): Promise<WorkAnswer> {
    const { idempotencyKey, reviewId, ...ask } = parsed(noteSchema, given);
    const text = ask.note ?? '';
    if (ask.verdict !== 'ok' && text === '') throw invalid('note', 'Say what was found.');
    const request = { name: 'review.note', reviewId, ...ask };
    return this.once(actor, idempotencyKey, request, async (tx) => {
      const head = await this.draftOf(tx, actor, reviewId);
      const { report } = await reportOf(tx, reviewId);
      if (!isItemOf(report, ask.itemId)) throw notFound('item of this review');
      const known = await itemNow(tx, reviewId, ask.itemId);
      if (known?.verdict === ask.verdict && known.note === text) {
        return { auditEventId: known.eventId, wasSoAlready: true as const };
      }
      if ((known?.version ?? 0) !== ask.version) throw new AppError('INVALID_STATE', 'This item was noted meanwhile.');
      const event = await this.audit.append(tx, {
        ...ofReview(actor, reviewId, 'review.item-noted'),
        outcome: 'success',
        ...(text !== '' && { personal: { staff_reason: text } }),
        details: { item_id: ask.itemId, verdict: ask.verdict },
      });
      const noted = [ask.verdict, text, idToBytes(actor.id), event.time, idToBytes(event.id)];
      await write(
        tx,
        known
          ? `UPDATE review_items SET verdict = ?, note = ?, noted_by = ?, noted_at = ?, noted_event_id = ?,
               version = version + 1 WHERE review_id = ? AND item_id = ?`
          : `INSERT INTO review_items (verdict, note, noted_by, noted_at, noted_event_id, review_id, item_id, version)
             VALUES (?, ?, ?, ?, ?, ?, ?, 1)`,
        [...noted, idToBytes(reviewId), idToBytes(ask.itemId)],
      );
      await setReview(tx, reviewId, { state: head.state });
      return { auditEventId: event.id };
    });
  }

  /** Throws as `note` does; INVALID_STATE while something is not judged, too. */
  submit(actor: StaffActor, given: unknown): Promise<WorkAnswer> {
    const { idempotencyKey, ...ask } = parsed(submitSchema, given);
    return this.once(actor, idempotencyKey, { name: 'review.submit', ...ask }, async (tx) => {
      const head = await this.draftOf(tx, actor, ask.reviewId);
      assertSame(head, ask.version);
      const { report } = await reportOf(tx, ask.reviewId);
      const items = await itemsOf(tx, ask.reviewId);
      const judged = new Set(items.map(({ item }) => item));
      const open = itemsToJudge(report).filter((id) => !judged.has(id));
      if (open.length > 0) throw new AppError('INVALID_STATE', `${open.length} items are not judged yet.`);
      const count = (verdict: string) => items.filter((item) => item.verdict === verdict).length;
      const event = await this.audit.append(tx, {
        ...ofReview(actor, ask.reviewId, 'review.submitted'),
        outcome: 'success',
        personal: { staff_reason: ask.conclusion },
        details: {
          items: items.length,
          found: { ok: count('ok'), exception: count('exception'), question: count('question') },
        },
      });
      await setReview(tx, ask.reviewId, {
        state: 'submitted',
        submitted_at: event.time,
        conclusion: ask.conclusion,
      });
      return { auditEventId: event.id };
    });
  }

  /** Back to its reviewer, with what is missing. Throws NOT_FOUND, FORBIDDEN for one's own, INVALID_STATE when it is not submitted or has changed. */
  giveBack(actor: StaffActor, given: unknown): Promise<WorkAnswer> {
    return this.decide(actor, given, 'review.return', async (tx, head, text) => {
      const event = await this.audit.append(tx, {
        ...ofReview(actor, head.id, 'review.returned'),
        outcome: 'success',
        personal: { staff_reason: text },
        details: { reviewer_id: head.reviewerId },
      });
      await setReview(tx, head.id, { ...decided(actor, text, event), state: 'returned' });
      return { auditEventId: event.id };
    });
  }

  /** For good: from then on nothing of it changes. Throws as `giveBack` does. */
  sign(actor: StaffActor, given: unknown): Promise<WorkAnswer> {
    return this.decide(actor, given, 'review.sign', async (tx, head, text) => {
      const { sha256 } = await reportOf(tx, head.id);
      const items = await itemsOf(tx, head.id);
      const at = now();
      const signed: ReviewRecord = { ...head, decidedBy: actor.id, decidedAt: at.toISOString(), decisionNote: text };
      const content = sha256Of(contentOf(signed, sha256, items.map(withoutVersion)));
      const event = await this.audit.append(tx, {
        ...ofReview(actor, head.id, 'review.signed'),
        outcome: 'success',
        authorization: { decision: 'allowed', rule: 'compliance may approve Review' },
        personal: { staff_reason: text },
        details: { reviewer_id: head.reviewerId, content_sha256: `sha256:${content.toString('hex')}` },
      });
      await setReview(tx, head.id, {
        ...decided(actor, text, { id: event.id, time: at }),
        state: 'signed',
        content_sha256: content,
      });
      return { auditEventId: event.id };
    });
  }

  private async decide(
    actor: StaffActor,
    given: unknown,
    name: string,
    work: (tx: Tx, head: ReviewHead, text: string) => Promise<WorkAnswer>,
  ): Promise<WorkAnswer> {
    const { idempotencyKey, ...ask } = parsed(decideSchema, given);
    const known = await reviewHead(this.dataSource.manager, ask.reviewId);
    if (!known) throw notFound('review');
    if (known.reviewerId === actor.id) await this.refuseOwn(actor, known);
    return this.once(actor, idempotencyKey, { name, ...ask }, async (tx) => {
      const head = await locked(tx, ask.reviewId);
      if (head.state !== 'submitted') throw new AppError('INVALID_STATE', `It is ${head.state}.`);
      assertSame(head, ask.version);
      return work(tx, head, ask.note);
    });
  }

  private async refuseOwn(actor: StaffActor, { id, reviewerId }: ReviewHead): Promise<never> {
    await this.audit.record({
      ...ofReview(actor, id, 'review.sign-off-denied'),
      outcome: 'denied',
      reason: 'FORBIDDEN',
      details: { reviewer_id: reviewerId },
    });
    throw new AppError('FORBIDDEN', 'Nobody decides a review of their own. Ask another person of compliance.');
  }

  private async draftOf(tx: Tx, actor: StaffActor, id: string): Promise<ReviewHead> {
    const head = await locked(tx, id);
    if (head.reviewerId !== actor.id) throw new AppError('FORBIDDEN', 'This review is somebody else’s.');
    if (head.state !== 'draft' && head.state !== 'returned')
      throw new AppError('INVALID_STATE', `It is ${head.state}.`);
    return head;
  }

  private once(
    actor: StaffActor,
    key: string,
    request: object,
    work: (tx: Tx) => Promise<WorkAnswer>,
  ): Promise<WorkAnswer> {
    return this.keys.once(this.dataSource, { actorId: actor.id, key, request }, work);
  }
}

function assertSame(head: ReviewHead, shown: number): void {
  if (head.version !== shown) throw new AppError('INVALID_STATE', 'This review has changed since it was shown.');
}

const decided = (actor: StaffActor, text: string, event: { id: EventId; time: Date }) => ({
  decided_by: idToBytes(actor.id),
  decided_at: event.time,
  decision_note: text,
  decided_event_id: idToBytes(event.id),
});

async function itemNow(tx: Tx, reviewId: string, itemId: string) {
  const row = await selectOne<Pick<review_items, 'verdict' | 'note' | 'version' | 'noted_event_id'>>(
    tx,
    'SELECT verdict, note, version, noted_event_id FROM review_items WHERE review_id = ? AND item_id = ?',
    [idToBytes(reviewId), idToBytes(itemId)],
  );
  return row && { ...row, eventId: bytesToId<EventId>(row.noted_event_id) };
}
