import type { MigrationInterface, QueryRunner } from 'typeorm';
import { driverError } from '../transaction.js';

type MigrationClass = new () => MigrationInterface;

/** Names of migrations that were begun; there only while some are. */
const MARKS = 'schema_migrations_begun';

/** Table, column, key, trigger, row or constraint: it is there already. Or, of what is dropped: it is not there any more. */
const DONE_BEFORE = [1050, 1060, 1061, 1359, 1062, 1826, 1022, 1005, 1051, 1091, 1360];

/**
 * A migration that may be killed anywhere and run again. Neither engine undoes a change of schema, but each statement is
 * whole or not at all: when a migration that was begun is run again, statements whose work is there are passed over. In
 * one that was not begun before they fail, as they should: then something else has made what they find.
 */
export function resumable(Migration: MigrationClass): MigrationClass {
  return class extends Migration {
    override async up(runner: QueryRunner): Promise<void> {
      const { affectedRows } = (await runner.query(`INSERT IGNORE INTO ${MARKS} (name) VALUES (?)`, [
        this.name ?? Migration.name,
      ])) as { affectedRows: number };
      const wasBegun = affectedRows === 0;
      await super.up(wasBegun ? passingOverWhatIsDone(runner) : runner);
    }
  };
}

export async function beginMarks(runner: QueryRunner): Promise<void> {
  await runner.query(
    `CREATE TABLE IF NOT EXISTS ${MARKS} (name VARCHAR(190) NOT NULL, PRIMARY KEY (name)) ENGINE=InnoDB`,
  );
}

export async function endMarks(runner: QueryRunner): Promise<void> {
  await runner.query(`DROP TABLE IF EXISTS ${MARKS}`);
}

function passingOverWhatIsDone(runner: QueryRunner): QueryRunner {
  return new Proxy(runner, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'query') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      return async (...ask: Parameters<QueryRunner['query']>): Promise<unknown> => {
        try {
          return await target.query(...ask);
        } catch (error) {
          if (!DONE_BEFORE.includes(driverError(error)?.errno ?? 0)) throw error;
          return undefined;
        }
      };
    },
  });
}
