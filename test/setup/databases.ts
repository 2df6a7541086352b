import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { type DatabaseAddress, formatDatabaseUrl, parseDatabaseUrl } from '../../src/platform/database/address.js';

/** An empty schema of a test's own, on the server of this test run. */
export interface TestDatabase {
  /** An account without privileges, as the program's is before migrations. */
  readonly appUrl: string;
  /** An account without privileges, for the log's sequencer. */
  readonly sequencerUrl: string;
  /** An account with all privileges on this schema, and the right to pass them on. */
  readonly migrationUrl: string;
  /** The server's administrator, in this schema. */
  readonly adminUrl: string;
  /** Removes the schema and its accounts; open connections to it fail from then on. */
  drop(): Promise<void>;
}

let created = 0;

/**
 * Creates the schema `ardoise_<process>_<counter>_<label>` and three accounts for it. It has no tables: call the migrations.
 * @param label says in a process list which test this is; letters, digits and "_", the rest is dropped
 */
export async function createTestDatabase(label: string): Promise<TestDatabase> {
  const admin = adminAddress();
  created += 1;
  const database = `ardoise_${process.pid}_${created}_${label.replace(/\W/g, '')}`.slice(0, 60).toLowerCase();
  // At most 32 characters in MySQL.
  const account = (role: string): DatabaseAddress => ({
    ...admin,
    user: `${role}_${process.pid}_${created}_${randomBytes(3).toString('hex')}`,
    password: randomBytes(18).toString('base64url'),
    database,
  });
  const [owner, app, sequencer] = [account('owner'), account('app'), account('seq')];
  const literal = database.replaceAll('_', '\\_');
  await asAdministrator(admin, [
    `CREATE DATABASE \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    ...[owner, app, sequencer].map(({ user, password }) => `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`),
    `GRANT ALL PRIVILEGES ON \`${literal}\`.* TO '${owner.user}'@'%' WITH GRANT OPTION`,
  ]);
  return {
    appUrl: formatDatabaseUrl(app),
    sequencerUrl: formatDatabaseUrl(sequencer),
    migrationUrl: formatDatabaseUrl(owner),
    adminUrl: formatDatabaseUrl({ ...admin, database }),
    drop: () =>
      asAdministrator(admin, [
        `DROP DATABASE IF EXISTS \`${database}\``,
        ...[owner, app, sequencer].map(({ user }) => `DROP USER IF EXISTS '${user}'@'%'`),
      ]),
  };
}

function adminAddress(): DatabaseAddress {
  const url = process.env['ARDOISE_TEST_ADMIN_URL'];
  if (!url) throw new Error('ARDOISE_TEST_ADMIN_URL is not set: run tests through Jest, whose global setup sets it.');
  return parseDatabaseUrl(url);
}

async function asAdministrator(admin: DatabaseAddress, statements: readonly string[]): Promise<void> {
  const { host, port, socketPath, user, password, ssl } = admin;
  const connection = await createConnection({ host, port, socketPath, user, password, ...(ssl ? { ssl: {} } : {}) });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
