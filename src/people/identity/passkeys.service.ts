import { Inject, Injectable } from '@nestjs/common';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AuditLog } from '../../log/events/audit-log.service.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import {
  inTransaction,
  isDuplicateKey,
  select,
  selectOne,
  write,
  writeOne,
} from '../../platform/database/transaction.js';
import type { UserActor } from '../../platform/kernel/actor.js';
import { AppError, invalid } from '../../platform/kernel/app-error.js';
import { later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId, type UserId } from '../../platform/kernel/ids.js';
import type { passkeys } from '../tables.generated.js';
import { Passkey, PasskeyChallenge } from './passkey.entity.js';

const CHALLENGE_MS = 5 * MINUTE_MS;
const PASSKEYS_MAX = 20;
const hashOf = (challenge: string) => createHash('sha256').update(challenge, 'utf8').digest();

/** Times are ISO 8601 UTC. */
export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly usedAt: string | null;
}

/**
 * Keys that people's devices hold and open with a finger, a face or a PIN: one stands for the password and the code of a phone
 * together. The package makes and verifies what WebAuthn asks for; here is what is kept of it.
 */
@Injectable()
export class Passkeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list(id: UserId): Promise<PasskeyView[]> {
    const rows = await select<Pick<passkeys, 'id' | 'name' | 'created_at' | 'used_at'>>(
      this.dataSource.manager,
      'SELECT id, name, created_at, used_at FROM passkeys WHERE user_id = ? ORDER BY created_at, id',
      [idToBytes(id)],
    );
    return rows.map((row) => ({
      id: bytesToId(row.id),
      name: row.name,
      createdAt: row.created_at.toISOString(),
      usedAt: row.used_at?.toISOString() ?? null,
    }));
  }

  /** What a browser hands to an authenticator to make a new key. */
  async registrationOptions(actor: UserActor): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const known = await select<Pick<passkeys, 'credential_id'>>(
      this.dataSource.manager,
      'SELECT credential_id FROM passkeys WHERE user_id = ?',
      [idToBytes(actor.id)],
    );
    const options = await generateRegistrationOptions({
      rpName: 'Ardoise',
      rpID: this.host(),
      userName: actor.email,
      userID: new Uint8Array(idToBytes(actor.id)),
      excludeCredentials: known.map(({ credential_id }) => ({ id: credential_id.toString('base64url') })),
      // Kept by the device with the person's name, so that nobody has to type an address to sign in.
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await this.keep(options.challenge);
    return options;
  }

  /** Throws VALIDATION for what no authenticator has signed for this site now, INVALID_STATE for more than anybody needs. */
  async add(actor: UserActor, name: string, given: RegistrationResponseJSON): Promise<void> {
    const verified = await this.verified(() =>
      verifyRegistrationResponse({ response: given, ...this.expected(), requireUserVerification: true }),
    );
    const { credential } = verified.registrationInfo!;
    if ((await this.list(actor.id)).length >= PASSKEYS_MAX) {
      throw new AppError('INVALID_STATE', `There are ${PASSKEYS_MAX} passkeys already: remove one first.`);
    }
    const id = newId();
    try {
      await inTransaction(this.dataSource, async (tx) => {
        await tx.insert(Passkey, {
          id,
          userId: actor.id,
          credentialId: Buffer.from(credential.id, 'base64url'),
          publicKey: Buffer.from(credential.publicKey),
          counter: credential.counter,
          transports: (credential.transports ?? []).join(',').slice(0, 200),
          name,
          createdAt: now(),
        });
        await this.audit.append(tx, {
          type: 'user.passkey-added',
          subjectId: actor.id,
          actor,
          outcome: 'success',
          details: { passkey_id: id },
        });
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new AppError('ALREADY_EXISTS', 'This passkey is known already.');
    }
  }

  /** What is gone is gone, and not recorded again. */
  async remove(actor: UserActor, id: string): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const { affectedRows } = await write(tx, 'DELETE FROM passkeys WHERE id = ? AND user_id = ?', [
        idToBytes(id),
        idToBytes(actor.id),
      ]);
      if (affectedRows === 0) return;
      await this.audit.append(tx, {
        type: 'user.passkey-removed',
        subjectId: actor.id,
        actor,
        outcome: 'success',
        details: { passkey_id: id },
      });
    });
  }

  /** What a browser hands to an authenticator to show who sits before it, whoever that is. */
  async challenge(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const options = await generateAuthenticationOptions({ rpID: this.host(), userVerification: 'required' });
    await this.keep(options.challenge);
    return options;
  }

  /** Whose passkey has signed a challenge of ours, which is used with this; undefined for anything else. */
  async ownerOf(given: AuthenticationResponseJSON): Promise<UserId | undefined> {
    const credentialId = Buffer.from(String(given?.id ?? ''), 'base64url');
    const row = await selectOne<Pick<passkeys, 'id' | 'user_id' | 'public_key' | 'counter'>>(
      this.dataSource.manager,
      'SELECT id, user_id, public_key, counter FROM passkeys WHERE credential_id = ?',
      [credentialId],
    );
    if (!row) return undefined;
    const credential = {
      id: credentialId.toString('base64url'),
      publicKey: new Uint8Array(row.public_key),
      counter: Number(row.counter),
    };
    const verified = await this.verified(() =>
      verifyAuthenticationResponse({ response: given, ...this.expected(), credential, requireUserVerification: true }),
    ).catch(() => undefined);
    if (!verified) return undefined;
    await inTransaction(this.dataSource, (tx) =>
      writeOne(tx, 'UPDATE passkeys SET counter = ?, used_at = ? WHERE id = ?', [
        verified.authenticationInfo.newCounter,
        now(),
        row.id,
      ]),
    );
    return bytesToId<UserId>(row.user_id);
  }

  /** A job: true when there is more to forget. */
  async forgetOld(): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM passkey_challenges WHERE expires_at < ? LIMIT 500', [now()]),
    );
    return affectedRows === 500;
  }

  /** The package throws a plain Error for whatever does not hold: to the one who sent it that is one and the same. */
  private async verified<V extends { verified: boolean }>(work: () => Promise<V>): Promise<V> {
    const answer = await work().catch(() => undefined);
    if (!answer?.verified) throw invalid('passkey', 'The passkey could not be verified. Try again.');
    return answer;
  }

  private expected() {
    return {
      expectedChallenge: (challenge: string) => this.take(challenge),
      expectedOrigin: new URL(this.settings.publicUrl).origin,
      expectedRPID: this.host(),
    };
  }

  private async keep(challenge: string): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      tx.insert(PasskeyChallenge, { challengeHash: hashOf(challenge), expiresAt: later(CHALLENGE_MS) }),
    );
  }

  private async take(challenge: string): Promise<boolean> {
    const { affectedRows } = await inTransaction(this.dataSource, (tx) =>
      write(tx, 'DELETE FROM passkey_challenges WHERE challenge_hash = ? AND expires_at > ?', [
        hashOf(challenge),
        now(),
      ]),
    );
    return affectedRows === 1;
  }

  private host(): string {
    return new URL(this.settings.publicUrl).hostname;
  }
}
