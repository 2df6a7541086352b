import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { SECOND_MS } from '../kernel/clock.js';
import { addressesIn, isAddressOrNet, type AddressList } from './address-list.js';
import { signOnFrom, staffAccess, type SignOnSettings } from './staff-access.js';
import { witnessList, witnessesFrom, type WitnessSetting } from './witness-list.js';

const port = z.coerce.number().int().min(0).max(65_535);
const days = z.coerce.number().int().min(1).max(36_500);

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
  ...witnessList,
  DATABASE_TIMEOUT_SECONDS: z.coerce.number().min(0).max(3_600).default(30),
  DRAIN_SECONDS: z.coerce.number().min(0).max(600).default(0),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(1_000).default(20),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUST_PROXY: z.string().default('false').transform(trustedProxies),
  MAIL_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).default('Ardoise <no-reply@ardoise.invalid>'),
  STRIPE_SECRET_KEY: z.string().min(8).optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(8).optional(),
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  MAIL_REPLY_TO: z.string().min(3).optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  SECURITY_CONTACT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+[\d-]+)$/, 'must be a mailto:, https: or tel: address')
    .optional(),
  DATABASE_CA_FILE: z.string().min(1).optional(),
  SNAPSHOT_RETENTION_DAYS: days.default(365),
  SIGN_UPS_PER_HOUR: z.coerce.number().int().min(1).max(1_000_000).default(100),
  MAIL_RETENTION_DAYS: days.default(30),
  SESSION_RETENTION_DAYS: days.default(30),
  TICKET_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.includes('{ticket}'), 'must hold {ticket}, where the number of a ticket goes')
    .optional(),
  PANEL: z.enum(['on', 'off']).default('on'),
  STAFF_SECOND_FACTOR: z.enum(['optional', 'required']).default('optional'),
  STAFF_SECRET_KEY: z.string().min(32).optional(),
  ...staffAccess,
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
  /** Each is asked for its cosignature of every checkpoint. */
  readonly witnesses: readonly WitnessSetting[];
  /** How many of them must have cosigned a checkpoint before it counts as witnessed. */
  readonly witnessQuorum: number;
  readonly databasePoolSize: number;
  /** How long one statement may take before the database is taken for hung; 0 for no limit. */
  readonly databaseTimeoutMs: number;
  /** How long /readyz says 503 before a process that was asked to stop does. */
  readonly drainMs: number;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /**
   * Whose word on the caller's address is taken: nobody's, that of so many proxies one behind the other, or that of the
   * proxies at these addresses. Never that of the leftmost address, which anybody may make up.
   */
  readonly trustProxy: false | number | readonly string[];
  /** Absent: mails are written as files below `dataDir`. */
  readonly mailUrl?: string;
  readonly mailFrom: string;
  /** Where answers go; absent: nobody reads them, and mails say so. */
  readonly mailReplyTo?: string;
  /** Both, or neither: with them customers pay with Stripe instead of in the sandbox. */
  readonly stripeSecretKey?: string;
  readonly stripeWebhookSecret?: string;
  /** Absent: Stripe's own address. */
  readonly stripeApiUrl?: string;
  readonly metricsToken?: string;
  /** Where to report a weakness: `mailto:`, `https:` or `tel:`. */
  readonly securityContact?: string;
  /** Where a ticket of the support system is, with `{ticket}` for its number. */
  readonly ticketUrl?: string;
  readonly snapshotRetentionDays: number;
  /** From one address. */
  readonly signUpsPerHour: number;
  /** How long a mail's text stays after it was delivered. */
  readonly mailRetentionDays: number;
  /** How long a row that says who was signed in, and when, stays after the session's end. */
  readonly sessionRetentionDays: number;
  /** Whether this process serves the staff's panel. */
  readonly hasPanel: boolean;
  /** Whether staff must enrol a second factor before anything else. */
  readonly isSecondFactorRequired: boolean;
  /** Encrypts the secrets of second factors; absent: a key in `dataDir`, made when it is first needed. */
  readonly staffSecretKey?: string;
  /** Absent: all staff sign in here. With it, only operators whom the provider does not know do. */
  readonly signOn?: SignOnSettings;
  /** From where staff may use the panel; absent: from everywhere. */
  readonly staffAddresses?: AddressList;
  /** Whether this process runs with the demo, which it is told when it starts: no setting turns it on. */
  readonly hasDemo: boolean;
  readonly logLevel: string;
}

