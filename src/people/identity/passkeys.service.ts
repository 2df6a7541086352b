import { Inject, Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { inTransaction, write, type Tx } from '../../platform/database/transaction.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { now } from '../../platform/kernel/clock.js';
import type { UserId } from '../../platform/kernel/ids.js';
import { DeviceKeys, type PasskeyView } from './device-keys.js';

export type { PasskeyView } from './device-keys.js';

/** The passkeys of people of a business. */
@Injectable()
export class Passkeys {
  private readonly keys: DeviceKeys;

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.keys = new DeviceKeys(dataSource, settings, { table: 'passkeys', owner: 'user_id' });
  }

  list(id: UserId): Promise<PasskeyView[]> {
    return this.keys.list(id);
  }

  /** As `DeviceKeys` does. */
  registrationOptions(actor: UserActor): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return this.keys.registrationOptions(actor);
  }

  /** As `DeviceKeys` does, with its event. */
  add(actor: UserActor, name: string, given: RegistrationResponseJSON): Promise<void> {
    return this.keys.add(actor.id, name, given, (tx, id) => this.record(tx, actor, 'user.passkey-added', id));
  }

  /** As `DeviceKeys` does, with its event. */
  remove(actor: UserActor, id: string): Promise<void> {
    return this.keys.remove(actor.id, id, (tx) => this.record(tx, actor, 'user.passkey-removed', id));
  }

  /** As `DeviceKeys` does. */
  challenge(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.keys.challenge();
  }

  /** As `DeviceKeys` does. */
  async ownerOf(given: AuthenticationResponseJSON): Promise<UserId | undefined> {
    return (await this.keys.ownerOf(given)) as UserId | undefined;
  }

  /** A job: true when there is more to forget. */
  async forgetOld(): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM passkey_challenges WHERE expires_at < ? LIMIT 500', [now()]),
    );
    return affectedRows === 500;
  }

  private record(tx: Tx, actor: UserActor, type: 'user.passkey-added' | 'user.passkey-removed', passkeyId: string) {
    return this.audit.append(tx, {
      type,
      subjectId: actor.id,
      actor,
      outcome: 'success',
      details: { passkey_id: passkeyId },
    });
  }
}
