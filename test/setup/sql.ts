import { createConnection, type Connection } from 'mysql2/promise';
import { parseDatabaseUrl } from '../../src/platform/database/address.js';

/** A plain connection, as somebody with an SQL client has it. */
export function connectSql(url: string): Promise<Connection> {
  const { host, port, socketPath, user, password, database } = parseDatabaseUrl(url);
  return createConnection({ host, port, socketPath, user, password, database, timezone: 'Z', dateStrings: ['DATE'] });
}

export async function rows<Row>(connection: Connection, sql: string, parameters: unknown[] = []): Promise<Row[]> {
  const [found] = await connection.query(sql, parameters);
  return found as Row[];
}
