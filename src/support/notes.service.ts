import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { IdempotencyKeys } from '../log/commands/idempotency.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { ticketSchema } from '../log/events/event-catalogue.js';
import { businessHead } from '../people/businesses/business-head.js';
import { staffByIds } from '../people/identity/people.js';
import { select, write, type Tx } from '../platform/database/transaction.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { now } from '../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type BusinessId, type EventId } from '../platform/kernel/ids.js';
import { idempotencyKeySchema, idSchema, orAbsent, printable } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { mayMention, mentions, type ErasedPerson } from '../platform/retention/erased-person.js';
import { Erasures } from '../platform/retention/erasures.service.js';
import { BusinessNote } from './business-note.entity.js';
import type { business_notes } from './tables.generated.js';

const NOTES_MAX = 100;

const noteSchema = z.strictObject({
  businessId: idSchema,
  text: printable(2_000),
  ticket: orAbsent(z.string().trim().pipe(ticketSchema)),
  idempotencyKey: idempotencyKeySchema,
});

/** A note as the people of the panel read it. */
export interface NoteView {
  readonly id: string;
  readonly by: string;
  readonly at: Date;
  readonly text: string;
  readonly ticket?: string;
}

/** What support writes down of a business for whoever picks it up next. The owner does not see it. */
@Injectable()
export class Notes implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly keys: IdempotencyKeys,
    private readonly erasures: Erasures,
  ) {}

  onModuleInit(): void {
    this.erasures.registerRows('business_notes', erase);
  }

  /** The newest first, at most a hundred. */
  async of(businessId: BusinessId): Promise<NoteView[]> {
    const manager = this.dataSource.manager;
    const rows = await select<Pick<business_notes, 'id' | 'written_by' | 'written_at' | 'text' | 'ticket'>>(
      manager,
      `SELECT id, written_by, written_at, text, ticket FROM business_notes
       WHERE business_id = ? ORDER BY written_at DESC, id DESC LIMIT ?`,
      [idToBytes(businessId), NOTES_MAX],
    );
    const staff = await staffByIds(
      manager,
      rows.map((row) => bytesToId(row.written_by)),
    );
    return rows.map(({ id, written_by, written_at: at, text, ticket }) => ({
      id: bytesToId(id),
      by: staff.get(bytesToId(written_by))!.email,
      at,
      text,
      ...(ticket !== null && { ticket }),
    }));
  }

  /** Throws VALIDATION, NOT_FOUND for a business that does not exist, IDEMPOTENCY_KEY_REUSED. */
  async add(actor: StaffActor, given: unknown): Promise<{ auditEventId: EventId }> {
    const { idempotencyKey, ticket, ...ask } = parsed(noteSchema, given);
    const businessId = ask.businessId as BusinessId;
    const request = { name: 'support.note', ...ask, ticket: ticket ?? null };
    return this.keys.once(this.dataSource, { actorId: actor.id, key: idempotencyKey, request }, async (tx) => {
      await businessHead(tx, businessId);
      const id = newId();
      await tx.insert(BusinessNote, {
        id,
        businessId,
        writtenBy: actor.id,
        writtenAt: now(),
        text: ask.text,
        ticket: ticket ?? null,
      });
      const event = await this.audit.append(tx, {
        type: 'support.note-added',
        subjectId: businessId,
        actor,
        roles: [actor.role],
        outcome: 'success',
        ticket,
        details: { note_id: id },
      });
      return { auditEventId: event.id };
    });
  }
}

/** Notes that have an address of the person in them. */
async function erase(tx: Tx, person: ErasedPerson): Promise<number> {
  const { sql, parameters } = mayMention('text', person);
  const rows = await select<Pick<business_notes, 'id' | 'text'>>(
    tx,
    `SELECT id, text FROM business_notes WHERE ${sql}`,
    parameters,
  );
  const named = rows.filter(({ text }) => mentions(text, person));
  for (const { id } of named) await write(tx, 'DELETE FROM business_notes WHERE id = ?', [id]);
  return named.length;
}
