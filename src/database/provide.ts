import type { Settings } from '../config/settings.js';
import { startEmbeddedServer } from './embedded-server.js';
import { migrate } from './migrate.js';

/** A migrated database to work with. */
export interface Database {
  /** For the application's narrow user. */
  readonly url: string;
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

/** The database that the settings name, or a private one in the data folder; brought up to date either way. */
export async function openDatabase(settings: Settings, log: (line: string) => void): Promise<Database> {
  const server = settings.databaseUrl ? undefined : await startEmbeddedServer({ dataDir: settings.dataDir, log });
  const url = settings.databaseUrl ?? server!.appUrl;
  const migrationUrl = settings.migrationDatabaseUrl ?? server?.migrationUrl ?? url;
  try {
    const done = await migrate(migrationUrl, url);
    for (const name of done) log(`Migrated: ${name}`);
  } catch (error) {
    await server?.stop();
    throw error;
  }
  return { url, isEmbedded: server !== undefined, close: async () => server?.stop() };
}
