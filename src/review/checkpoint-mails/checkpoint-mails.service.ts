import type { Computed, Count } from '../../platform/database/rows.js';
import type { checkpoint_subscribers } from '../tables.generated.js';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { THE_LOG } from '../../log/events/event-catalogue.js';
import { LogReader, type PublishedCheckpoint } from '../../log/transparency-log/log-reader.service.js';
import { emailSchema, localeSchema } from '../../people/identity/identity.schemas.js';
import { staffByIds } from '../../people/identity/people.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import {
  inTransaction,
  isDuplicateKey,
  select,
  selectOne,
  write,
  type Tx,
} from '../../platform/database/transaction.js';
import { systemActor, type Locale, type StaffActor } from '../../platform/kernel/actor.js';
import { AppError, notFound } from '../../platform/kernel/app-error.js';
import { DAY_MS, later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, isId, newId } from '../../platform/kernel/ids.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import { formatNote } from '../../platform/tlog/signed-note.js';
import type { ErasedPerson } from '../../platform/retention/erased-person.js';
import { Erasures } from '../../platform/retention/erasures.service.js';
import { Jobs } from '../../platform/outbox/jobs.service.js';
import { Mailer } from '../../platform/outbox/mailer.service.js';
import { checkpointMail } from './checkpoint-mail.js';
import { CheckpointSubscriber } from './checkpoint-subscriber.entity.js';

const SUBSCRIBERS_MAX = 100;
const MAILED_EVERY_MS = 7 * DAY_MS;
const MAILED_AT_ONCE = 20;

const askSchema = z.strictObject({ email: emailSchema, locale: localeSchema });

export interface Subscriber {
  readonly id: string;
  readonly email: string;
  readonly locale: Locale;
  /** The e-mail of who added it. */
  readonly addedBy: string;
  readonly sentAt: Date | null;
}

/**
 * The latest checkpoint by mail, once a week, to addresses that compliance names: a checkpoint that a reviewer holds is what
 * a rewritten history is found by. Who gets it, from whom, and each mail are events.
 */
