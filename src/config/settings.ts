import { resolve } from 'node:path';
import { z } from 'zod';
import { COSIGNATURE, parseVerifierKey } from '../tlog/signed-note.js';

const port = z.coerce.number().int().min(0).max(65_535);
const days = z.coerce.number().int().min(1).max(36_500);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const witnessKey = z
  .string()
  .refine(isWitnessKey, 'must be the verifier key of a witness: name+8 hexadecimal digits+base64');

const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.string().min(1).optional(),
  MIGRATION_DATABASE_URL: z.string().min(1).optional(),
  AUDIT_DATABASE_URL: z.string().min(1).optional(),
  AUDIT_ORIGIN: z
    .string()
    .regex(/^[^\s+]{1,200}$/, 'must have neither spaces nor "+"')
    .default('ardoise/audit'),
  AUDIT_SIGNING_KEY: z.string().min(1).optional(),
  AUDIT_OLD_VKEYS: z.string().default(''),
  WITNESS_URL: z.url({ protocol: /^https?$/ }).optional(),
  WITNESS_VKEY: witnessKey.optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(1_000).default(20),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUST_PROXY: flag.default(false),
  MAIL_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).default('Ardoise <no-reply@ardoise.invalid>'),
  METRICS_TOKEN: z.string().min(16).optional(),
  SNAPSHOT_RETENTION_DAYS: days.default(365),
  PANEL: z.enum(['on', 'off']).default('on'),
  STAFF_SECOND_FACTOR: z.enum(['optional', 'required']).default('optional'),
  STAFF_SECRET_KEY: z.string().min(32).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});

/** All settings, read once from the environment. The table in the README describes each. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Absent: a private server in `dataDir` is used. */
  readonly databaseUrl?: string;
  /** The user that may change the schema; the other two may not. */
  readonly migrationDatabaseUrl?: string;
  /** The user of the log's sequencer and signer. */
  readonly auditDatabaseUrl?: string;
  /** The log's name; it must not change, or it is another log. */
  readonly auditOrigin: string;
  /** Ed25519 in PEM; absent: a key in `dataDir`, made at the first start. */
  readonly auditSigningKey?: string;
  /** Verifier keys that signed the log before this one. */
  readonly auditOldVerifierKeys: readonly string[];
  /** Without a slash at its end. */
  readonly witnessUrl?: string;
  /** The witness's verifier key; absent: asked of the witness at the first contact. */
  readonly witnessVerifierKey?: string;
  readonly databasePoolSize: number;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly trustProxy: boolean;
  /** Absent: mails are written as files below `dataDir`. */
  readonly mailUrl?: string;
  readonly mailFrom: string;
  readonly metricsToken?: string;
  readonly snapshotRetentionDays: number;
  /** Whether this process serves the staff's panel. */
  readonly hasPanel: boolean;
  /** Whether staff must enrol a second factor before anything else. */
  readonly isSecondFactorRequired: boolean;
  /** Encrypts the secrets of second factors; absent: a key in `dataDir`, made when it is first needed. */
  readonly staffSecretKey?: string;
  /** Whether this process runs with the demo, which it is told when it starts: no setting turns it on. */
  readonly hasDemo: boolean;
  readonly logLevel: string;
}

function isWitnessKey(text: string): boolean {
  try {
    return parseVerifierKey(text).type === COSIGNATURE;
  } catch {
    return false;
  }
}

/** Throws an Error that names every wrong setting, so that a start fails at once and says why. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`These settings are not valid:\n${faults.join('\n')}`);
  }
  const s = read.data;
  assertLogSettings(s);
  return {
    port: s.PORT,
    host: s.HOST,
    dataDir: resolve(s.DATA_DIR),
    databaseUrl: s.DATABASE_URL,
    migrationDatabaseUrl: s.MIGRATION_DATABASE_URL,
    auditDatabaseUrl: s.AUDIT_DATABASE_URL,
    auditOrigin: s.AUDIT_ORIGIN,
    auditSigningKey: s.AUDIT_SIGNING_KEY?.replaceAll('\\n', '\n'),
    auditOldVerifierKeys: s.AUDIT_OLD_VKEYS.split(/\s+/).filter(Boolean),
    witnessUrl: s.WITNESS_URL?.replace(/\/$/, ''),
    witnessVerifierKey: s.WITNESS_VKEY,
    databasePoolSize: s.DATABASE_POOL_SIZE,
    publicUrl: (s.PUBLIC_URL ?? `http://localhost:${s.PORT}`).replace(/\/$/, ''),
    trustProxy: s.TRUST_PROXY,
    mailUrl: s.MAIL_URL,
    mailFrom: s.MAIL_FROM,
    metricsToken: s.METRICS_TOKEN,
    snapshotRetentionDays: s.SNAPSHOT_RETENTION_DAYS,
    hasPanel: s.PANEL === 'on',
    isSecondFactorRequired: s.STAFF_SECOND_FACTOR === 'required',
    staffSecretKey: s.STAFF_SECRET_KEY,
    hasDemo: false,
    logLevel: s.LOG_LEVEL,
  };
}

/** On a server of one's own nothing of the log is made up: whoever runs it holds its key and gives it an account. */
function assertLogSettings(s: z.infer<typeof environment>): void {
  if (!s.DATABASE_URL) return;
  const missing = (['MIGRATION_DATABASE_URL', 'AUDIT_DATABASE_URL', 'AUDIT_SIGNING_KEY'] as const).filter(
    (name) => !s[name],
  );
  if (missing.length === 0) return;
  throw new Error(
    `With DATABASE_URL these settings are needed too: ${missing.join(', ')}. docs/operations.md says how to make the accounts and the key.`,
  );
}

/** The token under which Nest hands out the settings. */
export const SETTINGS = Symbol('SETTINGS');
