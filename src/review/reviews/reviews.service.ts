import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { IdempotencyKeys } from '../../log/commands/idempotency.service.js';
import { auditFilterSchema, readAuditFilter } from '../../log/events/audit-filter.js';
import { AuditLog, type RecordedEvent } from '../../log/events/audit-log.service.js';
import { AuditReader } from '../../log/events/audit-reader.service.js';
import { AuditSearch } from '../../log/events/audit-search.service.js';
import type { EventDraft } from '../../log/events/envelope.js';
import type { EventType } from '../../log/events/event-catalogue.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { AppError, invalid, notFound } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { idToBytes, isId, newId, type BusinessId } from '../../platform/kernel/ids.js';
import { idempotencyKeySchema, oneLine, orAbsent } from '../../platform/kernel/schemas.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import { write, type Tx } from '../../platform/database/transaction.js';
import { contentOf, faultsOf, packReport, type ReviewFault } from './review-content.js';
import { Review, ReviewReport } from './review.entity.js';
import { itemsOf, reportOf, reviewHead, reviewHeads, type ReviewHead, type StoredItem } from './review-rows.js';
import { SAMPLE_MAX } from './review-states.js';
import { PeriodReports } from './period-reports.service.js';
import { ACTIONS, type ReportScope } from './operation.js';
import type { PeriodReport } from './period-report.js';

export type ReviewFormat = 'screen' | 'pdf' | 'csv' | 'bundle';

const LISTED_AT_ONCE = 50;
const SEED_BYTES = 8;

const askSchema = z.strictObject({
  from: auditFilterSchema.shape.from.unwrap(),
  until: auditFilterSchema.shape.until.unwrap(),
  business: auditFilterSchema.shape.business,
  action: z.enum(ACTIONS).optional(),
});
const openSchema = askSchema.extend({
  /** One is drawn where none is given. */
  seed: orAbsent(oneLine(100).regex(/^[\x21-\x7e]+$/, 'must be letters, digits and signs without spaces')),
  sampleSize: z.coerce.number().int().min(1).max(SAMPLE_MAX),
  idempotencyKey: idempotencyKeySchema,
});

/** A review with its report and what was noted, and whether the log says the same. */
export interface ReviewFile {
  readonly head: ReviewHead;
  readonly report: PeriodReport;
  /** Its canonical JSON, as it was saved. */
  readonly reportJson: Buffer;
  readonly reportSha256: string;
  readonly items: readonly StoredItem[];
  readonly faults: readonly ReviewFault[];
  /** The canonical JSON that is signed. */
  readonly content: string;
  /** The event that records this reading. */
  readonly readEvent: RecordedEvent;
}