const TRUST_PROXY_FORMS =
  'must be false, the number of proxies in front (1 for a single one), or their addresses: loopback, 10.0.0.0/8, 192.0.2.7';
const PROXIES_MAX = 10;

function trustedProxies(text: string, context: z.RefinementCtx): Settings['trustProxy'] {
  const given = text.trim();
  if (given === 'false' || given === '0') return false;
  if (/^\d+$/.test(given) && Number(given) <= PROXIES_MAX) return Number(given);
  const addresses = addressesIn(given);
  if (addresses.length > 0 && addresses.every(isAddressOrNet)) return addresses;
  const why = given === 'true' ? 'would believe any address that a caller makes up; it ' : '';
  context.addIssue({ code: 'custom', message: `${why}${TRUST_PROXY_FORMS}` });
  return z.NEVER;
}

/** Settings that are secrets, or hold one: each may be given as the path of a file, in NAME_FILE. */
export const SECRET_SETTINGS = [
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'AUDIT_DATABASE_URL',
  'AUDIT_SIGNING_KEY',
  'STAFF_SECRET_KEY',
  'STAFF_SIGN_ON_CLIENT_SECRET',
  'METRICS_TOKEN',
  'MAIL_URL',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
] as const;

/** Secrets from the files that name them, without the line end that an editor leaves. Throws an Error that names the setting. */
function withFiles(env: Record<string, string | undefined>): Record<string, string | undefined> {
  const read = { ...env };
  for (const name of SECRET_SETTINGS) {
    const path = env[`${name}_FILE`];
    if (path === undefined) continue;
    if (env[name] !== undefined) throw new Error(`${name} and ${name}_FILE are both given: give one of them.`);
    read[name] = contentOf(`${name}_FILE`, path);
  }
  return read;
}

function contentOf(setting: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new Error(
      `${setting} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'} at ${path}.`,
    );
  }
  if (text === '') throw new Error(`${setting} names an empty file: ${path}.`);
  return text;
}

