import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog, type RecordedEvent } from '../log/events/audit-log.service.js';
import { AuditReader, type NamingEvent } from '../log/events/audit-reader.service.js';
import { select, selectOne } from '../platform/database/transaction.js';
import type { Actor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { bytesToId, idToBytes, isId, type BookId, type BusinessId, type EventId } from '../platform/kernel/ids.js';
import type { BookCounts } from './book-counts.js';
import { ColumnsGone, DIGEST_ALGORITHM, digestBook, digestInWords } from './digest.js';
import {
  compareSnapshot,
  type SnapshotComparison,
  type SnapshotContent,
  type SnapshotInLog,
  type SnapshotOnRow,
} from './snapshot-comparison.js';
import { switchThatSealed, switchesThatSealed } from './switch-history.js';
import type { books } from './tables.generated.js';

/** A snapshot held against the log. */
export interface ComparedSnapshot extends SnapshotComparison {
  readonly snapshotId: BookId;
  readonly businessId: BusinessId;
  /** As the log says it, or for want of that the row. */
  readonly digest: string | null;
  readonly counts: BookCounts | null;
  readonly digestEventId: string | null;
  /** False of one whose rows are being deleted, or gone: then row and log are compared alone. */
  readonly hasContent: boolean;
}

/** One that was read again: the event that records the verdict. */
export interface VerifiedSnapshot extends ComparedSnapshot {
  readonly event: RecordedEvent;
}

type Content = SnapshotContent | 'columns-gone';

type BookRow = Pick<
  books,
  'id' | 'business_id' | 'sealed_at' | 'expires_at' | 'purging_at' | 'digest' | 'counts' | 'digest_event_id'
>;

const COLUMNS = 'b.id, b.business_id, b.sealed_at, b.expires_at, b.purging_at, b.digest, b.counts, b.digest_event_id';

/**
 * Sealed, or should be: the last that happened to it was that a switch replaced it. Said by the record of the switches, which
 * only grows, and not by the row alone.
 */
const SHOULD_BE_SEALED = `(b.sealed_at IS NOT NULL OR EXISTS (
  SELECT 1 FROM book_switches s WHERE s.business_id = b.business_id AND s.from_book_id = b.id AND NOT EXISTS (
    SELECT 1 FROM book_switches t
    WHERE t.business_id = b.business_id AND t.to_book_id = b.id AND t.switched_at >= s.switched_at)))`;

const PAGE = 100;

/**
 * Holds snapshots against the log: the row in `books`, the event `snapshot.digested`, and the rows of the book themselves.
 * That the events are those that were written is for `audit verify` to say.
 */
@Injectable()
export class SnapshotVerification {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: AuditReader,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Row and log alone, in a constant number of statements however large the book is: enough to see that what is on record
   * was changed, not that the book was. Undefined where there is no such snapshot.
   */
  async onRecord(
    manager: EntityManager,
    businessId: BusinessId,
    snapshotId: string,
  ): Promise<ComparedSnapshot | undefined> {
    const row = await findRow(manager, businessId, snapshotId);
    return row && this.compare(manager, row);
  }

  /** The same of all snapshots of a business, in a constant number of statements however many they are. */
  async allOnRecord(manager: EntityManager, businessId: BusinessId): Promise<ReadonlyMap<string, ComparedSnapshot>> {
    const rows = await select<BookRow>(
      manager,
      `SELECT ${COLUMNS} FROM books b WHERE b.business_id = ? AND ${SHOULD_BE_SEALED}`,
      [idToBytes(businessId)],
    );
    const sealing = await switchesThatSealed(manager, businessId);
    const digested = await this.events.allOfType(manager, businessId, 'snapshot.digested');
    const bySwitch = new Map(digested.map((event) => [event.details.switch_event_id, inLogOf(event)]));
    return new Map(
      rows.map((row) => {
        const eventId = sealing.get(bytesToId(row.id));
        const compared = comparedOf(row, eventId !== undefined, eventId && bySwitch.get(eventId));
        return [compared.snapshotId, compared];
      }),
    );
  }

  /** With the content of the book, read anew; recorded in the log with its verdict. Throws NOT_FOUND. */
  async verify(
    actor: Actor,
    roles: readonly string[],
    businessId: BusinessId,
    snapshotId: string,
  ): Promise<VerifiedSnapshot> {
    const row = await findRow(this.dataSource.manager, businessId, snapshotId);
    if (!row) throw notFound('snapshot');
    const compared = await this.compareWithContent(row);
    const event = await this.audit.record({
      type: 'snapshot.verified',
      subjectId: businessId,
      actor,
      roles,
      outcome: compared.verdict === 'same' || compared.verdict === 'not-digested' ? 'success' : 'failed',
      snapshot: { id: compared.snapshotId, ...(compared.digest && { digest: compared.digest }) },
      details: { comparison: compared.verdict, faults: [...compared.faults] },
    });
    return { ...compared, event };
  }

  /** Every snapshot of a business, or of all, each with its content, in the order of their ids; tombstones included. */
  async *each(businessId?: BusinessId): AsyncGenerator<ComparedSnapshot> {
    let after: Buffer = Buffer.alloc(16);
    for (;;) {
      const rows = await select<BookRow>(
        this.dataSource.manager,
        `SELECT ${COLUMNS} FROM books b WHERE b.id > ? ${businessId === undefined ? '' : 'AND b.business_id = ?'}
           AND ${SHOULD_BE_SEALED} ORDER BY b.id LIMIT ${PAGE}`,
        [after, ...(businessId === undefined ? [] : [idToBytes(businessId)])],
      );
      for (const row of rows) yield await this.compareWithContent(row);
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.id;
    }
  }

  private async compareWithContent(row: BookRow): Promise<ComparedSnapshot> {
    const { manager } = this.dataSource;
    if (row.purging_at) return this.compare(manager, row);
    return this.compare(manager, row, await this.contentOf(row));
  }

  private async contentOf(row: BookRow): Promise<Content> {
    try {
      const { digest, counts } = await digestBook(this.dataSource.manager, bytesToId<BookId>(row.id));
      return { digest: digestInWords(digest), counts, algorithm: DIGEST_ALGORITHM };
    } catch (error) {
      if (error instanceof ColumnsGone) return 'columns-gone';
      throw error;
    }
  }

  private async compare(manager: EntityManager, row: BookRow, content?: Content): Promise<ComparedSnapshot> {
    const [businessId, snapshotId] = [bytesToId<BusinessId>(row.business_id), bytesToId<BookId>(row.id)];
    const sealing = await switchThatSealed(manager, businessId, snapshotId);
    // Found by the switch that sealed the book: what the row says of its event may have been changed.
    const inLog = sealing && (await this.inLog(manager, businessId, sealing.eventId));
    return comparedOf(row, sealing !== undefined, inLog, content);
  }

  private async inLog(manager: EntityManager, businessId: BusinessId, switchEventId: EventId) {
    const event = await this.events.thatNames(manager, businessId, 'snapshot.digested', switchEventId);
    return event && inLogOf(event);
  }
}

function comparedOf(
  row: BookRow,
  isOfSwitch: boolean,
  inLog: SnapshotInLog | undefined,
  content?: Content,
): ComparedSnapshot {
  const onRow = onRowOf(row, isOfSwitch);
  return {
    ...compareSnapshot(onRow, inLog, content),
    snapshotId: bytesToId<BookId>(row.id),
    businessId: bytesToId<BusinessId>(row.business_id),
    digest: inLog?.digest ?? onRow.digest,
    counts: inLog?.counts ?? onRow.counts,
    digestEventId: inLog?.eventId ?? null,
    hasContent: row.purging_at === null,
  };
}

function inLogOf({ id, snapshot, details }: NamingEvent<'snapshot.digested'>): SnapshotInLog {
  return {
    eventId: id,
    digest: snapshot!.digest!,
    counts: snapshot!.counts!,
    algorithm: details.algorithm,
    sealedAt: details.sealed_at,
    expiresAt: details.expires_at,
  };
}

async function findRow(
  manager: EntityManager,
  businessId: BusinessId,
  snapshotId: string,
): Promise<BookRow | undefined> {
  if (!isId(snapshotId)) return undefined;
  return selectOne<BookRow>(
    manager,
    `SELECT ${COLUMNS} FROM books b WHERE b.id = ? AND b.business_id = ? AND ${SHOULD_BE_SEALED}`,
    [idToBytes(snapshotId), idToBytes(businessId)],
  );
}

function onRowOf(row: BookRow, isOfSwitch: boolean): SnapshotOnRow {
  return {
    isOfSwitch,
    digest: row.digest && digestInWords(row.digest),
    counts: row.counts === null ? null : (JSON.parse(row.counts) as BookCounts),
    sealedAt: row.sealed_at,
    expiresAt: row.expires_at,
    digestEventId: row.digest_event_id && bytesToId(row.digest_event_id),
  };
}
