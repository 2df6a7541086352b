import { Injectable } from '@nestjs/common';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { isId } from '../../platform/kernel/ids.js';
import { EXCEPTION_KINDS, type PeriodReport, type ReportException } from '../../review/reviews/period-report.js';
import { sha256Of } from '../../review/reviews/review-content.js';
import type { ReviewHead } from '../../review/reviews/review-rows.js';
import { itemsToJudge, ReviewWork } from '../../review/reviews/review-work.service.js';
import { Reviews, type ReviewFile } from '../../review/reviews/reviews.service.js';
import { Names } from '../explorer/names.service.js';
import type { PageContent, PageQuery } from '../panel-page.js';
import type { KindCount, ReviewNewView, ReviewRow, ReviewsView, ReviewView } from './review-views.js';

const EXCEPTIONS_SHOWN = 50;
const OPERATIONS_SHOWN = 100;

type KnownNames = ReadonlyMap<string, string>;

/** The pages on which compliance reviews a period: the list, the form, and one review. */
@Injectable()
export class ReviewPages {
  constructor(
    private readonly reviews: Reviews,
    private readonly work: ReviewWork,
    private readonly names: Names,
  ) {}

  pages() {
    const { work } = this;
    return {
      reviews: { read: (actor, { page }) => this.list(actor, pageNumber(page)) },
      'review-new': {
        read: (actor, query) => this.form(actor, query),
        commands: { open: { may: 'manage', on: 'Review', run: (actor, given) => this.reviews.open(actor, given) } },
      },
      review: {
        read: (actor, query) => this.one(actor, query),
        commands: {
          note: { may: 'manage', on: 'Review', run: (actor, given) => work.note(actor, given) },
          submit: { may: 'manage', on: 'Review', run: (actor, given) => work.submit(actor, given) },
          return: { may: 'approve', on: 'Review', run: (actor, given) => work.giveBack(actor, given) },
          sign: { may: 'approve', on: 'Review', run: (actor, given) => work.sign(actor, given) },
        },
      },
    } as const satisfies Record<string, PageContent>;
  }

  private async list(actor: StaffActor, page: number): Promise<ReviewsView> {
    const { rows, hasMore } = await this.reviews.list(page);
    const names = await this.names.of(rows.flatMap(idsOf));
    return { rows: rows.map((head) => rowOf(head, actor, names)), page, hasMore };
  }

  private async form(actor: StaffActor, { from, until, business, action }: PageQuery): Promise<ReviewNewView> {
    const names = await this.names.of([business]);
    const named = isId(business) ? { id: business, name: names.get(business) } : null;
    if (from === undefined || until === undefined) return { preview: null, business: named };
    const { scope, totals, exceptions, completeness } = await this.reviews.preview(actor, {
      from,
      until,
      business,
      action,
    });
    return {
      preview: { scope, totals, exceptions: countsOf(exceptions), isComplete: completeness.holds },
      business: named,
    };
  }

  private async one(actor: StaffActor, { id, page }: PageQuery): Promise<ReviewView> {
    const file = await this.reviews.read(actor, id, 'screen');
    const { report } = file;
    const pages = Math.max(1, Math.ceil(report.population.length / OPERATIONS_SHOWN));
    const at = Math.min(pageNumber(page), pages - 1);
    const population = report.population.slice(at * OPERATIONS_SHOWN, (at + 1) * OPERATIONS_SHOWN);
    const shownExceptions = firstOfEach(report.exceptions);
    const shown = new Set([...report.sample.items, ...shownExceptions.map(({ item }) => item)]);
    const operations = report.population.filter((operation) => shown.has(operation.id));
    const names = await this.names.of([
      ...idsOf(file.head),
      ...file.items.map(({ by }) => by),
      report.made.by.id,
      ...[...operations, ...population].flatMap(({ businessId, actorId }) => [businessId, actorId ?? undefined]),
      ...shownExceptions.map(({ businessId }) => businessId),
      ...report.completeness.gaps.map(({ businessId }) => businessId),
    ]);
    const toJudge = itemsToJudge(report);
    const judged = new Set(file.items.map(({ item }) => item));
    return {
      ...partsOf(file, actor, names),
      shownExceptions,
      operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
      toJudge: toJudge.length,
      judged: toJudge.filter((item) => judged.has(item)).length,
      population,
      page: at,
      pages,
      names: Object.fromEntries(names),
    };
  }
}

/** What does not depend on which part of the population is shown. */
function partsOf(
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

const pageNumber = (given: string | undefined) => (/^\d{1,6}$/.test(given ?? '') ? Number(given) : 0);

const idsOf = ({ businessId, reviewerId, decidedBy }: ReviewHead) => [
  businessId ?? undefined,
  reviewerId,
  decidedBy ?? undefined,
];

export const countsOf = (exceptions: PeriodReport['exceptions']): KindCount[] =>
  EXCEPTION_KINDS.map((kind) => ({ kind, count: exceptions.filter((each) => each.kind === kind).length }));

function firstOfEach(exceptions: readonly ReportException[]): ReportException[] {
  return EXCEPTION_KINDS.flatMap((kind) => exceptions.filter((each) => each.kind === kind).slice(0, EXCEPTIONS_SHOWN));
}

function rowOf(head: ReviewHead, actor: StaffActor, names: KnownNames): ReviewRow {
  const { id, from, until, businessId, action, state, operations, exceptions, isComplete, openedAt } = head;
  return {
    ...{ id, from, until, action, state, operations, exceptions, isComplete, openedAt },
    business: businessId === null ? null : { id: businessId, name: names.get(businessId) },
    reviewer: names.get(head.reviewerId) ?? head.reviewerId,
    isOwn: head.reviewerId === actor.id,
    decidedBy: head.decidedBy === null ? null : (names.get(head.decidedBy) ?? head.decidedBy),
  };
}
