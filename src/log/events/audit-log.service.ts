import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  inTransaction,
  isConnectionLost,
  isRerunnable,
  isStorageFull,
  write,
  type Tx,
} from '../../platform/database/transaction.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { now } from '../../platform/kernel/clock.js';
import { idToBytes, type EventId } from '../../platform/kernel/ids.js';
import { sealEvent, type EventDraft } from './envelope.js';
import { EVENT_CATALOGUE, type EventType } from './event-catalogue.js';
import { LogClock } from './log-clock.js';

/** What a write gives back as proof that it is in the log. */
export interface RecordedEvent {
  readonly id: EventId;
  readonly time: Date;
}

/** The only writer of the log. */
@Injectable()
export class AuditLog {
  private readonly clock = new LogClock();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Adds an event in the transaction that it describes: both commit or neither does. Takes no lock that two businesses
   * share. Lock order everywhere: the business's row, then its event counter (here).
   *
   * Throws AUDIT_UNAVAILABLE when the log cannot be written, so that nothing happens unrecorded.
   */
  async append<T extends EventType>(tx: Tx, draft: EventDraft<T>): Promise<RecordedEvent> {
    try {
      await this.clock.assertRight(tx);
      const seq = EVENT_CATALOGUE[draft.type].subject === 'business' ? await nextSeq(tx, draft.subjectId) : undefined;
      const event = sealEvent(draft, now(), seq);
      const { insertId } = await write(tx, 'INSERT INTO audit_events (event_id, payload) VALUES (?, ?)', [
        idToBytes(event.id),
        event.payload,
      ]);
      await write(tx, 'INSERT INTO audit_pending (id) VALUES (?)', [insertId]);
      await write(tx, 'INSERT INTO audit_personal_details (event_id, salt, details) VALUES (?, ?, ?)', [
        idToBytes(event.id),
        event.salt,
        event.details,
      ]);
      return { id: event.id, time: event.time };
    } catch (error) {
      if (isRerunnable(error) || isConnectionLost(error) || isStorageFull(error) || !isDatabaseFault(error))
        throw error;
      const unavailable = new AppError(
        'AUDIT_UNAVAILABLE',
        'The audit log cannot be written at the moment, so nothing was changed. Try again in a few minutes.',
      );
      unavailable.cause = error;
      throw unavailable;
    }
  }

  /** Records in a transaction of its own, for what is not part of a change: refusals, failures, readings. */
  record<T extends EventType>(draft: EventDraft<T>): Promise<RecordedEvent> {
    return inTransaction(this.dataSource, (tx) => this.append(tx, draft));
  }

  /** Starts a business's gap-free sequence; once, when the business is made. */
  async openSequence(tx: Tx, businessId: string): Promise<void> {
    await write(tx, 'INSERT INTO audit_business_seqs (business_id, last_seq) VALUES (?, 0)', [idToBytes(businessId)]);
  }
}

/**
 * The next number of the business, or none for a business that does not exist (somebody tried an id). Gap-free because
 * a rollback takes it back, and in order because the row stays locked until the commit.
 */
async function nextSeq(tx: Tx, businessId: string): Promise<number | undefined> {
  const { affectedRows, insertId } = await write(
    tx,
    // LAST_INSERT_ID(…) gives the new number back with the answer, so that it need not be asked for.
    'UPDATE audit_business_seqs SET last_seq = LAST_INSERT_ID(last_seq + 1) WHERE business_id = ?',
    [idToBytes(businessId)],
  );
  return affectedRows === 0 ? undefined : Number(insertId);
}

function isDatabaseFault(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'driverError' in error;
}
