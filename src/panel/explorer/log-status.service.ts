import { Injectable } from '@nestjs/common';
import { AuditReader, type LatestEvent } from '../../log/events/audit-reader.service.js';
import { HOUR_MS, now } from '../../platform/kernel/clock.js';
import { LogReader } from '../../log/transparency-log/log-reader.service.js';
import { isLate, LogWorker, type LogState } from '../../log/transparency-log/log-worker.service.js';
import type { LogStatusView, LogRemark } from './explorer-views.js';

/** The log checks itself four times an hour. */
const CHECK_OLD_AFTER_MS = HOUR_MS;

type Check = LatestEvent<'audit.verified'>;

/** How far the log is known to be whole: by its own checks, which are events, and by its witness. */
@Injectable()
export class LogStatus {
  constructor(
    private readonly events: AuditReader,
    private readonly log: LogReader,
    private readonly worker: LogWorker,
  ) {}

  async read(): Promise<LogStatusView> {
    const [state, last, good, witness] = await Promise.all([
      this.worker.state(),
      this.events.latest('audit.verified'),
      this.events.latest('audit.verified', 'success'),
      this.log.latestCosignature(),
    ]);
    const fault = faultOf(state, last);
    const remarks = remarksOn(state, last);
    return {
      state: fault ? 'broken' : !last ? 'not-yet' : remarks.length > 0 ? 'incomplete' : 'verified',
      entries: state.size,
      verified: good ? { entries: good.data.details.entries, at: good.time } : null,
      fault,
      witness: witness ? { name: witness.witness, size: witness.size, at: witness.at.toISOString() } : null,
      remarks,
    };
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