/** Throws an Error that names every wrong setting, so that a start fails at once and says why. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = withFiles(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  const read = environment.safeParse(given);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`These settings are not valid:\n${faults.join('\n')}`);
  }
  const s = withCa(read.data);
  assertLogSettings(s);
  assertStripeSettings(s);
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
    ...witnessesFrom(s),
    databasePoolSize: s.DATABASE_POOL_SIZE,
    databaseTimeoutMs: s.DATABASE_TIMEOUT_SECONDS * SECOND_MS,
    drainMs: s.DRAIN_SECONDS * SECOND_MS,
    publicUrl: (s.PUBLIC_URL ?? `http://localhost:${s.PORT}`).replace(/\/$/, ''),
    trustProxy: s.TRUST_PROXY,
    mailUrl: s.MAIL_URL,
    mailFrom: s.MAIL_FROM,
    mailReplyTo: s.MAIL_REPLY_TO,
    stripeSecretKey: s.STRIPE_SECRET_KEY,
    stripeWebhookSecret: s.STRIPE_WEBHOOK_SECRET,
    stripeApiUrl: s.STRIPE_API_URL,
    metricsToken: s.METRICS_TOKEN,
    securityContact: s.SECURITY_CONTACT,
    ticketUrl: s.TICKET_URL,
    snapshotRetentionDays: s.SNAPSHOT_RETENTION_DAYS,
    signUpsPerHour: s.SIGN_UPS_PER_HOUR,
    mailRetentionDays: s.MAIL_RETENTION_DAYS,
    sessionRetentionDays: s.SESSION_RETENTION_DAYS,
    hasPanel: s.PANEL === 'on',
    isSecondFactorRequired: s.STAFF_SECOND_FACTOR === 'required',
    staffSecretKey: s.STAFF_SECRET_KEY,
    signOn: signOnFrom(s),
    staffAddresses: s.STAFF_ALLOWED_ADDRESSES,
    hasDemo: false,
    logLevel: s.LOG_LEVEL,
  };
}

/** The three addresses with the one CA, where they do not name another. */
function withCa(s: z.infer<typeof environment>): z.infer<typeof environment> {
  const ca = s.DATABASE_CA_FILE;
  if (ca === undefined) return s;
  contentOf('DATABASE_CA_FILE', ca);
  const trusted = (url: string | undefined) =>
    url === undefined || !/[?&]ssl=true(&|$)/.test(url) || /[?&]sslca=/.test(url)
      ? url
      : `${url}&sslca=${encodeURIComponent(resolve(ca))}`;
  return {
    ...s,
    DATABASE_URL: trusted(s.DATABASE_URL),
    MIGRATION_DATABASE_URL: trusted(s.MIGRATION_DATABASE_URL),
    AUDIT_DATABASE_URL: trusted(s.AUDIT_DATABASE_URL),
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

/** With half of it customers would be sent to pay, and nobody would hear that they have. */
function assertStripeSettings(s: z.infer<typeof environment>): void {
  const given = [s.STRIPE_SECRET_KEY, s.STRIPE_WEBHOOK_SECRET].filter((key) => key !== undefined).length;
  if (given === 2 || (given === 0 && s.STRIPE_API_URL === undefined)) return;
  const missing = s.STRIPE_SECRET_KEY === undefined ? 'STRIPE_SECRET_KEY' : 'STRIPE_WEBHOOK_SECRET';
  throw new Error(
    `To be paid with Stripe both its keys are needed: ${missing} is missing. Without any, the sandbox is used.`,
  );
}

/** Whether people come over https: cookies are then for https alone. */
export const isHttps = ({ publicUrl }: Settings): boolean => publicUrl.startsWith('https:');

/** Whether PUBLIC_URL names the machine itself, as where somebody tries it out. */
export const isLocal = ({ publicUrl }: Settings): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(publicUrl).hostname);

/** The token under which Nest hands out the settings. */
export const SETTINGS = Symbol('SETTINGS');

/** Settings of the witness and of Node, which this program does not read but that may stand in the same environment. */
const ELSEWHERE = [
  'WITNESS_HOST',
  'WITNESS_PORT',
  'WITNESS_DATA_DIR',
  'WITNESS_LOG_VKEY',
  'WITNESS_NAME',
  'DATABASE_URL',
];
/** What begins like this is meant for this program. */
const OURS = /^(AUDIT|WITNESS|DATABASE|MIGRATION|STAFF|SNAPSHOT|METRICS|STRIPE)_/;

/** Sentences about variables that look like a setting and are none: one that is misspelt would do nothing, silently. */
export function misspeltSettings(env: Record<string, string | undefined>): string[] {
  const known = Object.keys(environment.shape);
  return Object.keys(env)
    .filter((name) => !known.includes(name) && !known.includes(name.replace(/_FILE$/, '')) && !ELSEWHERE.includes(name))
    .flatMap((name) => {
      const meant = known.find((setting) => setting.length > 5 && isNear(name, setting));
      if (meant !== undefined) return [`There is no setting ${name}: did you mean ${meant}?`];
      return OURS.test(name) ? [`There is no setting ${name}; it is ignored.`] : [];
    });
}

/** At most two letters too many, too few or different, or only underscores and case. */
function isNear(a: string, b: string): boolean {
  const plain = (text: string) => text.toUpperCase().replaceAll('_', '');
  return plain(a) === plain(b) || (a.slice(0, 2) === b.slice(0, 2) && distance(a, b) <= 2);
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    above = row;
  }
  return above[b.length]!;
}
