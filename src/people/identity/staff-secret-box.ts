import { Inject, Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keyInFile } from '../../platform/config/key-file.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;

const newKey = () => randomBytes(32).toString('base64');

/** What was put away under another key than the one of now: it was lost or changed. */
export class WrongSecretKey extends Error {
  constructor() {
    super('STAFF_SECRET_KEY is not the key with which second factors were encrypted.');
  }
}

/**
 * Encrypts the secrets of second factors (AES-256-GCM), so that a copy of the database is no second factor. The key is
 * STAFF_SECRET_KEY, or one beside the private database.
 */
@Injectable()
export class StaffSecretBox {
  private known?: Buffer;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  /** `owner` is bound to the bytes: what was put away for one opens for nobody else. */
  close(secret: Buffer, owner: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(), iv).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** Throws WrongSecretKey for bytes of another owner or another key. */
  open(box: Buffer, owner: string): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.key(), box.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(owner))
      .setAuthTag(box.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(box.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    } catch {
      throw new WrongSecretKey();
    }
  }

  private key(): Buffer {
    const { staffSecretKey, dataDir } = this.settings;
    const text = staffSecretKey ?? keyInFile(join(dataDir, 'staff', 'secret-key'), newKey);
    this.known ??= createHash('sha256').update(text, 'utf8').digest();
    return this.known;
  }
}
