import { Injectable } from '@nestjs/common';
import { AuditReader, type LatestEvent } from '../../log/events/audit-reader.service.js';
import { HOUR_MS, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { LogReader } from '../../log/transparency-log/log-reader.service.js';
import type { EventDetails } from '../../log/events/event-catalogue.js';
import { isLate, LogWorker, type LogState } from '../../log/transparency-log/log-worker.service.js';
import type { FaultFacts } from '../../log/transparency-log/log-fault.js';
import { wordOf } from '../../log/transparency-log/witnesses.service.js';
import type { FaultView, LogRemark, LogStatusView, WitnessView } from './explorer-views.js';

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
    const fault = currentFault(state, last);
    const remarks = remarksOn(state, last);
    return {
      state: fault ? 'broken' : !last ? 'not-yet' : remarks.length > 0 ? 'incomplete' : 'verified',
      entries: state.size,
      verified: good ? { entries: good.data.details.entries, at: good.time } : null,
      fault,
      witness: witness ? { name: witness.witness, size: witness.size, at: witness.at.toISOString() } : null,
      witnesses: witnessViews(state),
      quorum: quorumView(state),
      remarks,
    };
  }
}

/** A witness that refuses has seen another history: that is a fault like any that the log finds itself. */
function currentFault({ fault, witnesses }: LogState, last: Check | undefined): FaultView | null {
  if (fault) return faultView(fault.message, fault);
  if (last && last.data.outcome !== 'success') return faultOf(last.data.details);
  const refusal = witnesses.each.map(({ report }) => report).find(({ state }) => state === 'refused');
  return refusal && 'why' in refusal ? { ...faultView(refusal.why), isOfWitness: true } : null;
}

/** What a check that failed has recorded; before there were codes, a sentence alone. */
export function faultOf({ verdict, fault, facts }: EventDetails<'audit.verified'>): FaultView {
  return faultView(verdict, { code: fault, facts });
}

function faultView(why: string, { code, facts = {} }: { code?: string; facts?: FaultFacts } = {}): FaultView {
  const entry = /\bEntry (\d+)\b/.exec(why)?.[1];
  return { why, code: code ?? null, facts, entry: entry === undefined ? null : Number(entry), isOfWitness: false };
}

const STATES = { none: 'not-asked', cosigned: 'agrees', unreachable: 'silent', refused: 'refuses' } as const;

function witnessViews({ witnesses, signedSize }: LogState): WitnessView[] {
  return witnesses.each.map(({ name, verifierKey, report, since, last }) => {
    const isBehind = last !== null && last.size < signedSize && now().getTime() - last.at.getTime() > MINUTE_MS;
    return {
      name,
      key: verifierKey ?? null,
      state: report.state === 'cosigned' && isBehind ? 'behind' : STATES[report.state],
      since: since.toISOString(),
      says: report.state !== 'none' && 'why' in report ? report.why : null,
      last: last && { entries: last.size, at: last.at.toISOString() },
    };
  });
}

function remarksOn(state: LogState, last: Check | undefined): LogRemark[] {
  const isOld = last !== undefined && now().getTime() - Date.parse(last.time) > CHECK_OLD_AFTER_MS;
  const { each, quorum } = state.witnesses;
  const word = wordOf(state.witnesses);
  const isMissed = each.length > 1 && !quorum.isMet;
  const remarks: [LogRemark, boolean][] = [
    ['late', isLate(state)],
    ['check-old', isOld],
    ['no-witness', word === 'none'],
    ['quorum-missed', isMissed && word !== 'none'],
    ['witness-unreachable', !isMissed && word === 'unreachable'],
  ];
  return remarks.filter(([, holds]) => holds).map(([remark]) => remark);
}

function quorumView({ witnesses: { quorum } }: LogState): LogStatusView['quorum'] {
  const { needed, agreeing, isMet } = quorum;
  return { needed, agreeing, isMet };
}
