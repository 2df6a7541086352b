import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, IsNull, Repository } from 'typeorm';
import { createHash, randomBytes } from 'node:crypto';
import { AuditReaderKey } from '../events/audit.entity.js';
import { AuditLog } from '../events/audit-log.service.js';
import { inTransaction, write } from '../../platform/database/transaction.js';
import type { Actor, Origin } from '../../platform/kernel/actor.js';
import { notFound } from '../../platform/kernel/app-error.js';
import { later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { idToBytes, newId } from '../../platform/kernel/ids.js';

const PREFIX = 'arr_';
export const READING_RECORDED_EVERY_MS = 15 * MINUTE_MS;
const hashOf = (token: string) => createHash('sha256').update(token, 'utf8').digest();

/** Tokens with which reviewers outside read the log: entries hold names, so it is not open to everybody. */
@Injectable()
export class ReaderKeys {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(AuditReaderKey) private readonly keys: Repository<AuditReaderKey>,
    private readonly audit: AuditLog,
  ) {}

  /** Makes a key and returns its token, which is shown this once. */
  async add(actor: Actor, name: string): Promise<string> {
    const token = PREFIX + randomBytes(32).toString('base64url');
    const id = newId();
    await inTransaction(this.dataSource, async (tx) => {
      await tx.withRepository(this.keys).insert({
        id,
        name,
        tokenHash: hashOf(token),
        createdAt: now(),
        endedAt: null,
        readRecordedAt: null,
      });
      await this.audit.append(tx, {
        type: 'audit.reader-key-added',
        subjectId: id,
        actor,
        outcome: 'success',
        personal: { name },
        details: {},
      });
    });
    return token;
  }

  list(): Promise<AuditReaderKey[]> {
    return this.keys.find({ order: { createdAt: 'ASC' } });
  }

  /** Throws NOT_FOUND when there is no such key in use. */
  async end(actor: Actor, id: string): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const { affectedRows } = await write(
        tx,
        'UPDATE audit_reader_keys SET ended_at = ? WHERE id = ? AND ended_at IS NULL',
        [now(), idToBytes(id)],
      );
      if (affectedRows === 0) throw notFound('reader key in use');
      await this.audit.append(tx, {
        type: 'audit.reader-key-ended',
        subjectId: id,
        actor,
        outcome: 'success',
        details: {},
      });
    });
  }

  /**
   * The id of the key that a token is, or null. Reading the log is an event itself: one at a key's first request and again
   * after a quarter of an hour, since one for each tile would make the log grow by being read. Recorded before anything is
   * shown; of several processes one records.
   */
  async admit(token: string | undefined, origin: Origin): Promise<string | null> {
    if (!token?.startsWith(PREFIX)) return null;
    const key = await this.keys.findOneBy({ tokenHash: hashOf(token), endedAt: IsNull() });
    if (!key) return null;
    if ((key.readRecordedAt?.getTime() ?? 0) <= now().getTime() - READING_RECORDED_EVERY_MS)
      await this.recordReading(key.id, origin);
    return key.id;
  }

  private async recordReading(id: string, origin: Origin): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      // The row's lock and this condition make one of all who come here at once the one who records.
      const { affectedRows } = await write(
        tx,
        `UPDATE audit_reader_keys SET read_recorded_at = ?
         WHERE id = ? AND (read_recorded_at IS NULL OR read_recorded_at <= ?)`,
        [now(), idToBytes(id), later(-READING_RECORDED_EVERY_MS)],
      );
      if (affectedRows === 0) return;
      await this.audit.append(tx, {
        type: 'audit.read-by-key',
        subjectId: id,
        actor: { type: 'anonymous', origin },
        outcome: 'success',
        details: {},
      });
    });
  }
}
