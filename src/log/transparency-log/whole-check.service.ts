import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../events/audit-log.service.js';
import { THE_LOG } from '../events/event-catalogue.js';
import { inTransaction, selectOne, write } from '../../platform/database/transaction.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { later, now, SECOND_MS } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type EventId, type StaffId } from '../../platform/kernel/ids.js';
import type { audit_check } from '../tables.generated.js';
import { SelfCheck, type Finding } from './self-check.service.js';

/** So long after its last sign of life a check is taken for dead, and another process begins it again. */
const LEASE_MS = 30 * SECOND_MS;
const RENEWED_EVERY_MS = SECOND_MS;

/** The check that runs, or ran last. */
export interface CheckRun {
  readonly askedBy: StaffId;
  readonly askedAt: Date;
  /** Entries. Both 0 until a process has begun. */
  readonly done: number;
  readonly total: number;
  readonly endedAt: Date | null;
  /** The event with its result. */
  readonly eventId: EventId | null;
}

type Row = Pick<audit_check, 'asked_by' | 'asked_as' | 'asked_at' | 'done' | 'total' | 'ended_at' | 'event_id'>;

const READ = 'SELECT asked_by, asked_as, asked_at, done, total, ended_at, event_id FROM audit_check WHERE id = 1';

/** Thrown when this process must leave the check to another one. */
class LeftToOthers extends Error {}

/**
 * The check of the whole log that somebody asks for: in the background, one at a time in all processes. The row says who
 * asked and how far it has come; the result is an event. Killed, it is begun again by another process.
 */
@Injectable()
export class WholeCheck implements BeforeApplicationShutdown {
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly selfCheck: SelfCheck,
    private readonly audit: AuditLog,
  ) {}

  beforeApplicationShutdown(): void {
    this.isStopping = true;
  }

  /** Asks for it. While one runs that one is the answer. */
  async ask({ id, role }: StaffActor): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      write(
        tx,
        `UPDATE audit_check SET asked_by = ?, asked_as = ?, asked_at = ?, claim = NULL, lease_until = NULL,
           done = 0, total = 0, ended_at = NULL, event_id = NULL
         WHERE id = 1 AND (asked_at IS NULL OR ended_at IS NOT NULL)`,
        [idToBytes(id), role, now()],
      ),
    );
  }

  /** Null when nobody has asked yet. */
  async latest(): Promise<CheckRun | null> {
    const row = await selectOne<Row>(this.dataSource.manager, READ);
    if (!row?.asked_by || !row.asked_at) return null;
    return {
      askedBy: bytesToId(row.asked_by),
      askedAt: row.asked_at,
      done: Number(row.done),
      total: Number(row.total),
      endedAt: row.ended_at,
      eventId: row.event_id && bytesToId(row.event_id),
    };
  }

  /** The job: does what was asked for, if no other process does. */
  async work(): Promise<void> {
    const run = await this.latest();
    if (!run || run.endedAt) return;
    const claim = newId();
    if (!(await this.claim(claim))) return;
    const progress = { done: 0, total: 0, isOurs: true };
    const renewing = setInterval(() => {
      void this.renew(claim, progress).catch(() => undefined);
    }, RENEWED_EVERY_MS);
    try {
      const finding = await this.selfCheck.lookAtAll((done, total) => {
        Object.assign(progress, { done, total });
        if (this.isStopping || !progress.isOurs) throw new LeftToOthers();
      });
      await this.end(claim, finding);
    } catch (error) {
      if (!(error instanceof LeftToOthers)) throw error;
      if (progress.isOurs) await this.giveBack(claim);
    } finally {
      clearInterval(renewing);
    }
  }

  private async claim(claim: string): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(
        tx,
        `UPDATE audit_check SET claim = ?, lease_until = ?, done = 0, total = 0
         WHERE id = 1 AND asked_at IS NOT NULL AND ended_at IS NULL AND (lease_until IS NULL OR lease_until < ?)`,
        [idToBytes(claim), later(LEASE_MS), now()],
      ),
    );
    return affectedRows === 1;
  }

  private async renew(claim: string, progress: { done: number; total: number; isOurs: boolean }): Promise<void> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'UPDATE audit_check SET lease_until = ?, done = ?, total = ? WHERE id = 1 AND claim = ?', [
        later(LEASE_MS),
        progress.done,
        progress.total,
        idToBytes(claim),
      ]),
    );
    progress.isOurs = affectedRows === 1;
  }

  private async giveBack(claim: string): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      write(tx, 'UPDATE audit_check SET claim = NULL, lease_until = NULL WHERE id = 1 AND claim = ?', [
        idToBytes(claim),
      ]),
    );
  }

  /** Its event and its end in one transaction: a check whose lease ran out has neither. */
  private async end(claim: string, finding: Finding | undefined): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const row = await selectOne<Row>(tx, `${READ} AND claim = ? AND ended_at IS NULL FOR UPDATE`, [idToBytes(claim)]);
      if (!row?.asked_by || !row.asked_as) return;
      const actor: StaffActor = {
        type: 'staff',
        id: bytesToId(row.asked_by),
        role: row.asked_as,
        origin: { requestId: `check-${claim}` },
      };
      // Where nothing is signed there is nothing to say, and nothing was verified.
      const event =
        finding &&
        (await this.audit.append(tx, {
          type: 'audit.verified',
          subjectId: THE_LOG,
          actor,
          roles: [actor.role],
          ...finding.event,
        }));
      const entries = finding?.fault ? undefined : finding?.event.details.entries;
      await write(
        tx,
        `UPDATE audit_check SET ended_at = ?, event_id = ?, claim = NULL, lease_until = NULL,
           done = COALESCE(?, done), total = COALESCE(?, total) WHERE id = 1`,
        [now(), event ? idToBytes(event.id) : null, entries ?? null, entries ?? null],
      );
    });
  }
}
