import type { Connection } from 'mysql2/promise';

/** Does something while no event can be written: the database refuses every insert into the log's queue. */
export async function whileTheLogIsBroken<T>(admin: Connection, work: () => Promise<T>): Promise<T> {
  await admin.query(
    `CREATE TRIGGER broken_log BEFORE INSERT ON audit_pending FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'broken on purpose'`,
  );
  try {
    return await work();
  } finally {
    await admin.query('DROP TRIGGER broken_log');
  }
}
