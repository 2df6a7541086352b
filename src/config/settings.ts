import { resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const days = z.coerce.number().int().min(1).max(36_500);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.string().min(1).optional(),
  MIGRATION_DATABASE_URL: z.string().min(1).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(1_000).default(20),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUST_PROXY: flag.default(false),
  MAIL_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).default('Ardoise <no-reply@ardoise.invalid>'),
  METRICS_TOKEN: z.string().min(16).optional(),
  SNAPSHOT_RETENTION_DAYS: days.default(365),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});

/** All settings, read once from the environment. The table in the README describes each. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Absent: a private server in `dataDir` is used. */
  readonly databaseUrl?: string;
  /** The user that may change the schema; by default the same as `databaseUrl`. */
  readonly migrationDatabaseUrl?: string;
  readonly databasePoolSize: number;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly trustProxy: boolean;
  /** Absent: mails are written as files below `dataDir`. */
  readonly mailUrl?: string;
  readonly mailFrom: string;
  readonly metricsToken?: string;
  readonly snapshotRetentionDays: number;
  readonly logLevel: string;
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
  return {
    port: s.PORT,
    host: s.HOST,
    dataDir: resolve(s.DATA_DIR),
    databaseUrl: s.DATABASE_URL,
    migrationDatabaseUrl: s.MIGRATION_DATABASE_URL,
    databasePoolSize: s.DATABASE_POOL_SIZE,
    publicUrl: (s.PUBLIC_URL ?? `http://localhost:${s.PORT}`).replace(/\/$/, ''),
    trustProxy: s.TRUST_PROXY,
    mailUrl: s.MAIL_URL,
    mailFrom: s.MAIL_FROM,
    metricsToken: s.METRICS_TOKEN,
    snapshotRetentionDays: s.SNAPSHOT_RETENTION_DAYS,
    logLevel: s.LOG_LEVEL,
  };
}

/** The token under which Nest hands out the settings. */
export const SETTINGS = Symbol('SETTINGS');
