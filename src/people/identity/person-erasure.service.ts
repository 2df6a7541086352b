import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { erasePersonalDetails, type ErasureRequest } from '../../log/events/erasure.js';
import { inTransaction, select } from '../../platform/database/transaction.js';
import type { Actor } from '../../platform/kernel/actor.js';
import { idToBytes, type UserId } from '../../platform/kernel/ids.js';
import { emailKey } from '../../platform/kernel/text.js';
import type { ErasedPerson } from '../../platform/retention/erased-person.js';
import { Erasures } from '../../platform/retention/erasures.service.js';
import type { email_changes, users } from '../tables.generated.js';

/** What was erased. */
export interface ErasedReport {
  /** Events beside which something personal lay. */
  readonly events: number;
  /** Everything else, by what it was. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Forgets a person, as far as the product can without losing its evidence: what lies beside the log's events, mails, sessions, former
 * addresses, and whatever else a room has registered. What stays is said in the table of retention. Restartable: the addresses by
 * which the rest is found go last, with the event that counts what went.
 */
@Injectable()
export class PersonErasure {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    private readonly erasures: Erasures,
  ) {}

  /** `owner` is the schema's owner: the application's own account cannot delete beside the log. */
  async erase(owner: DataSource, actor: Actor, ask: ErasureRequest): Promise<ErasedReport> {
    const person = await personOf(this.dataSource.manager, ask.userId);
    const events = await erasePersonalDetails(owner, this.audit, actor, ask, person);
    const files = await this.erasures.eraseFiles(person);
    return inTransaction(this.dataSource, async (tx) => {
      const counts = { ...files, ...(await this.erasures.eraseRows(tx, person)) };
      if (Object.keys(counts).length > 0) {
        await this.audit.append(tx, {
          type: 'audit.personal-details-erased',
          subjectId: ask.userId,
          actor,
          ticket: ask.ticket,
          outcome: 'success',
          details: { events: 0, also: counts },
        });
      }
      return { events, counts };
    });
  }
}

/** Of a change that was never confirmed, the new address may be anybody's; one that somebody else signs in with, or did, is that person's. */
export async function personOf(manager: EntityManager, userId: UserId): Promise<ErasedPerson> {
  const id = idToBytes(userId);
  const own = await select<Pick<users, 'email' | 'sign_up_email'>>(
    manager,
    'SELECT email, sign_up_email FROM users WHERE id = ?',
    [id],
  );
  const changes = await select<Pick<email_changes, 'old_email' | 'new_email'>>(
    manager,
    'SELECT old_email, new_email FROM email_changes WHERE user_id = ?',
    [id],
  );
  const given = [
    ...own.flatMap(({ email, sign_up_email }) => [email, sign_up_email]),
    ...changes.flatMap(({ old_email, new_email }) => [old_email, new_email]),
  ];
  const addresses = [...new Set(given.map(emailKey))];
  if (addresses.length === 0) return { id: userId, addresses };
  const ofOthers = await select<Pick<users, 'email' | 'sign_up_email'>>(
    manager,
    'SELECT email, sign_up_email FROM users WHERE id <> ? AND (email_key IN (?) OR sign_up_email IN (?))',
    [id, addresses, addresses],
  );
  const taken = new Set(ofOthers.flatMap(({ email, sign_up_email }) => [emailKey(email), emailKey(sign_up_email)]));
  return { id: userId, addresses: addresses.filter((address) => !taken.has(address)) };
}
