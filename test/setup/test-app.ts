import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import { readSettings, type Settings } from '../../src/platform/config/settings.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { Jobs } from '../../src/platform/outbox/jobs.service.js';
import { readMailsOf } from '../builders/mailbox.js';
import { createTestDatabase, type TestDatabase } from './databases.js';

/** The whole application, really listening, on a schema of its own. Of the background jobs only the log's worker runs. */
export interface TestApp {
  readonly app: NestExpressApplication;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly database: TestDatabase;
  readonly settings: Settings;
  stop(): Promise<void>;
}

/** Another process on the same database and data folder, as far as the database can tell: it shares nothing else. */
export async function secondProcess(
  { database, settings }: TestApp,
  more: Partial<Settings> = {},
): Promise<{ url: string; close: () => Promise<void> }> {
  const app = await createApp(database, { ...settings, ...more });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() };
}

export async function startTestApp(
  label: string,
  env: Record<string, string> = {},
  more: Pick<Partial<Settings>, 'hasDemo'> = {},
  /** May lead the application's connections another way than straight to the server. */
  through: (appUrl: string) => Promise<string> = async (appUrl) => appUrl,
): Promise<TestApp> {
  const database = await createTestDatabase(label);
  const dataDir = mkdtempSync(join(tmpdir(), `ardoise-${label}-`));
  // The panel only where it is tested: to load AdminJS takes seconds.
  const quiet = { LOG_LEVEL: 'silent', DATABASE_POOL_SIZE: '12', PANEL: 'off', SIGN_UPS_PER_HOUR: '100000' };
  const settings = { ...readSettings({ DATA_DIR: dataDir, ...quiet, ...env }), ...more };
  await migrate(database);
  const app = await createApp({ ...database, appUrl: await through(database.appUrl) }, settings);
  await app.listen(0, '127.0.0.1');
  // A log that nobody keeps closes resets after a minute.
  app.get(Jobs).start(['audit-log']);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  readMailsOf(url, database.adminUrl);
  return {
    app,
    url,
    database,
    settings,
    stop: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
