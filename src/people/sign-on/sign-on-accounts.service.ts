import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import type { EventDetails, EventType } from '../../log/events/event-catalogue.js';
import { inTransaction, isDuplicateKey, selectOne, write, type Tx } from '../../platform/database/transaction.js';
import { systemActor, type Origin, type StaffActor } from '../../platform/kernel/actor.js';
import { now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type StaffId } from '../../platform/kernel/ids.js';
import { emailKey } from '../../platform/kernel/text.js';
import { Staff } from '../identity/identity.entity.js';
import { assertNotLastOperator, lockAccount, lockOperators } from '../identity/staff-locks.js';
import { endSessionsOf, StaffSessions } from '../identity/staff-sessions.service.js';
import type { staff } from '../tables.generated.js';
import type { VouchedFor } from './provider-claims.js';
import { SignOnRefused } from './sign-on-refused.js';

type FoundAccount = Pick<staff, 'id' | 'email' | 'role' | 'disabled_at' | 'sign_on_key'>;

/** The accounts of those for whom a provider vouches: made at their first sign-in, with the role that it gives, and kept in step. */
@Injectable()
export class SignOnAccounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: StaffSessions,
    private readonly audit: AuditLog,
  ) {}

  /** Opens a session and returns its token. Throws SignOnRefused, which is recorded. */
  async open(origin: Origin, who: VouchedFor, tokenBefore?: string): Promise<string> {
    const opened = () =>
      inTransaction(this.dataSource, async (tx) => {
        const actor = await this.accountFor(tx, origin, who);
        const { hasSecondFactor, session } = who;
        return this.sessions.startFromProvider(tx, actor, { hasSecondFactor, providerSession: session }, tokenBefore);
      });
    // Of two first sign-ins at once one makes the account; the other finds it.
    return opened().catch((error: unknown) => (isDuplicateKey(error) ? opened() : Promise.reject(error as Error)));
  }

  /** Ends what the provider says has ended: one of its sessions, or all that somebody opened there before then. */
  async end(which: { readonly session?: Buffer; readonly person?: Buffer; readonly before: Date }): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const account = await accountOf(tx, which);
      if (!account) return;
      const { affectedRows: sessions } = await write(
        tx,
        `UPDATE staff_sessions SET ended_at = ?
         WHERE staff_id = ? AND method = 'sign-on' AND ended_at IS NULL AND expires_at > ?
           AND ${which.session ? 'provider_session = ?' : 'created_at <= ?'}`,
        [now(), account.id, now(), which.session ?? which.before],
      );
      if (sessions === 0) return;
      await this.record(tx, 'staff.sessions-ended', bytesToId<StaffId>(account.id), { sessions });
    });
  }

  private async accountFor(tx: Tx, origin: Origin, who: VouchedFor): Promise<StaffActor> {
    await lockOperators(tx);
    const known = (await accountBy(tx, 'sign_on_key', who.key)) ?? (await this.linked(tx, origin, who));
    if (!known) return { type: 'staff', id: await this.add(tx, origin, who), role: who.role, origin };
    const id = bytesToId<StaffId>(known.id);
    if (known.disabled_at !== null) throw new SignOnRefused('DISABLED');
    if (known.role !== who.role) await this.changeRole(tx, origin, id, who);
    return { type: 'staff', id, role: who.role, origin };
  }

  /**
   * Somebody who has signed in here until now, by the address that the provider has confirmed: from then on there, and no
   * more with a password. Operators stay as they are: they are who gets in when the provider is wrong.
   */
  private async linked(tx: Tx, origin: Origin, who: VouchedFor): Promise<FoundAccount | undefined> {
    const found = await accountBy(tx, 'email_key', emailKey(who.email));
    if (!found) return undefined;
    if (found.role === 'operator' || found.sign_on_key !== null || !who.isEmailVerified) {
      throw new SignOnRefused('ADDRESS_TAKEN');
    }
    const id = bytesToId<StaffId>(found.id);
    await write(tx, 'UPDATE staff SET sign_on_key = ?, password_hash = NULL, password_expires_at = NULL WHERE id = ?', [
      who.key,
      found.id,
    ]);
    await endSessionsOf(tx, id);
    await this.record(tx, 'staff.sign-on-linked', id, {}, origin);
    return found;
  }

  private async add(tx: Tx, origin: Origin, { key, email, role }: VouchedFor): Promise<StaffId> {
    const id = newId<StaffId>();
    await tx.insert(Staff, {
      id,
      email,
      emailKey: emailKey(email),
      role,
      passwordHash: null,
      passwordExpiresAt: null,
      createdAt: now(),
      disabledAt: null,
      signOnKey: key,
    });
    await this.record(tx, 'staff.added', id, { role }, origin, { staff_email: email });
    return id;
  }

  private async changeRole(tx: Tx, origin: Origin, id: StaffId, { role }: VouchedFor): Promise<void> {
    const account = await lockAccount(tx, id);
    try {
      assertNotLastOperator(account);
    } catch (error) {
      throw new SignOnRefused('LAST_OPERATOR', { cause: error });
    }
    await write(tx, 'UPDATE staff SET role = ? WHERE id = ?', [role, idToBytes(id)]);
    await endSessionsOf(tx, id);
    await this.record(tx, 'staff.role-changed', id, { role, role_before: account.role }, origin);
  }

  /** The program does it because the provider says so; from where the person came lies beside it. */
  private async record<T extends EventType & `staff.${string}`>(
    tx: Tx,
    type: T,
    subjectId: StaffId,
    details: EventDetails<T>,
    origin?: Origin,
    personal?: Readonly<Record<string, string>>,
  ): Promise<void> {
    const actor = systemActor('sign-on');
    await this.audit.append(tx, {
      type,
      subjectId,
      actor: origin ? { ...actor, origin } : actor,
      outcome: 'success',
      reason: 'PROVIDER',
      ...(personal && { personal }),
      details,
    });
  }
}

function accountBy(tx: Tx, column: 'sign_on_key' | 'email_key', value: Buffer | string) {
  return selectOne<FoundAccount>(
    tx,
    `SELECT id, email, role, disabled_at, sign_on_key FROM staff WHERE ${column} = ? FOR UPDATE`,
    [value],
  );
}

/** A session names its person; where both are named they must agree. */
async function accountOf(tx: Tx, { session, person }: { session?: Buffer; person?: Buffer }) {
  const ofPerson = person && (await accountBy(tx, 'sign_on_key', person));
  if (!session) return ofPerson;
  const ofSession = await selectOne<Pick<staff, 'id'>>(
    tx,
    'SELECT staff_id AS id FROM staff_sessions WHERE provider_session = ? LIMIT 1',
    [session],
  );
  if (person && (!ofPerson || !ofSession?.id.equals(ofPerson.id))) return undefined;
  return ofSession;
}
