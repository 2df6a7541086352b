import { Inject, Injectable } from '@nestjs/common';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS, type Settings } from '../config/settings.js';
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
} from '../tlog/signed-note.js';

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
  const pem = auditSigningKey ?? keyInFolder(join(dataDir, 'audit'));
  return signer(auditOrigin, ED25519, parsePrivateKey(pem));
}

function keyInFolder(folder: string): string {
  const path = join(folder, 'signing-key.pem');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, formatPrivateKey(newPrivateKey()), { mode: 0o600, flush: true });
    try {
      // Whole or not there: of two processes that start at once, one gives the key its name and the other reads it.
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(path, 'utf8');
}