@Injectable()
export class CheckpointMails implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly log: LogReader,
    private readonly mailer: Mailer,
    private readonly jobs: Jobs,
    private readonly erasures: Erasures,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.erasures.registerRows('checkpoint_subscribers', (tx, person) => this.erase(tx, person));
    this.jobs.register('checkpoint-mails', MINUTE_MS, () => this.mailDue());
  }

  async list(): Promise<Subscriber[]> {
    const rows = await this.dataSource.getRepository(CheckpointSubscriber).find({ order: { email: 'ASC' } });
    const staff = await staffByIds(
      this.dataSource.manager,
      rows.map(({ addedBy }) => addedBy),
    );
    return rows.map(({ id, email, locale, addedBy, sentAt }) => ({
      id,
      email,
      locale,
      addedBy: staff.get(addedBy)?.email ?? addedBy,
      sentAt,
    }));
  }

  /** Throws VALIDATION for an address that is none, ALREADY_EXISTS for one that is there, INVALID_STATE for one too many. */
  async add(actor: StaffActor, given: unknown): Promise<{ id: string }> {
    const { email, locale } = parsed(askSchema, given);
    const id = newId();
    try {
      await inTransaction(this.dataSource, async (tx) => {
        const row = await selectOne<Computed<{ count: Count }>>(
          tx,
          'SELECT COUNT(*) AS count FROM checkpoint_subscribers',
        );
        if (Number(row!.count) >= SUBSCRIBERS_MAX) {
          throw new AppError('INVALID_STATE', `There are ${SUBSCRIBERS_MAX} addresses already.`);
        }
        await tx.insert(CheckpointSubscriber, {
          id,
          email,
          locale,
          addedBy: actor.id,
          createdAt: now(),
          sentAt: null,
        });
        await this.record(tx, actor, 'audit.subscriber-added', id, email);
      });
    } catch (error) {
      if (isDuplicateKey(error)) throw new AppError('ALREADY_EXISTS', 'That address gets the checkpoints already.');
      throw error;
    }
    return { id };
  }

  /** Throws NOT_FOUND for one that is not there. */
  async remove(actor: StaffActor, { id }: Readonly<Record<string, unknown>>): Promise<object> {
    if (!isId(id)) throw notFound('subscriber');
    await inTransaction(this.dataSource, async (tx) => {
      const row = await selectOne<Pick<checkpoint_subscribers, 'email'>>(
        tx,
        'SELECT email FROM checkpoint_subscribers WHERE id = ? FOR UPDATE',
        [idToBytes(id)],
      );
      if (!row) throw notFound('subscriber');
      await write(tx, 'DELETE FROM checkpoint_subscribers WHERE id = ?', [idToBytes(id)]);
      await this.record(tx, actor, 'audit.subscriber-removed', id, row.email);
    });
    return {};
  }

  /** Removes the addresses of a person, and says how many; the event does not name them again. */
  private async erase(tx: Tx, { addresses }: ErasedPerson): Promise<number> {
    if (addresses.length === 0) return 0;
    const rows = await select<Pick<checkpoint_subscribers, 'id'>>(
      tx,
      'SELECT id FROM checkpoint_subscribers WHERE LOWER(email) IN (?) FOR UPDATE',
      [addresses],
    );
    for (const { id } of rows) {
      await write(tx, 'DELETE FROM checkpoint_subscribers WHERE id = ?', [id]);
      await this.audit.append(tx, {
        type: 'audit.subscriber-removed',
        subjectId: THE_LOG,
        actor: systemActor('erasure'),
        outcome: 'success',
        details: { subscriber_id: bytesToId(id) },
      });
    }
    return rows.length;
  }

  /** Mails the checkpoint to whom a week has passed; true when there may be more. Of several processes each takes other rows. */
  async mailDue(): Promise<boolean> {
    const published = await this.log.checkpointToExport();
    if (!published) return false;
    return inTransaction(this.dataSource, async (tx) => {
      const rows = await select<Pick<checkpoint_subscribers, 'id' | 'email' | 'locale'>>(
        tx,
        `SELECT id, email, locale FROM checkpoint_subscribers WHERE sent_at IS NULL OR sent_at <= ?
         ORDER BY sent_at LIMIT ${MAILED_AT_ONCE} FOR UPDATE SKIP LOCKED`,
        [later(-MAILED_EVERY_MS)],
      );
      for (const { id, email, locale } of rows) {
        await write(tx, 'UPDATE checkpoint_subscribers SET sent_at = ? WHERE id = ?', [now(), id]);
        await this.mailer.queue(tx, checkpointMail(email, locale, this.contentOf(published)));
        await this.audit.append(tx, {
          type: 'audit.checkpoint-mailed',
          subjectId: THE_LOG,
          actor: systemActor('checkpoint-mails'),
          outcome: 'success',
          details: { subscriber_id: bytesToId(id), entries: published.checkpoint.size },
        });
      }
      return rows.length === MAILED_AT_ONCE;
    });
  }

  private contentOf({ note, checkpoint, signedAt }: PublishedCheckpoint) {
    const names = note.signatures.map(({ name }) => name).filter((name) => name !== checkpoint.origin);
    return {
      entries: checkpoint.size,
      signedAt,
      witnesses: names,
      note: formatNote(note),
      publicUrl: this.settings.publicUrl,
    };
  }

  private record(
    tx: Tx,
    actor: StaffActor,
    type: 'audit.subscriber-added' | 'audit.subscriber-removed',
    subscriberId: string,
    email: string,
  ) {
    return this.audit.append(tx, {
      type,
      subjectId: THE_LOG,
      actor,
      roles: [actor.role],
      outcome: 'success',
      personal: { subscriber_email: email },
      details: { subscriber_id: subscriberId },
    });
  }
}
