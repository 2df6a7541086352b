import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import type { MembershipFacts } from '../../../src/policy/ability.js';
import { createApp } from '../../../src/app.js';
import { readSettings } from '../../../src/platform/config/settings.js';
import { formatDatabaseUrl, parseDatabaseUrl } from '../../../src/platform/database/address.js';
import { startEmbeddedServer, type EmbeddedServer } from '../../../src/platform/database/embedded-server.js';
import { migrate } from '../../../src/platform/database/migrate.js';
import { Sessions } from '../../../src/people/identity/sessions.service.js';
import type { BusinessId } from '../../../src/platform/kernel/ids.js';
import type { UserActor } from '../../../src/platform/kernel/actor.js';
import { SignUps } from '../../../src/resets/sign-ups/sign-up.service.js';
import { connectSql, rows } from '../../setup/sql.js';
import { describeMachine, type Machine } from './machine.js';
import { say } from './report.js';

/** A database server of a benchmark's own with the settings of production, in a folder that goes with it. */
export interface World {
  readonly server: EmbeddedServer;
  readonly machine: Machine;
  /** For whatever a benchmark writes. */
  readonly folder: string;
  /** The server's administrator. */
  readonly admin: Connection;
  /** The application on a freshly migrated schema; background jobs do not run. */
  openApp(database?: string): Promise<BenchApp>;
}

export interface BenchApp {
  readonly nest: NestExpressApplication;
  readonly dataSource: DataSource;
  readonly database: string;
  readonly url: string;
  /** Somebody who signs up with a new business. */
  signUp(): Promise<Tenant>;
  /** Whoever has this session, as the original owner of this business. */
  actingFor(token: string, businessId: string): Promise<Tenant>;
}

/** An original owner and their business. */
export interface Tenant {
  readonly actor: UserActor;
  readonly membership: MembershipFacts;
}

const POOL_SIZE = 12;

/** Runs a benchmark in a world of its own; nothing of it stays, not even after Ctrl-C. `extraArgs` are the server's. */
export async function inWorld(work: (world: World) => Promise<void>, extraArgs: readonly string[] = []): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ardoise-bench-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  let server: EmbeddedServer | undefined;
  const giveUp = () => {
    // What the server holds is worth nothing by now, so it need not stop in order.
    if (server) process.kill(server.pid, 'SIGKILL');
    removeFolder();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, giveUp);
  const closing: (() => Promise<unknown>)[] = [];
  try {
    server = await startEmbeddedServer({ dataDir: folder, log: say, extraArgs });
    const admin = await connectSql(server.adminUrl);
    closing.push(() => admin.end());
    const [version] = await rows<{ version: string }>(admin, 'SELECT VERSION() AS version');
    const machine = describeMachine(folder, version!.version);
    const openApp = async (database?: string) => {
      const app = await startApp(server!, admin, folder, database);
      closing.push(() => app.nest.close());
      return app;
    };
    await work({ server, machine, folder, admin, openApp });
  } finally {
    for (const close of closing.reverse()) await close();
    await server?.stop();
    removeFolder();
  }
}

async function startApp(
  server: EmbeddedServer,
  admin: Connection,
  folder: string,
  database = parseDatabaseUrl(server.appUrl).database,
): Promise<BenchApp> {
  await admin.query(`CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
  const inDatabase = (url: string) => formatDatabaseUrl({ ...parseDatabaseUrl(url), database });
  const url = inDatabase(server.appUrl);
  const urls = {
    appUrl: url,
    migrationUrl: inDatabase(server.migrationUrl),
    sequencerUrl: inDatabase(server.sequencerUrl),
  };
  await migrate(urls);
  const env = { DATA_DIR: join(folder, database), LOG_LEVEL: 'silent', DATABASE_POOL_SIZE: String(POOL_SIZE) };
  const nest = await createApp(urls, readSettings(env));
  await nest.init();
  return {
    nest,
    dataSource: nest.get(DataSource),
    database,
    url,
    signUp: () => signUp(nest),
    actingFor: (token, businessId) => actingFor(nest, token, businessId),
  };
}

async function actingFor(nest: NestExpressApplication, token: string, businessId: string): Promise<Tenant> {
  const actor = (await nest.get(Sessions).actorOf(token, { requestId: 'bench' })) as UserActor;
  return {
    actor,
    membership: { businessId: businessId as BusinessId, originalOwnerId: actor.id, memberRole: 'owner' },
  };
}

let people = 0;

async function signUp(nest: NestExpressApplication): Promise<Tenant> {
  people += 1;
  const origin = { requestId: `bench-${people}`, ip: '127.0.0.1', userAgent: 'bench' };
  const { user, business, token } = await nest.get(SignUps).signUp(origin, {
    email: `owner-${people}@bench.test`,
    password: 'correct horse battery',
    businessName: `Business ${people}`,
    edition: 'accounting',
    locale: 'fr',
    currency: 'CAD',
  });
  return {
    actor: (await nest.get(Sessions).actorOf(token, origin)) as UserActor,
    membership: { businessId: business.id, originalOwnerId: user.id, memberRole: 'owner' },
  };
}
