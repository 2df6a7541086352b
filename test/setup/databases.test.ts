import { createConnection } from 'mysql2/promise';
import { parseDatabaseUrl } from '../../src/platform/database/address.js';
import { createTestDatabase } from './databases.js';

/** Runs one statement under one of the URLs. */
async function query(url: string, sql: string): Promise<unknown> {
  const { host, port, socketPath, user, password, database } = parseDatabaseUrl(url);
  const connection = await createConnection({ host, port, socketPath, user, password, database });
  try {
    return (await connection.query(sql))[0];
  } finally {
    await connection.end();
  }
}

describe('a test database', () => {
  test("is its owner's alone, and gone after the test", async () => {
    const [one, other] = await Promise.all([createTestDatabase('One!'), createTestDatabase('other')]);
    const { database } = parseDatabaseUrl(one.migrationUrl);
    const app = parseDatabaseUrl(one.appUrl);
    expect(database).toMatch(/^ardoise_\d+_\d+_one$/);

    await query(one.migrationUrl, 'CREATE TABLE t (id INT PRIMARY KEY)');
    await expect(query(other.migrationUrl, `SELECT * FROM ${database}.t`)).rejects.toThrow('denied');
    await expect(query(one.appUrl, 'SELECT 1')).rejects.toThrow('denied');
    await query(one.migrationUrl, `GRANT SELECT ON ${database}.t TO '${app.user}'@'%'`);
    expect(await query(one.appUrl, 'SELECT * FROM t')).toEqual([]);

    await Promise.all([one.drop(), other.drop()]);
    await expect(query(one.migrationUrl, 'SELECT 1')).rejects.toThrow('denied');
    expect(await query(process.env['ARDOISE_TEST_ADMIN_URL'] ?? '', `SHOW DATABASES LIKE '${database}'`)).toEqual([]);
  });
});
