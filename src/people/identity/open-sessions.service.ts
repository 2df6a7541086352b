import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { inTransaction, select, write, type Tx } from '../../platform/database/transaction.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, type UserId } from '../../platform/kernel/ids.js';
import type { sessions } from '../tables.generated.js';
import { deviceOf, type Device } from './device.js';

/** Times are ISO 8601 UTC. */
export interface OpenSession {
  readonly id: string;
  readonly startedAt: string;
  /** From where it was opened; null where that is not known. */
  readonly address: string | null;
  readonly device: Device;
  readonly isThisOne: boolean;
}

/** Where somebody is signed in. */
@Injectable()
export class OpenSessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  /** The sessions of a person that are open now, the newest first. */
  async of(actor: UserActor): Promise<OpenSession[]> {
    const rows = await select<Pick<sessions, 'id' | 'created_at' | 'address' | 'user_agent'>>(
      this.dataSource.manager,
      `SELECT id, created_at, address, user_agent FROM sessions
       WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? AND confirmed_at IS NOT NULL
       ORDER BY created_at DESC, id LIMIT 100`,
      [idToBytes(actor.id), now()],
    );
    return rows.map((row) => ({
      id: bytesToId(row.id),
      startedAt: row.created_at.toISOString(),
      address: row.address,
      device: deviceOf(row.user_agent),
      isThisOne: bytesToId(row.id) === actor.sessionId,
    }));
  }

  /** All but this one. */
  async endOthers(actor: UserActor): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const sessions = await endSessions(tx, actor.id, actor.sessionId);
      if (sessions === 0) return;
      await this.audit.append(tx, {
        type: 'user.sessions-ended',
        subjectId: actor.id,
        actor,
        outcome: 'success',
        details: { sessions },
      });
    });
  }
}

/** Ends the open sessions of a user, but for `kept`, and says how many that were. */
export async function endSessions(tx: Tx, userId: UserId, kept?: string): Promise<number> {
  const { affectedRows } = await write(
    tx,
    'UPDATE sessions SET ended_at = ? WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? AND id <> ?',
    [now(), idToBytes(userId), now(), kept === undefined ? '' : idToBytes(kept)],
  );
  return affectedRows;
}
