import type { Settings } from '../config/settings.js';
import { startEmbeddedServer } from './embedded-server.js';
import { assertNarrowAccounts } from './account-rights.js';
import { migrate, type DatabaseUrls } from './migrate.js';

/** A migrated database to work with. */
export interface Database extends DatabaseUrls {
  readonly isEmbedded: boolean;
  /** The names of the migrations that were run to bring it up to date. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

/** The database that the settings name, or a private one in the data folder; brought up to date either way. */
export async function openDatabase(settings: Settings, log: (line: string) => void): Promise<Database> {
  const server = settings.databaseUrl ? undefined : await startEmbeddedServer({ dataDir: settings.dataDir, log });
  const urls = server ?? namedUrls(settings);
  try {
    const migrated = await migrate(urls);
    for (const name of migrated) log(`Migrated: ${name}`);
    await assertNarrowAccounts(urls);
    const { appUrl, migrationUrl, sequencerUrl } = urls;
    const close = async () => server?.stop();
    return { appUrl, migrationUrl, sequencerUrl, isEmbedded: server !== undefined, migrated, close };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

/** With DATABASE_URL the settings name all three (`readSettings` sees to it). */
function namedUrls({ databaseUrl, migrationDatabaseUrl, auditDatabaseUrl }: Settings): DatabaseUrls {
  return { appUrl: databaseUrl!, migrationUrl: migrationDatabaseUrl!, sequencerUrl: auditDatabaseUrl! };
}
