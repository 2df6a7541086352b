import mysql2 from 'mysql2';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { parseDatabaseUrl } from './address.js';
import { migrations } from './migrations/index.js';
import { limitStatements, limitWaiting, type TimeLimits } from './time-limits.js';
import { declaredEntities } from './tables.js';
import { tlsOf } from './tls.js';

/** What every connection is set to: the program relies on none of the server's own defaults. */
const SESSION_SQL_MODE =
  'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

/** For the schema's owner, whose statements may take hours, and for the command line. */
const NO_LIMITS: TimeLimits = { statementMsMax: 0, poolMsMax: 0 };

/** mysql2 with every new connection set up before its first use; statements on one connection run in order. */
const driverWith = (limits: TimeLimits) => ({
  ...mysql2,
  createPool: (options: mysql2.PoolOptions) => {
    const pool = mysql2.createPool(options);
    pool.on('connection', (connection) => {
      limitStatements(connection, limits);
      connection.query(`SET SESSION sql_mode='${SESSION_SQL_MODE}', time_zone='+00:00'`);
    });
    limitWaiting(pool, limits);
    return pool;
  },
});

/** Options for TypeORM. The schema is changed by reviewed migrations only: `synchronize` is never on. */
export function dataSourceOptions(url: string, poolSize: number, limits = NO_LIMITS): DataSourceOptions {
  const address = parseDatabaseUrl(url);
  return {
    type: address.type,
    driver: driverWith(limits),
    host: address.host,
    port: address.port,
    username: address.user,
    password: address.password,
    database: address.database,
    ...(address.socketPath && { socketPath: address.socketPath }),
    ...tlsOf(address),
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: false,
    poolSize,
    synchronize: false,
    migrationsRun: false,
    entities: declaredEntities(),
    migrations,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'none',
    logging: false,
    extra: {
      connectionLimit: poolSize,
      // A dead server must show as an error within seconds, not hang a person's page.
      connectTimeout: 5_000,
      waitForConnections: true,
    },
  };
}

/** Opens a data source of its own, for migrations, the command line and tests. */
export async function openDataSource(url: string, poolSize = 4, limits = NO_LIMITS): Promise<DataSource> {
  const dataSource = new DataSource(dataSourceOptions(url, poolSize, limits));
  await dataSource.initialize();
  return dataSource;
}
