import type { StaffActor } from '../../platform/kernel/actor.js';
import { EXCEPTION_KINDS, type PeriodReport } from '../../review/reviews/period-report.js';
import { sha256Of } from '../../review/reviews/review-content.js';
import type { ReviewHead } from '../../review/reviews/review-rows.js';
import type { ReviewFile } from '../../review/reviews/reviews.service.js';
import type { KindCount, ReviewRow } from './review-views.js';

type KnownNames = ReadonlyMap<string, string>;

/** What does not depend on which part of the population is shown. */
export function partsOf(
  { head, report, reportSha256, items, faults, content }: ReviewFile,
  actor: StaffActor,
  names: KnownNames,
) {
  const { version, openedEventId, submittedAt, conclusion, decidedAt, decisionNote, decidedEventId } = head;
  const { made, totals, completeness, sample } = report;
  return {
    review: {
      ...rowOf(head, actor, names),
      ...{ version, openedEventId, submittedAt, conclusion, decidedAt, decisionNote, decidedEventId },
    },
    ...{ made, totals, completeness, sample, reportSha256, faults },
    contentSha256: head.state === 'signed' ? sha256Of(content).toString('hex') : null,
    exceptions: countsOf(report.exceptions),
    items: Object.fromEntries(items.map(({ item, by, ...rest }) => [item, { ...rest, by: names.get(by) ?? by }])),
  };
}

export const idsOf = ({ businessId, reviewerId, decidedBy }: ReviewHead) => [
  businessId ?? undefined,
  reviewerId,
  decidedBy ?? undefined,
];

export const countsOf = (exceptions: PeriodReport['exceptions']): KindCount[] =>
  EXCEPTION_KINDS.map((kind) => ({ kind, count: exceptions.filter((each) => each.kind === kind).length }));

export function rowOf(head: ReviewHead, actor: StaffActor, names: KnownNames): ReviewRow {
  const { id, from, until, businessId, action, state, operations, exceptions, isComplete, openedAt } = head;
  return {
    ...{ id, from, until, action, state, operations, exceptions, isComplete, openedAt },
    business: businessId === null ? null : { id: businessId, name: names.get(businessId) },
    reviewer: names.get(head.reviewerId) ?? head.reviewerId,
    isOwn: head.reviewerId === actor.id,
    decidedBy: head.decidedBy === null ? null : (names.get(head.decidedBy) ?? head.decidedBy),
  };
}
