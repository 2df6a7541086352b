import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedServer } from '../../src/platform/database/embedded-server.js';

/** What the teardown, which runs in the same process, takes down. */
export interface TestServer {
  readonly server: EmbeddedServer;
  readonly dataDir: string;
}

declare global {
  var ardoiseTestServer: TestServer | undefined;
}

/**
 * One database server for the whole run. Its administrator's URL goes to the workers in ARDOISE_TEST_ADMIN_URL; set
 * TEST_DATABASE_ADMIN_URL to run the tests on another server (MySQL 9, say) instead.
 *
 * Jest runs this file as CommonJS and without mapping "./x.js" to "./x.ts", hence the require and the transpiled copy.
 */
export default async function globalSetup(): Promise<void> {
  const { prepareRunFolder, stopDeliveredProduct } =
    require('./delivered-product.ts') as typeof import('./delivered-product.js');
  prepareRunFolder();
  const other = process.env['TEST_DATABASE_ADMIN_URL'];
  if (other) {
    process.env['ARDOISE_TEST_ADMIN_URL'] = other;
    return;
  }
  const { transpileDatabaseFolder } = require('./transpile.ts') as typeof import('./transpile.js');
  const folder = transpileDatabaseFolder('global-setup');
  const { startEmbeddedServer } = require(
    join(folder, 'embedded-server.js'),
  ) as typeof import('../../src/platform/database/embedded-server.js');
  const dataDir = mkdtempSync(join(serverFolder(), 'ardoise-test-'));
  // Without a disk flush for each commit: a test kills processes, never the machine.
  const server = await startEmbeddedServer({ dataDir, extraArgs: ['--innodb-flush-log-at-trx-commit=2'] });
  globalThis.ardoiseTestServer = { server, dataDir };
  process.env['ARDOISE_TEST_ADMIN_URL'] = server.adminUrl;
  // Jest leaves out the teardown when it is interrupted. What the server holds is worth nothing by then.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.kill(server.pid, 'SIGKILL');
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
      void stopDeliveredProduct().finally(() => process.exit(130));
    });
  }
}

const IN_MEMORY = '/dev/shm';
/** What all schemas of a run hold at once is far less; whoever has less memory keeps it on disk. */
const BYTES_FREE_MIN = 6 * 2 ** 30;

/** In memory where there is room: every test makes some eighty tables, and on a disk each waits for it several times. */
function serverFolder(): string {
  if (!existsSync(IN_MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return bavail * bsize >= BYTES_FREE_MIN ? IN_MEMORY : tmpdir();
}
