import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { parseDatabaseUrl } from './address.js';
import type { DatabaseUrls } from './migrate.js';
import { rightsOf, type Role } from './migrations/grants.js';
import { declaredTables } from './tables.js';
import { tlsOf } from './tls.js';

/** An account may do more with the audit log than the program should be able to. */
export class ExcessRightsError extends Error {
  override readonly name = 'ExcessRightsError';

  constructor(role: Role, account: string, excess: readonly string[]) {
    const setting = role === 'app' ? 'DATABASE_URL' : 'AUDIT_DATABASE_URL';
    super(
      `The database account ${account} (${setting}) may do more with the audit log than the program should:
${excess.map((right) => `  ${right}`).join('\n')}
A bug or an intruder could then change the log unseen, so the program does not start.
Name an account without any rights in ${setting}; the program grants it what it needs, table by table:
  CREATE USER 'ardoise_${role}'@'%' IDENTIFIED BY '…';
MIGRATION_DATABASE_URL names the owner of the schema, a third account, from which these rights come.`,
    );
  }
}

/** On a whole server or schema these tell or lock something, and change no row of the log. */
const HARMLESS = new Set([
  'USAGE',
  'SELECT',
  'PROCESS',
  'SHOW DATABASES',
  'SHOW VIEW',
  'EXECUTE',
  'LOCK TABLES',
  'CREATE TEMPORARY TABLES',
  'REPLICATION CLIENT',
  'BINLOG MONITOR',
]);

/**
 * Refuses (ExcessRightsError) when the accounts of application and sequencer hold any right on the log beyond what
 * migrations grant them: on the server, the schema, a table or a column, or through a role. Run at every start, also on
 * the private server.
 */
export async function assertNarrowAccounts(urls: DatabaseUrls): Promise<void> {
  await assertNarrow('app', urls.appUrl);
  await assertNarrow('sequencer', urls.sequencerUrl);
}

async function assertNarrow(role: Role, url: string): Promise<void> {
  const address = parseDatabaseUrl(url);
  const { host, port, socketPath, user, password, database } = address;
  const connection = await createConnection({
    host,
    port,
    socketPath,
    user,
    password,
    database,
    ...tlsOf(address),
  });
  try {
    const account = await valueOf(connection, 'CURRENT_USER()');
    const excess = [
      ...(await broadRights(connection, account, database)),
      ...(await logRights(connection, account, role)),
    ];
    if (excess.length > 0) throw new ExcessRightsError(role, account, excess);
  } finally {
    await connection.end();
  }
}

async function valueOf(connection: Connection, expression: string): Promise<string> {
  const [[row]] = await connection.query<RowDataPacket[]>(`SELECT ${expression} AS value`);
  return String(row?.['value'] ?? '');
}

/** `user@host` as information_schema writes it. */
function granteeOf(account: string): string {
  const at = account.lastIndexOf('@');
  return `'${account.slice(0, at)}'@'${account.slice(at + 1)}'`;
}

async function broadRights(connection: Connection, account: string, database: string): Promise<string[]> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT PRIVILEGE_TYPE AS name, IS_GRANTABLE AS grantable, 'the whole server' AS place
     FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ?
     UNION ALL
     SELECT PRIVILEGE_TYPE, IS_GRANTABLE, 'the whole schema'
     FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ? AND ? LIKE TABLE_SCHEMA`,
    [granteeOf(account), granteeOf(account), database],
  );
  const excess = rows
    .filter((row) => !HARMLESS.has(String(row['name'])) || row['grantable'] === 'YES')
    .map((row) => `${row['name']} on ${row['place']}`);
  return [...excess, ...(await roles(connection)).map((role) => `the role ${role}`)];
}

/**
 * Roles that are active, and those that are granted and may be made active by one statement. What a role brings is not
 * listed with the account, so an account that has one is not known to be narrow.
 */
async function roles(connection: Connection): Promise<string[]> {
  const current = await valueOf(connection, 'CURRENT_ROLE()');
  const active = current === '' || current === 'NONE' ? [] : current.split(',');
  const granted = await connection
    .query<RowDataPacket[]>(
      // MariaDB lists the roles that this account may set; for a role without a name there is a row of NULL.
      'SELECT DISTINCT ROLE_NAME AS role FROM information_schema.APPLICABLE_ROLES WHERE ROLE_NAME IS NOT NULL',
    )
    .then(([rows]) => rows.map((row) => String(row['role'])));
  const nameOf = (role: string) => role.replaceAll('`', '').replace(/@%$/, '').trim();
  return [...new Set([...active, ...granted].map(nameOf))];
}

interface TableRight {
  name: string;
  grantable: string;
  place: string;
  /** Null for a right on the whole table. */
  field: string | null;
}

async function logRights(connection: Connection, account: string, role: Role): Promise<string[]> {
  const tables = declaredTables('audit');
  const [rows] = await connection.query<(RowDataPacket & TableRight)[]>(
    `SELECT PRIVILEGE_TYPE AS name, IS_GRANTABLE AS grantable, TABLE_NAME AS place, NULL AS field
     FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = ? AND TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (?)
     UNION ALL
     SELECT PRIVILEGE_TYPE, IS_GRANTABLE, TABLE_NAME, COLUMN_NAME
     FROM information_schema.COLUMN_PRIVILEGES WHERE GRANTEE = ? AND TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN (?)`,
    [granteeOf(account), tables, granteeOf(account), tables],
  );
  const due = rightsOf(role);
  return rows
    .filter((row) => row.grantable === 'YES' || !isDue(due[row.place], row.name, row.field))
    .map((row) => `${row.name}${row.field === null ? '' : ` (${row.field})`} on ${row.place}`);
}

/** `rights` as a GRANT has them: `SELECT, INSERT (event_id, payload)`. */
function isDue(rights: string | undefined, name: string, field: string | null): boolean {
  for (const [, right, columns] of (rights ?? '').matchAll(/([A-Z]+)(?: \(([^)]*)\))?/g)) {
    if (right !== name) continue;
    // A right on the whole table covers each of its columns; the other way round it would be more than is due.
    return columns === undefined || (field !== null && columns.split(', ').includes(field));
  }
  return false;
}
