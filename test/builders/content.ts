import type { Connection } from 'mysql2/promise';
import { declaredTables } from '../../src/platform/database/tables.js';
import { rows } from '../setup/sql.js';

/**
 * A checksum over all rows of every table except the log and who is signed in: two that are equal mean that nothing
 * was added, changed or taken away in between.
 */
export async function contentOf(admin: Connection): Promise<Record<string, string>> {
  const tables = [
    ...declaredTables('kept'),
    ...declaredTables('book'),
    ...declaredTables('derived'),
    'write_jobs',
    'outbox_messages',
    'idempotency_keys',
  ];
  const sums = await rows<{ Table: string; Checksum: number | string }>(
    admin,
    `CHECKSUM TABLE ${[...new Set(tables)].join(', ')}`,
  );
  return Object.fromEntries(sums.map((row) => [row.Table.split('.')[1], String(row.Checksum)]));
}
