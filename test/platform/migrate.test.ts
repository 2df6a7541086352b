import '../../src/app.module.js';
import { formatDatabaseUrl, parseDatabaseUrl } from '../../src/platform/database/address.js';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { migrations } from '../../src/platform/database/migrations/index.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';
import { connectSql, rows } from '../setup/sql.js';

describe('bringing a schema up to date', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase('migrate');
  });
  afterEach(() => database.drop());

  async function sql<Row>(statement: string): Promise<Row[]> {
    const admin = await connectSql(database.adminUrl);
    try {
      return await rows<Row>(admin, statement);
    } finally {
      await admin.end();
    }
  }
  const schema = () =>
    sql(`SELECT TABLE_NAME AS t, COLUMN_NAME AS c, COLUMN_TYPE AS k, ORDINAL_POSITION AS o FROM information_schema.COLUMNS
         WHERE TABLE_SCHEMA = DATABASE() ORDER BY t, o`);
  const triggers = () =>
    sql(`SELECT TRIGGER_NAME AS t FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY t`);
  const keys = () =>
    sql(`SELECT DISTINCT TABLE_NAME AS t, INDEX_NAME AS i FROM information_schema.STATISTICS
         WHERE TABLE_SCHEMA = DATABASE() ORDER BY t, i`);

  /** Migrates over a connection that breaks after so many statements of the schema, as a kill -9 of the program does. */
  async function breakOffAfter(statements: number): Promise<void> {
    const { DataSource } = await import('typeorm');
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the data source that it is asked of
    const create = DataSource.prototype.createQueryRunner;
    let left = statements;
    DataSource.prototype.createQueryRunner = function (...args) {
      const runner = create.apply(this, args);
      const query = runner.query.bind(runner) as (...ask: unknown[]) => Promise<unknown>;
      runner.query = (async (text: string, ...more: unknown[]) => {
        if (/^(CREATE|ALTER|INSERT INTO audit_head)/.test(text.trim())) {
          left -= 1;
          if (left < 0) throw new Error('killed');
        }
        return query(text, ...more);
      }) as typeof runner.query;
      return runner;
    };
    try {
      await expect(migrate(database)).rejects.toThrow('killed');
    } finally {
      DataSource.prototype.createQueryRunner = create;
    }
  }

  test('is resumed where it broke off, with the same schema as in one go', async () => {
    await migrate(database);
    const whole = { schema: await schema(), triggers: await triggers(), keys: await keys() };
    for (const statements of [3, 60, 100]) {
      await database.drop();
      database = await createTestDatabase('migrate');
      await breakOffAfter(statements);
      expect((await migrate(database)).length).toBeGreaterThan(0);
      expect({ schema: await schema(), triggers: await triggers(), keys: await keys() }).toEqual(whole);
      expect(await migrate(database)).toEqual([]);
    }
    // Seven times every table and trigger, on a disk that others use too.
  }, 240_000);

  test('is refused over tables that something else has made', async () => {
    await sql('CREATE TABLE contacts (id INT PRIMARY KEY)');
    await expect(migrate(database)).rejects.toThrow('already exists');
  });

  test('is refused by an older program, in a sentence, and nothing is changed', async () => {
    await migrate(database);
    await sql("INSERT INTO schema_migrations (timestamp, name) VALUES (1999999999999, 'FromTheFuture1999999999999')");
    const before = await schema();
    await expect(migrate(database)).rejects.toThrow(/newer version of this program \(FromTheFuture1999999999999\)/);
    expect(await schema()).toEqual(before);
  });

  test('leaves a populated older schema with its rows, and brings it up to date', async () => {
    const older = await openDataSource(database.migrationUrl, 2);
    const runner = older.createQueryRunner();
    Object.assign(older, { migrations: migrations.slice(0, 3).map((Migration) => new Migration()) });
    await runner.query('CREATE TABLE schema_migrations_begun (name VARCHAR(190) NOT NULL PRIMARY KEY)');
    await older.runMigrations({ transaction: 'none' });
    await runner.query('DROP TABLE schema_migrations_begun');
    await runner.query(
      `INSERT INTO users (id, email, email_key, sign_up_email, password_hash, locale, created_at)
       VALUES (UNHEX('01890000000070008000000000000001'), 'a@b.test', 'a@b.test', 'a@b.test', 'x', 'fr', UTC_TIMESTAMP(6))`,
    );
    await runner.release();
    await older.destroy();
    expect(await migrate(database)).toHaveLength(migrations.length - 3);
    expect(await sql('SELECT email FROM users')).toEqual([{ email: 'a@b.test' }]);
  });

  test.each(['appUrl', 'sequencerUrl'] as const)('is refused when %s names another database', async (which) => {
    const elsewhere = formatDatabaseUrl({ ...parseDatabaseUrl(database[which]), database: 'elsewhere' });
    await expect(migrate({ ...database, [which]: elsewhere })).rejects.toThrow(
      /DATABASE_URL names the database "elsewhere"/,
    );
    expect(await schema()).toEqual([]);
  });

  test('is refused before anything is changed when a URL cannot be read', async () => {
    await expect(migrate({ ...database, sequencerUrl: 'postgres://x' })).rejects.toThrow('not usable');
    expect(await schema()).toEqual([]);
  });
});
