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
import type { Tx } from '../../platform/database/transaction.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import type { StaffId } from '../../platform/kernel/ids.js';
import { DeviceKeys, type PasskeyView } from './device-keys.js';

/** The passkeys of staff who sign in here. */
@Injectable()
export class StaffPasskeys {
  private readonly keys: DeviceKeys;

  constructor(
    dataSource: DataSource,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.keys = new DeviceKeys(dataSource, settings, { table: 'staff_passkeys', owner: 'staff_id' });
  }

  list(id: StaffId): Promise<PasskeyView[]> {
    return this.keys.list(id);
  }

  /** As `DeviceKeys` does. */
  registrationOptions(id: StaffId, email: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return this.keys.registrationOptions({ id, email });
  }

  /** As `DeviceKeys` does, with its event. */
  add(actor: StaffActor, name: string, given: RegistrationResponseJSON): Promise<void> {
    return this.keys.add(actor.id, name, given, (tx, id) => this.record(tx, actor, 'staff.passkey-added', id));
  }

  /** As `DeviceKeys` does, with its event. */
  remove(actor: StaffActor, id: string): Promise<void> {
    return this.keys.remove(actor.id, id, (tx) => this.record(tx, actor, 'staff.passkey-removed', id));
  }

  /** As `DeviceKeys` does. */
  challenge(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.keys.challenge();
  }

  /** As `DeviceKeys` does. */
  async ownerOf(given: AuthenticationResponseJSON): Promise<StaffId | undefined> {
    return (await this.keys.ownerOf(given)) as StaffId | undefined;
  }

  private record(tx: Tx, actor: StaffActor, type: 'staff.passkey-added' | 'staff.passkey-removed', passkeyId: string) {
    return this.audit.append(tx, {
      type,
      subjectId: actor.id,
      actor,
      roles: [actor.role],
      outcome: 'success',
      details: { passkey_id: passkeyId },
    });
  }
}
