import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction } from '../../platform/database/transaction.js';
import { systemActor } from '../../platform/kernel/actor.js';
import { now, SECOND_MS } from '../../platform/kernel/clock.js';
import { newId } from '../../platform/kernel/ids.js';
import { AuditLog } from '../events/audit-log.service.js';
import { LogAvailability } from './log-availability.service.js';
import { isLate, LogWorker, reasonToClose } from './log-worker.service.js';
import { quorumFault, wordOf, type WitnessesState, type WitnessWord } from './witnesses.service.js';

/** Thrown to undo a trial; never leaves this file. */
class Undo extends Error {}

export interface AuditReport {
  readonly isUp: boolean;
  readonly message?: string;
  readonly isLate: boolean;
  readonly oldestPendingSeconds: number;
  readonly entries: number;
  /** Since when it has been up, or has not, without interruption; null where nobody has looked for it lately. */
  readonly since: string | null;
  readonly lastCheckpointAt: string | null;
  readonly witness: WitnessWord;
  /** What each that does not cosign says. */
  readonly witnessSays?: string;
  readonly witnesses: readonly WitnessReportLine[];
  readonly witnessQuorum: { readonly needed: number; readonly agreeing: number };
  /** Since a minute or longer too few witnesses cosign: somebody ought to look, and nothing is closed. */
  readonly quorumMissed?: string;
  readonly lastWitnessAt: string | null;
  readonly lastSelfCheckAt: string | null;
  readonly selfCheck: 'not yet' | 'passed' | 'FAILED';
  /** Why the last round did not succeed; it is tried again, and closes the log after a minute. */
  readonly failing?: string;
  /** When the file of checkpoints was found gone; the next start forgets it. */
  readonly fileLostAt?: string;
}

export interface WitnessReportLine {
  readonly name: string;
  readonly state: WitnessWord;
  readonly since: string;
  readonly says?: string;
  readonly entries: number;
  readonly lastAt: string | null;
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
    private readonly availability: LogAvailability,
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
      since: iso(await this.availability.since(closed === null)),
      ...(state.failure && { failing: state.failure.why }),
      ...(state.fileLostAt && { fileLostAt: state.fileLostAt.toISOString() }),
      lastCheckpointAt: iso(state.lastSignedAt),
      witness: wordOf(state.witnesses),
      ...witnessesIn(state.witnesses),
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

function witnessesIn(
  state: WitnessesState,
): Pick<AuditReport, 'witnesses' | 'witnessQuorum' | 'witnessSays' | 'quorumMissed'> {
  const { each, quorum } = state;
  const witnesses = each.map(({ name, report, since, last }) => ({
    name,
    state: report.state,
    since: since.toISOString(),
    ...('why' in report && { says: report.why }),
    entries: last?.size ?? 0,
    lastAt: iso(last?.at ?? null),
  }));
  const said = witnesses.flatMap((witness) => (witness.says === undefined ? [] : [witness.says])).join(' ');
  const says = each.length === 0 ? 'No witness is known (WITNESS_URL).' : said;
  const missed = quorumFault(state);
  return {
    witnesses,
    witnessQuorum: { needed: quorum.needed, agreeing: quorum.agreeing },
    ...(says !== '' && { witnessSays: says }),
    ...(missed !== null && { quorumMissed: missed }),
  };
}
