import type { ExceptionKind } from '../../review/reviews/period-report.js';
import type { ReviewFile } from '../../review/reviews/reviews.service.js';
import type { Operation } from '../../review/reviews/operation.js';

interface Row {
  readonly operation: Operation;
  readonly names: ReadonlyMap<string, string>;
  readonly exceptions: readonly ExceptionKind[];
  readonly sample: number | undefined;
  readonly item: ReviewFile['items'][number] | undefined;
}

/** A row for each operation, for people who work in a spreadsheet; times are ISO 8601 UTC, headings never change. */
const COLUMNS: Readonly<Record<string, (row: Row) => string | number | boolean | null | undefined>> = {
  operation_id: ({ operation }) => operation.id,
  action: ({ operation }) => operation.action,
  outcome: ({ operation }) => operation.outcome,
  reason: ({ operation }) => operation.reason,
  asked_at: ({ operation }) => operation.askedAt,
  ended_at: ({ operation }) => (operation.outcome === 'pending' ? null : operation.at),
  business_id: ({ operation }) => operation.businessId,
  business_name: ({ operation, names }) => names.get(operation.businessId),
  actor_id: ({ operation }) => operation.actorId,
  actor_email: ({ operation, names }) => operation.actorId && names.get(operation.actorId),
  is_original_owner: ({ operation }) => (operation.outcome === 'pending' ? null : operation.isOriginalOwner),
  snapshot_id: ({ operation }) => operation.snapshotId,
  given_back_snapshot_id: ({ operation }) => operation.givenBackId,
  snapshot_digest: ({ operation }) => operation.digest,
  event_id: ({ operation }) => operation.eventId,
  digest_event_id: ({ operation }) => operation.digestEventId,
  leaf_index: ({ operation }) => operation.leafIndex,
  exceptions: ({ exceptions }) => exceptions.join(' '),
  sample_place: ({ sample }) => sample,
  verdict: ({ item }) => item?.verdict,
  note: ({ item }) => item?.note,
};

export const POPULATION_COLUMNS = Object.keys(COLUMNS);

export function* populationRows(
  { report, items }: Pick<ReviewFile, 'report' | 'items'>,
  names: ReadonlyMap<string, string>,
): Generator<string[]> {
  const exceptions = new Map<string, ExceptionKind[]>();
  for (const { item, kind } of report.exceptions) exceptions.set(item, [...(exceptions.get(item) ?? []), kind]);
  const drawn = new Map(report.sample.items.map((id, index) => [id, index + 1]));
  const noted = new Map(items.map((item) => [item.item, item]));
  for (const operation of report.population) {
    const { id } = operation;
    const row = { operation, names, exceptions: exceptions.get(id) ?? [], sample: drawn.get(id), item: noted.get(id) };
    yield Object.values(COLUMNS).map((cell) => String(cell(row) ?? ''));
  }
}
