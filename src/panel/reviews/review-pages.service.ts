import { Injectable } from '@nestjs/common';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { isId } from '../../platform/kernel/ids.js';
import { EXCEPTION_KINDS, type ReportException } from '../../review/reviews/period-report.js';
import { itemsToJudge, ReviewWork } from '../../review/reviews/review-work.service.js';
import { Reviews } from '../../review/reviews/reviews.service.js';
import { Names } from '../explorer/names.service.js';
import type { PageContent, PageQuery } from '../panel-page.js';
import { countsOf, idsOf, partsOf, rowOf } from './review-parts.js';
import type { ReviewNewView, ReviewsView, ReviewView } from './review-views.js';

const EXCEPTIONS_SHOWN = 50;
const OPERATIONS_SHOWN = 100;

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

const pageNumber = (given: string | undefined) => (/^\d{1,6}$/.test(given ?? '') ? Number(given) : 0);

function firstOfEach(exceptions: readonly ReportException[]): ReportException[] {
  return EXCEPTION_KINDS.flatMap((kind) => exceptions.filter((each) => each.kind === kind).slice(0, EXCEPTIONS_SHOWN));
}
