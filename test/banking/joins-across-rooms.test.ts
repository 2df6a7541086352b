import type { Connection } from 'mysql2/promise';
import { INVOICES, INVOICES_WITH_CUSTOMERS } from '../../src/accounting/invoice-sql.js';
import { SEALED_BOOKS } from '../../src/books/book-sql.js';
import { BUSINESSES } from '../../src/people/businesses/business-sql.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';
import { connectSql, rows } from '../setup/sql.js';

interface Plan {
  readonly select_type: string;
  readonly table: string | null;
}

/** What a room gives to another one to be joined is planned as if the other one had named the table. */
describe('rows of another room in one statement', () => {
  let database: TestDatabase;
  let sql: Connection;

  beforeAll(async () => {
    database = await createTestDatabase('joins');
    await migrate(database);
    sql = await connectSql(database.adminUrl);
    // MySQL 9 explains as a tree unless told otherwise; MariaDB has no such setting.
    await sql.query("SET explain_format = 'TRADITIONAL'").catch(() => undefined);
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  describe.each([
    ['BUSINESSES', BUSINESSES, ['businesses'], 'SELECT p.id FROM online_payments p'],
    ['SEALED_BOOKS', SEALED_BOOKS, ['books'], 'SELECT p.id FROM online_payments p'],
    ['INVOICES', INVOICES, ['invoices'], 'SELECT p.id FROM pay_links p'],
    ['INVOICES_WITH_CUSTOMERS', INVOICES_WITH_CUSTOMERS, ['c', 'n'], 'SELECT p.id FROM pay_links p'],
  ])('%s', (_name, subquery, tables, from) => {
    test.each([
      ['stands alone', `SELECT t.id FROM ${subquery} t WHERE t.id > ?`],
      ['is joined', `${from} JOIN ${subquery} t ON t.id = p.id WHERE p.id > ?`],
      ['may be missing', `${from} LEFT JOIN ${subquery} t ON t.id = p.id WHERE p.id > ? AND t.id IS NULL`],
    ])('is merged where it %s', async (_how, statement) => {
      const plan = await rows<Plan>(sql, `EXPLAIN ${statement}`, [Buffer.alloc(16)]);
      expect(plan.map(({ select_type }) => select_type)).not.toContain('DERIVED');
      const read = plan.map(({ table }) => table).filter((table) => table !== 'p');
      expect(read.sort()).toEqual(tables);
    });
  });
});
