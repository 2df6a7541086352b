import { type Connection, createConnection } from 'mysql2/promise';
import type { ServerCredentials, ServerFiles } from './server-files.js';

/**
 * Accounts of the embedded server: `admin` may all, `owner` all on our databases, `app` and `sequencer` what migrations
 * grant them.
 */
export const accounts = {
  admin: 'ardoise_admin',
  owner: 'ardoise_owner',
  app: 'ardoise_app',
  sequencer: 'ardoise_sequencer',
} as const;

/**
 * Sets the administrator's password; run by the server itself at each start, before it accepts connections. root stays as
 * the installation made it: no password, only for the system's root through the socket.
 */
export function administratorSql({ admin }: ServerCredentials): string {
  return [
    `CREATE USER IF NOT EXISTS '${accounts.admin}'@'localhost' IDENTIFIED BY '${admin}';`,
    `ALTER USER '${accounts.admin}'@'localhost' IDENTIFIED BY '${admin}';`,
    `GRANT ALL PRIVILEGES ON *.* TO '${accounts.admin}'@'localhost' WITH GRANT OPTION;`,
    '',
  ].join('\n');
}

/** A connection of the administrator's; rejects as the driver does (ENOENT, ECONNREFUSED, ER_ACCESS_DENIED_ERROR …). */
export function connectAsAdministrator(files: ServerFiles, credentials: ServerCredentials): Promise<Connection> {
  return createConnection({
    socketPath: files.socket,
    user: accounts.admin,
    password: credentials.admin,
    connectTimeout: 5_000,
  });
}

/** Creates what is missing of the database and the three accounts that work in it. Safe to repeat. */
export async function provision(
  connection: Connection,
  database: string,
  credentials: ServerCredentials,
): Promise<void> {
  for (const statement of provisionSql(database, credentials)) await connection.query(statement);
}

function provisionSql(database: string, { owner, app, sequencer }: ServerCredentials): string[] {
  // In the database name of a GRANT, "_" and "%" are wildcards; here only the last one is meant to be.
  const literal = database.replace(/[_%\\]/g, '\\$&');
  return [
    `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`,
    ...setPassword(accounts.owner, owner),
    ...setPassword(accounts.app, app),
    ...setPassword(accounts.sequencer, sequencer),
    `GRANT ALL PRIVILEGES ON \`${literal}\`.* TO '${accounts.owner}'@'localhost' WITH GRANT OPTION`,
    `GRANT ALL PRIVILEGES ON \`${literal}\\_%\`.* TO '${accounts.owner}'@'localhost' WITH GRANT OPTION`,
  ];
}

function setPassword(account: string, password: string): string[] {
  return [
    `CREATE USER IF NOT EXISTS '${account}'@'localhost' IDENTIFIED BY '${password}'`,
    `ALTER USER '${account}'@'localhost' IDENTIFIED BY '${password}'`,
  ];
}
