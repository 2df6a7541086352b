import type { Connection } from 'mysql2/promise';
import { connectSql, rows } from '../../setup/sql.js';
import type { BenchApp, World } from './world.js';

/** Tables of a benchmark's own in the application's schema, which the application's account may read and write. */
export interface BenchTables {
  readonly sql: Connection;
  readonly database: string;
  create(name: string, columns: string): Promise<void>;
}

export async function openBenchTables({ admin }: World, { database, url }: BenchApp): Promise<BenchTables> {
  const asApp = await connectSql(url);
  const [row] = await rows<{ account: string }>(asApp, 'SELECT CURRENT_USER() AS account');
  await asApp.end();
  const account = row!.account.split('@').map((part) => admin.escape(part));
  return {
    sql: admin,
    database,
    async create(name, columns) {
      await admin.query(`CREATE TABLE ${database}.${name} (${columns}) ENGINE=InnoDB`);
      await admin.query(`GRANT SELECT, INSERT, UPDATE ON ${database}.${name} TO ${account.join('@')}`);
    },
  };
}
