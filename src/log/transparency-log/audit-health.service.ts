import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction } from '../../platform/database/transaction.js';
import { systemActor } from '../../platform/kernel/actor.js';
import { now, SECOND_MS } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import { AuditLog } from '../events/audit-log.service.js';
import { isLate, LogWorker, reasonToClose } from './log-worker.service.js';

/** Thrown to undo a trial; never leaves this file. */
class Undo extends Error {}

export interface AuditReport {
  readonly isUp: boolean;
  readonly message?: string;
  readonly isLate: boolean;
  readonly oldestPendingSeconds: number;
  readonly entries: number;
  readonly lastCheckpointAt: string | null;
  readonly witness: string;
  readonly witnessSays?: string;
  readonly lastWitnessAt: string | null;
  readonly lastSelfCheckAt: string | null;
  readonly selfCheck: 'not yet' | 'passed' | 'FAILED';
  /** Why the last round did not succeed; it is tried again, and closes the log after a minute. */
  readonly failing?: string;
  /** When the file of checkpoints was found gone; the next start forgets it. */
  readonly fileLostAt?: string;
}

/** How often at most the log is written to only to see whether it can be. */
const TRIED_EVERY_MS = 10 * SECOND_MS;

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** Whether the log can be relied on: it is signed and not behind, and an event can be written. */
@Injectable()
export class AuditHealth {
  private tried?: { readonly at: Date; readonly outcome: Promise<boolean> };

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly worker: LogWorker,
  ) {}

  /** False closes resets and restores (fail closed). */
  async isOpen(): Promise<boolean> {
    try {
      return (await this.worker.closedBecause()) === null;
    } catch {
      // Who cannot be asked is not open.
      return false;
    }
  }

  /**
   * For whoever watches the service: states and times (ISO 8601 UTC), no content. Whether events can be written is tried
   * out, or with `lately` is what was found in the last seconds: strangers may ask as often as they like.
   */
  async report(when: 'now' | 'lately' = 'now'): Promise<AuditReport> {
    const state = await this.worker.state();
    const closed =
      reasonToClose(state) ??
      ((await (when === 'now' ? this.canAppend() : this.couldAppendLately())) ? null : 'Events cannot be written.');
    return {
      isUp: closed === null,
      ...(closed !== null && { message: closed }),
      isLate: isLate(state),
      oldestPendingSeconds: Math.round(state.waitedMs / 1000),
      entries: state.size,
      ...(state.failure && { failing: state.failure.why }),
      ...(state.fileLostAt && { fileLostAt: state.fileLostAt.toISOString() }),
      lastCheckpointAt: iso(state.lastSignedAt),
      witness: state.witness.state,
      ...('why' in state.witness && { witnessSays: state.witness.why }),
      lastWitnessAt: iso(state.lastWitnessedAt),
      lastSelfCheckAt: iso(state.lastCheck?.at ?? null),
      selfCheck: state.lastCheck === null ? 'not yet' : state.lastCheck.isOk ? 'passed' : 'FAILED',
    };
  }

  async isWritable(): Promise<boolean> {
    return (await this.isOpen()) && (await this.canAppend());
  }

  private async couldAppendLately(): Promise<boolean> {
    const isStale = !this.tried || now().getTime() - this.tried.at.getTime() >= TRIED_EVERY_MS;
    if (isStale) this.tried = { at: now(), outcome: this.canAppend() };
    return this.tried!.outcome;
  }

  /** Found out by writing and taking it back: the same path as a real event. */
  private async canAppend(): Promise<boolean> {
    try {
      await inTransaction(this.dataSource, async (tx) => {
        await this.audit.append(tx, {
          type: 'session.denied',
          subjectId: newId(),
          actor: systemActor('audit-health'),
          outcome: 'denied',
          reason: 'UNAUTHENTICATED',
          details: {},
        });
        throw new Undo();
      });
      return true;
    } catch (error) {
      return error instanceof Undo;
    }
  }
}
