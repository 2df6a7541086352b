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
import type { DataSource } from 'typeorm';
import type { Settings } from '../../platform/config/settings.js';
import {
  inTransaction,
  isDuplicateKey,
  select,
  selectOne,
  write,
  writeOne,
  type Tx,
} from '../../platform/database/transaction.js';
import type { Computed } from '../../platform/database/rows.js';
import { AppError, invalid } from '../../platform/kernel/app-error.js';
import { later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { bytesToId, idToBytes, newId } from '../../platform/kernel/ids.js';
import type { passkeys } from '../tables.generated.js';
import { PasskeyChallenge } from './passkey.entity.js';

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

/** Whose they are: the tables differ as the people do (SPEC §1), what is done with them does not. */
interface KeyTable {
  readonly table: 'passkeys' | 'staff_passkeys';
  readonly owner: 'user_id' | 'staff_id';
}

/** Of whom a browser makes a key, and what it calls the person. */
interface KeyOwner {
  readonly id: string;
  readonly email: string;
}

type OwnedKey = Pick<passkeys, 'id' | 'public_key' | 'counter'> & Computed<{ owner: Buffer }>;

/**
 * Keys that people's devices hold and open with a finger, a face or a PIN: one stands for the password and the code of a phone
 * together. The package makes and verifies what WebAuthn asks for; here is what is kept of it.
 */
export class DeviceKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: Pick<Settings, 'publicUrl'>,
    private readonly of: KeyTable,
  ) {}

  async list(id: string): Promise<PasskeyView[]> {
    const { table, owner } = this.of;
    const rows = await select<Pick<passkeys, 'id' | 'name' | 'created_at' | 'used_at'>>(
      this.dataSource.manager,
      `SELECT id, name, created_at, used_at FROM ${table} WHERE ${owner} = ? ORDER BY created_at, id`,
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
  async registrationOptions({ id, email }: KeyOwner): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { table, owner } = this.of;
    const known = await select<Pick<passkeys, 'credential_id'>>(
      this.dataSource.manager,
      `SELECT credential_id FROM ${table} WHERE ${owner} = ?`,
      [idToBytes(id)],
    );
    const options = await generateRegistrationOptions({
      rpName: 'Ardoise',
      rpID: this.host(),
      userName: email,
      userID: new Uint8Array(idToBytes(id)),
      excludeCredentials: known.map(({ credential_id }) => ({ id: credential_id.toString('base64url') })),
      // Kept by the device with the person's name, so that nobody has to type an address to sign in.
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await this.keep(options.challenge);
    return options;
  }

  /**
   * Keeps a new key and does `record` with its id in the same transaction. Throws VALIDATION for what no authenticator has
   * signed for this site now, INVALID_STATE for more than anybody needs, ALREADY_EXISTS.
   */
  async add(
    ownerId: string,
    name: string,
    given: RegistrationResponseJSON,
    record: (tx: Tx, passkeyId: string) => Promise<unknown>,
  ): Promise<void> {
    const { registrationInfo } = await this.verified(() =>
      verifyRegistrationResponse({ response: given, ...this.expected(), requireUserVerification: true }),
    );
    if ((await this.list(ownerId)).length >= PASSKEYS_MAX) {
      throw new AppError('INVALID_STATE', `There are ${PASSKEYS_MAX} passkeys already: remove one first.`);
    }
    const { credential } = registrationInfo!;
    const id = newId();
    const { table, owner } = this.of;
    try {
      await inTransaction(this.dataSource, async (tx) => {
        await write(
          tx,
          `INSERT INTO ${table} (id, ${owner}, credential_id, public_key, counter, transports, name, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [
            idToBytes(id),
            idToBytes(ownerId),
            Buffer.from(credential.id, 'base64url'),
            Buffer.from(credential.publicKey),
            credential.counter,
            (credential.transports ?? []).join(',').slice(0, 200),
            name,
            now(),
          ],
        );
        await record(tx, id);
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw new AppError('ALREADY_EXISTS', 'This passkey is known already.');
    }
  }

  /** What is gone is gone, and not recorded again. */
  async remove(ownerId: string, id: string, record: (tx: Tx) => Promise<unknown>): Promise<void> {
    const { table, owner } = this.of;
    await inTransaction(this.dataSource, async (tx) => {
      const sql = `DELETE FROM ${table} WHERE id = ? AND ${owner} = ?`;
      const { affectedRows } = await write(tx, sql, [idToBytes(id), idToBytes(ownerId)]);
      if (affectedRows > 0) await record(tx);
    });
  }

  /** What a browser hands to an authenticator to show who sits before it, whoever that is. */
  async challenge(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const options = await generateAuthenticationOptions({ rpID: this.host(), userVerification: 'required' });
    await this.keep(options.challenge);
    return options;
  }

  /** Whose passkey has signed a challenge of ours, which is used with this; undefined for anything else. */
  async ownerOf(given: AuthenticationResponseJSON): Promise<string | undefined> {
    const { table, owner } = this.of;
    const credentialId = Buffer.from(String(given?.id ?? ''), 'base64url');
    const row = await selectOne<OwnedKey>(
      this.dataSource.manager,
      `SELECT id, ${owner} AS owner, public_key, counter FROM ${table} WHERE credential_id = ?`,
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
    const { newCounter } = verified.authenticationInfo;
    await inTransaction(this.dataSource, (tx) =>
      writeOne(tx, `UPDATE ${table} SET counter = ?, used_at = ? WHERE id = ?`, [newCounter, now(), row.id]),
    );
    return bytesToId(row.owner);
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
