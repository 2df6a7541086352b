import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { bytesToId, idToBytes } from '../../../src/platform/kernel/ids.js';
import { connectSql, rows } from '../../setup/sql.js';
import { EventMaker, type MadeEvent } from './audit-events.js';
import { asNumber, say } from './report.js';
import type { BenchApp, World } from './world.js';

const ROWS_A_STATEMENT = 2_000;
const LANES = 2;
const SAY_EVERY = 500_000;
/** While the log is filled; the figures are taken with the settings that are shipped. */
const FILLING = { pool: 6 * 1024 ** 3, redo: 4 * 1024 ** 3 };

/** A log that is filled past the application, as its administrator: fast, and with all of the indexes in the end. */
export class BigLog {
  readonly events: EventMaker;

  private constructor(
    private readonly sql: readonly Connection[],
    total: number,
    mix?: ConstructorParameters<typeof EventMaker>[1],
  ) {
    this.events = new EventMaker(total, mix);
  }

  static async open(
    { server }: World,
    { database }: BenchApp,
    total: number,
    mix?: ConstructorParameters<typeof EventMaker>[1],
  ): Promise<BigLog> {
    const sql: Connection[] = [];
    for (let i = 0; i <= LANES; i++) {
      const connection = await connectSql(server.adminUrl);
      await connection.query(`USE ${database}`);
      await connection.query('SET foreign_key_checks = 0, unique_checks = 0');
      sql.push(connection);
    }
    return new BigLog(sql, total, mix);
  }

  async close(): Promise<void> {
    for (const connection of this.sql) await connection.end();
  }

  /** Adds events until there are `count`; with `isPending` they wait for the sequencer. */
  async fillTo(count: number, isPending: boolean): Promise<{ events: number; insertMs: number; indexMs: number }> {
    const [sql] = this.sql as [Connection, ...Connection[]];
    const before = this.events.count;
    await this.readSequences();
    const shipped = await resize(sql, FILLING);
    const indexes = await indexesOf(sql);
    await sql.query(`ALTER TABLE audit_events ${indexes.map(({ name }) => `DROP KEY ${name}`).join(', ')}`);
    const began = performance.now();
    await this.insert(count);
    const insertMs = performance.now() - began;
    say(`Making ${indexes.length} indexes …`);
    // One statement, so that the table is read once.
    await sql.query(`ALTER TABLE audit_events ${indexes.map(({ definition }) => `ADD ${definition}`).join(', ')}`);
    const indexMs = performance.now() - began - insertMs;
    if (isPending) await this.queue();
    await this.openSequences();
    await sql.query('ANALYZE TABLE audit_events');
    await resize(sql, shipped);
    return { events: count - before, insertMs, indexMs };
  }

  private async insert(count: number): Promise<void> {
    const [row] = await rows<{ last: number | null }>(this.sql[0]!, 'SELECT MAX(id) AS last FROM audit_events');
    let nextId = Number(row!.last ?? 0) + 1;
    let said = performance.now();
    const lane = async (connection: Connection) => {
      while (this.events.count < count) {
        const size = Math.min(ROWS_A_STATEMENT, count - this.events.count);
        const firstId = nextId;
        nextId += size;
        const made = Array.from({ length: size }, () => this.events.next());
        await connection.query(insertion(made, firstId));
        if (this.events.count % SAY_EVERY < ROWS_A_STATEMENT && performance.now() - said > 1_000) {
          said = performance.now();
          say(`${this.events.count.toLocaleString('en')} events …`);
        }
      }
    };
    await Promise.all(this.sql.slice(1).map(lane));
  }

  private async queue(): Promise<void> {
    const [sql] = this.sql as [Connection, ...Connection[]];
    await sql.query(
      'INSERT INTO audit_pending (id) SELECT id FROM audit_events WHERE id > (SELECT COALESCE(MAX(id), 0) FROM audit_leaves)',
    );
  }

  /** The application has given numbers since the last time. */
  private async readSequences(): Promise<void> {
    const found = await rows<{ business_id: Buffer; last_seq: number }>(
      this.sql[0]!,
      'SELECT business_id, last_seq FROM audit_business_seqs',
    );
    const last = new Map(found.map(({ business_id, last_seq }) => [bytesToId(business_id), Number(last_seq)]));
    this.events.businesses.forEach((id, i) => (this.events.seqs[i] = last.get(id) ?? 0));
  }

  /** So that the application can go on with the businesses' numbers. */
  private async openSequences(): Promise<void> {
    const values = this.events.businesses.map((id, i) => [idToBytes(id), this.events.seqs[i]]);
    for (let at = 0; at < values.length; at += ROWS_A_STATEMENT) {
      await this.sql[0]!.query(
        `INSERT INTO audit_business_seqs (business_id, last_seq) VALUES ?
         ON DUPLICATE KEY UPDATE last_seq = VALUES(last_seq)`,
        [values.slice(at, at + ROWS_A_STATEMENT)],
      );
    }
  }
}

/** Written by hand: a driver would escape every quotation mark of the JSON. */
function insertion(events: readonly MadeEvent[], firstId: number): string {
  const values = events.map(({ idHex, payload }, i) => {
    if (payload.includes("'") || payload.includes('\\')) throw new Error(`It must be escaped: ${payload}`);
    return `(${firstId + i},x'${idHex}','${payload}')`;
  });
  return `INSERT INTO audit_events (id, event_id, payload) VALUES ${values.join(',')}`;
}

interface Index {
  readonly name: string;
  readonly definition: string;
}

/** All but the keys that are filled in their own order anyway. */
async function indexesOf(sql: Connection): Promise<Index[]> {
  const [row] = await rows<Record<'Create Table', string>>(sql, 'SHOW CREATE TABLE audit_events');
  const found = [...row!['Create Table'].matchAll(/^ +((?:UNIQUE )?KEY `(\w+)` .*?),?$/gm)];
  return found
    .map(([, definition, name]) => ({ name: name!, definition: definition! }))
    .filter(({ name }) => name !== 'audit_events_event_id');
}

/** Sets the server's memory and redo log, and gives what they were. */
async function resize(sql: Connection, to: typeof FILLING): Promise<typeof FILLING> {
  const [row] = await rows<typeof FILLING>(
    sql,
    'SELECT @@innodb_buffer_pool_size AS pool, @@innodb_log_file_size AS redo',
  );
  await sql.query(`SET GLOBAL innodb_log_file_size = ${to.redo}`);
  await resizePool(sql, to.pool);
  return { pool: Number(row!.pool), redo: Number(row!.redo) };
}

export async function resizePool(sql: Connection, bytes: number): Promise<void> {
  await sql.query(`SET GLOBAL innodb_buffer_pool_size = ${bytes}`);
  for (;;) {
    const [status] = await rows<{ Value: string }>(sql, "SHOW STATUS LIKE 'Innodb_buffer_pool_resize_status'");
    if (!status?.Value || /complete|nothing/i.test(status.Value)) break;
    await sleep(200);
  }
  say(`The server's buffer pool has ${asNumber(bytes / 1024 ** 2, 4)} MiB.`);
}
