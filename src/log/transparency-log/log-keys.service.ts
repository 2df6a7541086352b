import { Inject, Injectable } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { keyInFile } from '../../platform/config/key-file.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import {
  ED25519,
  formatPrivateKey,
  formatVerifierKey,
  newPrivateKey,
  parsePrivateKey,
  parseVerifierKey,
  signer,
  type Signer,
  type VerifierKey,
} from '../../platform/tlog/signed-note.js';

/** In DATA_DIR. */
const SIGNING_KEY_FILE = 'audit/signing-key.pem';

/**
 * The log's name and key. The key comes from AUDIT_SIGNING_KEY (PEM); on the private database one is made at the first
 * start and kept beside it. Rotation: docs/audit.md.
 */
@Injectable()
export class LogKeys {
  readonly origin: string;
  readonly signer: Signer;
  /** This key and earlier ones: what the log may have been signed with (AUDIT_OLD_VKEYS). */
  readonly known: readonly VerifierKey[];

  constructor(@Inject(SETTINGS) settings: Settings) {
    this.origin = settings.auditOrigin;
    this.signer = logSigner(settings);
    this.known = [this.signer.key, ...settings.auditOldVerifierKeys.map(parseVerifierKey)];
  }

  get verifierKey(): string {
    return formatVerifierKey(this.signer.key);
  }
}

/** The log's key before there is an application: its witness is told whom to trust. */
export function logSigner({ auditOrigin, auditSigningKey, dataDir }: Settings): Signer {
  const pem = auditSigningKey ?? keyInFile(join(dataDir, SIGNING_KEY_FILE), () => formatPrivateKey(newPrivateKey()));
  return signer(auditOrigin, ED25519, privateKeyFrom(pem, auditSigningKey ? 'AUDIT_SIGNING_KEY' : SIGNING_KEY_FILE));
}

function privateKeyFrom(pem: string, place: string): KeyObject {
  try {
    return parsePrivateKey(pem);
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`, { cause: error });
  }
}
