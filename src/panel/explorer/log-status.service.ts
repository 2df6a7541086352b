import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventDetails, Outcome } from '../../log/events/event-catalogue.js';
import { selectOne } from '../../platform/database/transaction.js';
import { HOUR_MS, now } from '../../platform/kernel/clock.js';
import { isLate, LogWorker, type LogState } from '../../log/transparency-log/log-worker.service.js';
import type { LogStatusView, LogRemark } from './explorer-views.js';

/** The log checks itself four times an hour. */
const CHECK_OLD_AFTER_MS = HOUR_MS;

interface Check {
  readonly time: string;
  readonly data: { readonly outcome: Outcome; readonly details: EventDetails<'audit.verified'> };
}

/** How far the log is known to be whole: by its own checks, which are events, and by its witness. */
@Injectable()
export class LogStatus {
  constructor(
    private readonly dataSource: DataSource,
    private readonly worker: LogWorker,
  ) {}

  async read(): Promise<LogStatusView> {
    const [state, last, good, witness] = await Promise.all([
      this.worker.state(),
      this.lastCheck(),
      this.lastCheck('success'),
      this.lastCosignature(),
    ]);
    const fault = faultOf(state, last);
    const remarks = remarksOn(state, last);
    return {
      state: fault ? 'broken' : !last ? 'not-yet' : remarks.length > 0 ? 'incomplete' : 'verified',
      entries: state.size,
      verified: good ? { entries: good.data.details.entries, at: good.time } : null,
      fault,
      witness,
      remarks,
    };
  }

  private async lastCheck(outcome?: Outcome): Promise<Check | undefined> {
    const row = await selectOne<{ payload: Buffer }>(
      this.dataSource.manager,
      `SELECT payload FROM audit_events WHERE type = 'audit.verified' ${outcome ? 'AND outcome = ?' : ''}
       ORDER BY id DESC LIMIT 1`,
      outcome ? [outcome] : [],
    );
    return row && (JSON.parse(row.payload.toString('utf8')) as Check);
  }

  private async lastCosignature(): Promise<LogStatusView['witness']> {
    const row = await selectOne<{ witness: string; tree_size: number | string; cosigned_at: Date }>(
      this.dataSource.manager,
      'SELECT witness, tree_size, cosigned_at FROM audit_cosignatures ORDER BY tree_size DESC LIMIT 1',
    );
    return row ? { name: row.witness, size: Number(row.tree_size), at: row.cosigned_at.toISOString() } : null;
  }
}

/** A witness that refuses has seen another history: that is a fault like any that the log finds itself. */
function faultOf({ fault, witness }: LogState, last: Check | undefined): LogStatusView['fault'] {
  const why =
    fault ??
    (last && last.data.outcome !== 'success' ? last.data.details.verdict : undefined) ??
    (witness.state === 'refused' ? witness.why : undefined);
  if (why === undefined) return null;
  const entry = /\bEntry (\d+)\b/.exec(why)?.[1];
  return { why, entry: entry === undefined ? null : Number(entry) };
}

function remarksOn(state: LogState, last: Check | undefined): LogRemark[] {
  const isOld = last !== undefined && now().getTime() - Date.parse(last.time) > CHECK_OLD_AFTER_MS;
  const remarks: [LogRemark, boolean][] = [
    ['late', isLate(state)],
    ['check-old', isOld],
    ['no-witness', state.witness.state === 'none'],
    ['witness-unreachable', state.witness.state === 'unreachable'],
  ];
  return remarks.filter(([, holds]) => holds).map(([remark]) => remark);
}
