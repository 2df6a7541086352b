import { Injectable } from '@nestjs/common';
import { staffMay } from '../../policy/ability.js';
import { AuditReader, viewOf, type AuditEventView } from '../../log/events/audit-reader.service.js';
import { businessOf } from '../../log/events/subjects.js';
import { actionOfEvent } from '../../log/recorded-commands.js';
import { AuditSearch } from '../../log/events/audit-search.service.js';
import { BankFeeds } from '../../banking/bank-feeds/bank-feeds.service.js';
import type { Locale, StaffActor } from '../../platform/kernel/actor.js';
import { notFound } from '../../platform/kernel/app-error.js';
import type { EventId } from '../../platform/kernel/ids.js';
import { formatProof } from '../../platform/tlog/proof.js';
import { formatVerifierKey } from '../../platform/tlog/signed-note.js';
import { EventProofs, type EventInLog } from '../../log/transparency-log/event-proofs.service.js';
import { LogExports } from '../../log/transparency-log/log-exports.service.js';
import { LogKeys } from '../../log/transparency-log/log-keys.service.js';
import type { EventView, OperationEvent, PersonalView, ProofView } from './explorer-views.js';
import { Names } from './names.service.js';

const OPERATION_EVENTS_MAX = 50;

/** One event with its proof. Opening it is a reading of its business's part of the log, or of the log's own. */
@Injectable()
export class EventFile {
  constructor(
    private readonly events: AuditReader,
    private readonly search: AuditSearch,
    private readonly proofs: EventProofs,
    private readonly exports: LogExports,
    private readonly keys: LogKeys,
    private readonly names: Names,
    private readonly feeds: BankFeeds,
  ) {}

  /** Throws NOT_FOUND for an event that is none, and for one of no business unless the role may read the whole log. */
  async open(actor: StaffActor, id: string, locale: Locale): Promise<EventView> {
    const found = await this.proofs.find(id);
    const event = found && viewOf(found);
    const mayReadLog = staffMay(actor.role, 'read', 'AuditLog');
    if (!event || !(mayReadLog || businessOf(event.subject) !== undefined)) throw notFound('event');
    // Recorded before it is shown.
    await this.search.recordReading({ actor, roles: [actor.role] }, businessOf(event.subject), {
      filter: { event: id },
    });
    const witnesses = await this.exports.witnessKeys();
    return {
      id,
      bytes: found.payload.toString('base64'),
      leafIndex: found.leafIndex,
      proof: await this.proofOf(found),
      keys: { log: this.keys.known.map(formatVerifierKey), witnesses },
      names: await this.namesIn(event, locale),
      hasSheet:
        staffMay(actor.role, 'export', 'AuditEvent') &&
        (actionOfEvent(event.type) !== undefined || event.type === 'snapshot.purged'),
      personal: mayReadLog ? await this.personalOf(id as EventId) : { state: 'withheld' },
      operation: await this.operationOf(event, mayReadLog),
    };
  }

  private async proofOf(found: EventInLog): Promise<ProofView | null> {
    const proof = await this.proofs.proofOf(found);
    if (!proof) return null;
    const { index, size, hashes, checkpoint } = proof;
    const text = formatProof({ index, hashes, checkpoint, extra: found.payload });
    return { index, size, hashes: hashes.map((hash) => hash.toString('base64')), checkpoint, text };
  }

  private async namesIn({ subject, data }: AuditEventView, locale: Locale): Promise<Record<string, string>> {
    const { user_id } = data.details;
    const people = await this.names.of([
      data.actor.id,
      subject.split('/')[1],
      ...(typeof user_id === 'string' ? [user_id] : []),
    ]);
    return Object.fromEntries([...people, ...this.feeds.institutionNames(locale)]);
  }

  private async personalOf(eventId: EventId): Promise<PersonalView> {
    const row = (await this.events.personalDetailsOf([eventId])).get(eventId);
    return row ? { state: 'kept', salt: row.salt.toString('base64'), details: row.details } : { state: 'erased' };
  }

  private async operationOf({ id, subject, data }: AuditEventView, mayReadLog: boolean): Promise<OperationEvent[]> {
    if (!data.operation_id) return [];
    const others = await this.events.othersOf(data.operation_id, id, OPERATION_EVENTS_MAX);
    return others
      .filter((other) => mayReadLog || other.subject === subject)
      .map((other) => ({ id: other.id, type: other.type, at: other.time, outcome: other.outcome }));
  }
}
