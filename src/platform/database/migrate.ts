import { inMigrationTurn, migratedElsewhere } from './migration-turn.js';
import { DataSource } from 'typeorm';
import { parseDatabaseUrl } from './address.js';
import { dataSourceOptions } from './data-source.js';
import { beginMarks, endMarks } from './migrations/resumable.js';
import { migrations } from './migrations/index.js';
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
export async function migrate(urls: DatabaseUrls): Promise<string[]> {
  // Before anything is changed: a URL that cannot be read, or that leads elsewhere, must not leave a schema behind.
  assertOneDatabase(urls);
  const { migrationUrl, appUrl, sequencerUrl } = urls;
  // One connection holds the lock, one reads what is done, one migrates.
  // Migrations are SQL and know no entity. If TypeORM knew of generated columns, it would add a table of its own for them.
  const owner = new DataSource({ ...dataSourceOptions(migrationUrl, 3), entities: [] });
  await owner.initialize();
  try {
    return await withMigrationLock(owner, async () => {
      const done = await runPending(owner);
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

async function runPending(owner: DataSource): Promise<{ name: string }[]> {
  const runner = owner.createQueryRunner();
  try {
    const done = (await runner.hasTable('schema_migrations'))
      ? ((await runner.query('SELECT name FROM schema_migrations')) as { name: string }[]).map(({ name }) => name)
      : [];
    const known = migrations.map((migration) => new migration().name!);
    const newer = done.filter((name) => !known.includes(name));
    if (newer.length > 0) {
      throw new Error(
        `The database was brought up to date by a newer version of this program (${newer.join(', ')}). Start that version, ` +
          'or restore a backup from before it. Nothing was changed.',
      );
    }
    if (known.every((name) => done.includes(name))) return [];
    await beginMarks(runner);
    const run = await owner.runMigrations({ transaction: 'none' });
    await endMarks(runner);
    return run;
  } finally {
    await runner.release();
  }
}

/** Throws DatabaseUrlError, or an Error when the three do not name one database. */
function assertOneDatabase({ migrationUrl, appUrl, sequencerUrl }: DatabaseUrls): void {
  const { database } = parseDatabaseUrl(migrationUrl);
  const others = Object.entries({ DATABASE_URL: appUrl, AUDIT_DATABASE_URL: sequencerUrl });
  for (const [setting, url] of others) {
    const other = parseDatabaseUrl(url).database;
    if (other === database) continue;
    throw new Error(
      `${setting} names the database "${other}", but MIGRATION_DATABASE_URL "${database}": they must be one. Nothing was changed.`,
    );
  }
}

/** The lock belongs to a connection, so it goes with a process that dies in the middle. */
async function withMigrationLock<T>(owner: DataSource, work: () => Promise<T>): Promise<T> {
  const holder = owner.createQueryRunner();
  try {
    const [row] = (await holder.query('SELECT GET_LOCK(?, ?) AS got', [LOCK, LOCK_WAIT_SECONDS])) as { got: number }[];
    if (Number(row?.got) !== 1) throw migratedElsewhere();
    return await inMigrationTurn(owner, holder, LOCK_WAIT_SECONDS, work);
  } finally {
    await holder.query('SELECT RELEASE_LOCK(?)', [LOCK]).catch(() => undefined);
    await holder.release();
  }
}
