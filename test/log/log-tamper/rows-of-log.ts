import type { Connection } from 'mysql2/promise';
import { rows } from '../../setup/sql.js';

/** The log's tables with the columns that are written, parents first. */
const TABLES: Readonly<Record<string, string>> = {
  audit_events: 'id, event_id, payload, recorded_at',
  audit_personal_details: 'event_id, salt, details',
  audit_pending: 'id',
  audit_head: 'id, tree_size, root',
  audit_leaves: 'leaf_index, id, leaf_hash',
  audit_tiles: 'level, tile_index, hashes, root',
  audit_checkpoints: 'tree_size, note, signed_at',
  audit_cosignatures: 'tree_size, witness, line, cosigned_at',
};

/** A copy of all rows of the log, as a backup is, that can be put back. */
export class RowsOfLog {
  private constructor(
    private readonly admin: Connection,
    private readonly name: string,
  ) {}

  static async copy(admin: Connection, name: string): Promise<RowsOfLog> {
    for (const [table, columns] of Object.entries(TABLES)) {
      await admin.query(`CREATE TABLE ${name}_${table} AS SELECT ${columns} FROM ${table}`);
    }
    return new RowsOfLog(admin, name);
  }

  /** As an administrator restores a backup: without triggers and foreign keys in the way. */
  async putBack(): Promise<void> {
    await withoutGuards(this.admin, async () => {
      for (const [table, columns] of Object.entries(TABLES)) {
        await this.admin.query(`DELETE FROM ${table}`);
        await this.admin.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${this.name}_${table}`);
      }
    });
  }
}

/** What only an administrator can do: drop the triggers and ignore foreign keys, then put the triggers back. */
export async function withoutGuards<T>(
  admin: Connection,
  work: () => Promise<T>,
  tables: string = 'audit%',
): Promise<T> {
  const triggers = await rows<{ Trigger: string; Table: string }>(admin, 'SHOW TRIGGERS WHERE `Table` LIKE ?', [
    tables,
  ]);
  const statements: string[] = [];
  for (const { Trigger } of triggers) {
    const [shown] = await rows<{ 'SQL Original Statement': string }>(admin, `SHOW CREATE TRIGGER ${Trigger}`);
    statements.push(shown!['SQL Original Statement']);
    await admin.query(`DROP TRIGGER ${Trigger}`);
  }
  await admin.query('SET foreign_key_checks = 0');
  try {
    return await work();
  } finally {
    await admin.query('SET foreign_key_checks = 1');
    for (const statement of statements) await admin.query(statement);
  }
}
