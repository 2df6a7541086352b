import { canonicalize } from 'json-canonicalize';
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { PeriodReport } from './period-report.js';
import type { ReviewState, Verdict } from './review-states.js';

const FORMAT = 'ardoise-review/v1';

/** What was found of one item, as it is signed. */
export interface NotedItem {
  readonly item: string;
  readonly verdict: Verdict;
  readonly note: string;
  readonly by: string;
  readonly at: string;
  readonly eventId: string;
}

/** A review as its rows say it. */
export interface ReviewRecord {
  readonly id: string;
  readonly state: ReviewState;
  readonly version: number;
  readonly reviewerId: string;
  readonly openedAt: string;
  readonly openedEventId: string;
  readonly submittedAt: string | null;
  readonly conclusion: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionNote: string | null;
  readonly decidedEventId: string | null;
}

/** A report as it is kept: canonical JSON, deflated, with the hash of the JSON. */
export function packReport(report: PeriodReport): { packed: Buffer; sha256: Buffer } {
  const json = Buffer.from(canonicalize(report), 'utf8');
  return { packed: gzipSync(json), sha256: sha256Of(json) };
}

export function unpackReport(packed: Buffer): { report: PeriodReport; json: Buffer; sha256: Buffer } {
  const json = gunzipSync(packed);
  return { report: JSON.parse(json.toString('utf8')) as PeriodReport, json, sha256: sha256Of(json) };
}

/**
 * What is signed: who opened it on which report, every note, the conclusion, who signed it and when. Its canonical JSON is
 * `review.json` of a bundle, so that `sha256sum` of that file is what the event of the signature has.
 */
export function contentOf(record: ReviewRecord, reportSha256: Buffer, items: readonly NotedItem[]): string {
  const { id, reviewerId, openedAt, openedEventId, submittedAt, conclusion, decidedBy, decidedAt, decisionNote } =
    record;
  return canonicalize({
    format: FORMAT,
    id,
    report_sha256: reportSha256.toString('hex'),
    reviewer_id: reviewerId,
    opened_at: openedAt,
    opened_event_id: openedEventId,
    submitted_at: submittedAt,
    conclusion,
    items: items.toSorted((a, b) => (a.item < b.item ? -1 : 1)),
    signed_by: decidedBy,
    signed_at: decidedAt,
    signing_note: decisionNote,
  });
}

export const sha256Of = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();

export const REVIEW_FAULTS = [
  'report-not-as-in-log',
  'content-not-as-in-log',
  'signature-not-in-log',
  'signed-in-log-alone',
] as const;
export type ReviewFault = (typeof REVIEW_FAULTS)[number];

/** What the log has of a review: the hashes in its events. Undefined where there is no such event. */
export interface ReviewInLog {
  readonly reportSha256: string | undefined;
  readonly contentSha256: string | undefined;
}

/** In what the rows of a review and the log differ; nothing where they agree. */
export function faultsOf(
  record: ReviewRecord,
  hashes: { readonly report: Buffer; readonly content: string },
  inLog: ReviewInLog,
): ReviewFault[] {
  const isSigned = record.state === 'signed';
  const named = (hash: Buffer) => `sha256:${hash.toString('hex')}`;
  return [
    inLog.reportSha256 !== named(hashes.report) && ('report-not-as-in-log' as const),
    isSigned && inLog.contentSha256 === undefined && ('signature-not-in-log' as const),
    !isSigned && inLog.contentSha256 !== undefined && ('signed-in-log-alone' as const),
    isSigned &&
      inLog.contentSha256 !== undefined &&
      inLog.contentSha256 !== named(sha256Of(hashes.content)) &&
      ('content-not-as-in-log' as const),
  ].filter((fault) => fault !== false);
}
