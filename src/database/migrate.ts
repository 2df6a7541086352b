import type { DataSource } from 'typeorm';
import { parseDatabaseUrl } from './address.js';
import { openDataSource } from './data-source.js';
import { grantTo } from './migrations/grants.js';

const LOCK = 'ardoise_migrate';
const LOCK_WAIT_SECONDS = 60;

/** One schema, three accounts. */
export interface DatabaseUrls {
  readonly migrationUrl: string;
  readonly appUrl: string;
  readonly sequencerUrl: string;
}

/**
 * Brings the schema up to date and gives the narrow accounts their rights. Safe to run at every start and by several
 * processes at once: one migrates, the others wait for it. Returns the names of the migrations that were run.
 */
export async function migrate({ migrationUrl, appUrl, sequencerUrl }: DatabaseUrls): Promise<string[]> {
  const owner = await openDataSource(migrationUrl, 2);
  try {
    return await withMigrationLock(owner, async () => {
      const done = await owner.runMigrations({ transaction: 'none' });
      const ownerName = parseDatabaseUrl(migrationUrl).user;
      for (const [role, url] of [
        ['app', appUrl],
        ['sequencer', sequencerUrl],
      ] as const) {
        const address = parseDatabaseUrl(url);
        if (address.user !== ownerName) await grantTo(role, owner, address);
      }
      return done.map((migration) => migration.name);
    });
  } finally {
    await owner.destroy();
  }
}

/** The lock belongs to a connection, so it goes with a process that dies in the middle. */
async function withMigrationLock<T>(owner: DataSource, work: () => Promise<T>): Promise<T> {
  const holder = owner.createQueryRunner();
  try {
    const [row] = (await holder.query('SELECT GET_LOCK(?, ?) AS got', [LOCK, LOCK_WAIT_SECONDS])) as { got: number }[];
    if (Number(row?.got) !== 1) throw new Error('Another process has been migrating the database for over a minute.');
    return await work();
  } finally {
    await holder.query('SELECT RELEASE_LOCK(?)', [LOCK]).catch(() => undefined);
    await holder.release();
  }
}
