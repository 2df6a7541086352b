import type { Connection } from 'mysql2/promise';
import { rows } from '../../setup/sql.js';

/** Takes the seal triggers off a schema, which only its administrator can. */
export async function dropSealTriggers(admin: Connection, database: string): Promise<void> {
  const triggers = await rows<{ name: string }>(
    admin,
    String.raw`SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = ? AND TRIGGER_NAME LIKE '%\_seal\_%'`,
    [database],
  );
  if (triggers.length === 0) throw new Error('There are no seal triggers to drop: have they been renamed?');
  for (const { name } of triggers) await admin.query(`DROP TRIGGER ${database}.${name}`);
}
