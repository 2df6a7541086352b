import type { DataSource } from 'typeorm';

/** Around every statement that a data source sends inside a transaction or out of one. */
export interface StatementHooks {
  /** What to send instead. */
  readonly rewrite?: (sql: string) => string;
  /** `connection` is the same object for all statements of one transaction. */
  readonly done?: (sql: string, tookMs: number, connection: object) => void;
}

/** Puts the hooks around the statements of `dataSource`, so that the program's own code can be measured unchanged. */
export function hookStatements(dataSource: DataSource, { rewrite, done }: StatementHooks): void {
  const create = dataSource.createQueryRunner.bind(dataSource);
  dataSource.createQueryRunner = (mode) => {
    const runner = create(mode);
    const send = runner.query.bind(runner) as (sql: string, ...more: unknown[]) => Promise<never>;
    runner.query = async (sql: string, ...more: unknown[]) => {
      const began = performance.now();
      try {
        return await send(rewrite ? rewrite(sql) : sql, ...more);
      } finally {
        done?.(sql, performance.now() - began, runner);
      }
    };
    return runner;
  };
}