/** Reports of a period, saved as reviews: opening, listing and reading them. What is judged in one is `review-work.service.ts`'s. */
@Injectable()
export class Reviews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reports: PeriodReports,
    private readonly audit: AuditLog,
    private readonly reader: AuditReader,
    private readonly search: AuditSearch,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** What a review of this would be of; nothing is saved. Recorded as the reading of the log that it is. */
  async preview(actor: StaffActor, given: unknown): Promise<PeriodReport> {
    const scope = readScope(parsed(askSchema, given));
    const report = await this.reports.make(actor, scope, { seed: '', size: 0 });
    const { types, ...filter } = report.made.query;
    await this.search.recordReading({ actor, roles: [actor.role] }, scope.businessId ?? undefined, {
      filter: { ...filter, type: types.join(',') },
    });
    return report;
  }

  /**
   * Makes the report and saves it. Throws VALIDATION, NOT_FOUND, and INVALID_STATE while events of the period are in no signed
   * checkpoint.
   */
  async open(actor: StaffActor, given: unknown): Promise<{ reviewId: string }> {
    const { idempotencyKey, sampleSize, seed: chosen, ...ask } = parsed(openSchema, given);
    const request = { name: 'review.open', ...ask, sampleSize, seed: chosen };
    const seed = chosen ?? randomBytes(SEED_BYTES).toString('hex');
    const report = await this.reports.make(actor, readScope(ask), { seed, size: sampleSize });
    if (report.completeness.unsigned.length > 0) {
      throw new AppError(
        'INVALID_STATE',
        'The last events of this period are not signed yet. Try again in a few seconds.',
      );
    }
    return this.keys.once(this.dataSource, { actorId: actor.id, key: idempotencyKey, request }, (tx) =>
      this.save(tx, actor, report),
    );
  }

  private async save(tx: Tx, actor: StaffActor, report: PeriodReport): Promise<{ reviewId: string }> {
    const { scope, sample, totals, exceptions, completeness } = report;
    const id = newId();
    const { packed, sha256 } = packReport(report);
    const counted = {
      operations: totals.operations,
      exceptions: exceptions.length,
    };
    const event = await this.audit.append(tx, {
      ...ofReview(actor, id, 'review.opened'),
      outcome: 'success',
      authorization: { decision: 'allowed', rule: 'compliance may manage Review' },
      details: {
        period_from: scope.from,
        period_until: scope.until,
        ...(scope.businessId !== null && { business_id: scope.businessId }),
        ...(scope.action !== null && { action: scope.action }),
        seed: sample.seed,
        sample_size: sample.asked,
        tree_size: completeness.leaves.after.size,
        ...counted,
        is_complete: completeness.holds,
        report_sha256: `sha256:${sha256.toString('hex')}`,
      },
    });
    await tx.insert(Review, {
      id,
      periodFrom: new Date(scope.from),
      periodUntil: new Date(scope.until),
      businessId: scope.businessId as BusinessId | null,
      action: scope.action,
      seed: sample.seed,
      sampleSize: sample.asked,
      treeSize: completeness.leaves.after.size,
      ...counted,
      isComplete: completeness.holds,
      state: 'draft',
      version: 1,
      reviewerId: actor.id,
      openedAt: event.time,
      openedEventId: event.id,
    });
    await tx.insert(ReviewReport, { reviewId: id, report: packed, reportSha256: sha256 });
    return { reviewId: id };
  }

  /** Newest first, so many at once; `page` from 0. */
  async list(page: number): Promise<{ rows: ReviewHead[]; hasMore: boolean }> {
    const rows = await reviewHeads(this.dataSource.manager, LISTED_AT_ONCE + 1, page * LISTED_AT_ONCE);
    return { rows: rows.slice(0, LISTED_AT_ONCE), hasMore: rows.length > LISTED_AT_ONCE };
  }

  /** Throws NOT_FOUND. That it was read is recorded before anything of it is given. */
  async read(actor: StaffActor, id: string | undefined, format: ReviewFormat): Promise<ReviewFile> {
    const { manager } = this.dataSource;
    const head = isId(id) ? await reviewHead(manager, id) : undefined;
    if (!head) throw notFound('review');
    const readEvent = await this.audit.record({
      ...ofReview(actor, head.id, 'review.read'),
      outcome: 'success',
      details: { format },
    });
    return { ...(await this.file(head)), readEvent };
  }

  private async file(head: ReviewHead): Promise<Omit<ReviewFile, 'readEvent'>> {
    const { manager } = this.dataSource;
    const { report, json, sha256 } = await reportOf(manager, head.id);
    const items = await itemsOf(manager, head.id);
    const content = contentOf(head, sha256, items.map(withoutVersion));
    const subject = `review/${head.id}`;
    const [opened, signed] = [
      await this.reader.latestAbout(subject, 'review.opened'),
      await this.reader.latestAbout(subject, 'review.signed'),
    ];
    const faults = faultsOf(
      head,
      { report: sha256, content },
      {
        reportSha256: opened?.data.details.report_sha256,
        contentSha256: signed?.data.details.content_sha256,
      },
    );
    return { head, report, reportJson: json, reportSha256: sha256.toString('hex'), items, faults, content };
  }
}

export const withoutVersion = ({ version: _, ...item }: StoredItem) => item;

/** What every event of a review has. */
export const ofReview = <T extends EventType>(actor: StaffActor, id: string, type: T) =>
  ({ type, subjectId: id, actor, roles: [actor.role] }) satisfies Partial<EventDraft<T>>;

/** A period ends now at the latest: what is to come cannot be reviewed. Throws VALIDATION. */
function readScope({ from, until, business, action }: z.output<typeof askSchema>): ReportScope {
  const filter = readAuditFilter({ from, until, ...(business !== undefined && { business }) });
  const at = now().toISOString();
  if (filter.from! >= at) throw invalid('from', '"from" must be in the past.');
  return {
    from: filter.from!,
    until: filter.until! < at ? filter.until! : at,
    businessId: business ?? null,
    action: action ?? null,
  };
}

/** The columns that say where a review stands; version and all in one statement. */
export async function setReview(
  tx: Tx,
  id: string,
  columns: Readonly<Record<string, string | number | Date | Buffer | null>>,
): Promise<void> {
  const names = Object.keys(columns);
  await write(
    tx,
    `UPDATE reviews SET ${names.map((name) => `${name} = ?`).join(', ')}, version = version + 1 WHERE id = ?`,
    [...Object.values(columns), idToBytes(id)],
  );
}

export const locked = async (tx: Tx, id: string): Promise<ReviewHead> => {
  const head = await reviewHead(tx, id, 'FOR UPDATE');
  if (!head) throw notFound('review');
  return head;
};
