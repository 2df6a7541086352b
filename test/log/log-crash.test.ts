import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import '../../src/app.module.js';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { formatVerifierKey, newPrivateKey, signer, ED25519 } from '../../src/platform/tlog/signed-note.js';
import { ReaderKeys } from '../../src/log/transparency-log/reader-keys.service.js';
import { urlSource } from '../../src/log/verifier/log-source.js';
import { verifyLog } from '../../src/log/verifier/verify-log.js';
import { Client } from '../builders/client.js';
import { createTestDatabase, type TestDatabase } from '../setup/databases.js';
import { ServerProcess, settingsOn } from '../setup/server-process.js';
import { connectSql, rows } from '../setup/sql.js';
import { until } from '../setup/until.js';
import { AuditReaderKey } from '../../src/log/events/audit.entity.js';

/** One is held or killed while another goes on. */
const PROCESSES = 2;
const GATE = 'log_crash_gate';

/** Where a process can be held: before each statement of sequencer and signer, by a trigger that waits for a lock. */
const STEPS = [
  ['it inserts leaves', 'INSERT', 'audit_leaves'],
  ['it inserts a full tile', 'INSERT', 'audit_tiles'],
  ['it empties the queue', 'DELETE', 'audit_pending'],
  ['it moves the head', 'UPDATE', 'audit_head'],
  ['it stores a checkpoint', 'INSERT', 'audit_checkpoints'],
] as const;

/** Two processes on one database, each of which sequences and signs. */
describe('the log survives', () => {
  const privateKey = newPrivateKey();
  const vkey = formatVerifierKey(signer('ardoise/audit', ED25519, privateKey).key);
  let folder: string;
  let database: TestDatabase;
  let admin: Connection;
  let dataSource: DataSource;
  let readerKey: string;
  let servers: ServerProcess[] = [];
  let owner: Client;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-log-'));
    database = await createTestDatabase('logcrash');
    await migrate(database);
    admin = await connectSql(database.adminUrl);
    dataSource = await openDataSource(database.appUrl, 2);
    const keys = new ReaderKeys(dataSource, dataSource.getRepository(AuditReaderKey), new AuditLog(dataSource));
    readerKey = await keys.add(systemActor('test'), 'Test');
    await startAll();
    owner = await Client.signUp(servers[0]!.url);
  }, 180_000);

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.kill()));
    await dataSource?.destroy();
    await admin?.end();
    await database?.drop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function startAll(): Promise<void> {
    servers = await Promise.all(
      Array.from({ length: PROCESSES }, (_, place) =>
        ServerProcess.start({
          ...settingsOn(database, privateKey),
          DATA_DIR: join(folder, String(place)),
          LOG_LEVEL: 'silent',
          PANEL: 'off',
        }),
      ),
    );
  }

  /** Each reading of the log is an event; those that were answered are returned. */
  async function write(count: number): Promise<number> {
    let answered = 0;
    await Promise.all(
      servers.map(async ({ url }) => {
        const client = new Client(url, owner.token, owner.email, owner.businessId);
        for (let i = 0; i < count; i++) {
          const answer = await client.get(client.of('/audit-events?limit=1')).catch(() => undefined);
          if (answer?.status === 200) answered += 1;
        }
      }),
    );
    return answered;
  }

  async function figures() {
    const [found] = await rows<Record<'events' | 'leaves' | 'distinct_leaves' | 'pending' | 'head' | 'signed', number>>(
      admin,
      `SELECT (SELECT COUNT(*) FROM audit_events) AS events, (SELECT COUNT(*) FROM audit_leaves) AS leaves,
         (SELECT COUNT(DISTINCT id) FROM audit_leaves) AS distinct_leaves, (SELECT COUNT(*) FROM audit_pending) AS pending,
         (SELECT tree_size FROM audit_head) AS head, (SELECT MAX(tree_size) FROM audit_checkpoints) AS signed`,
    );
    return found!;
  }

  /** Every committed event is a leaf exactly once, all of it is signed, and a verifier finds it whole. */
  async function expectWhole(): Promise<void> {
    await write(1);
    await until('everything signed', async () => {
      const { events, signed, pending } = await figures();
      return pending === 0 && signed === events;
    });
    const { events, ...others } = await figures();
    expect(others).toEqual({ leaves: events, distinct_leaves: events, pending: 0, head: events, signed: events });
    for (const { url } of servers) expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const verdict = await verifyLog(urlSource(`${servers[0]!.url}/audit`, readerKey), { keys: [vkey] });
    expect(verdict.size).toBeGreaterThanOrEqual(events);
  }

  /** Runs `meanwhile` while whoever comes to the step is held there. */
  async function holdAt(event: string, table: string, meanwhile: () => Promise<void>) {
    const gate = await connectSql(database.adminUrl);
    try {
      await gate.query('SELECT GET_LOCK(?, 10)', [GATE]);
      await admin.query(
        `CREATE TRIGGER gate BEFORE ${event} ON ${table} FOR EACH ROW SET @passed = GET_LOCK('${GATE}', 60) + RELEASE_LOCK('${GATE}')`,
      );
      // A tile becomes full with 256.
      const writing = write(table === 'audit_tiles' ? 256 / PROCESSES + 20 : 5);
      await until(`somebody at ${event} ${table}`, async () => (await held()).length > 0);
      await meanwhile();
      await gate.query('SELECT RELEASE_LOCK(?)', [GATE]);
      await writing;
    } finally {
      gate.destroy();
      // Waits for the statements that were held.
      await admin.query('DROP TRIGGER IF EXISTS gate');
    }
  }

  const held = () =>
    rows<{ id: number }>(
      admin,
      "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND STATE = 'User lock'",
    );

  test.each(STEPS)('its connection cut, then kill -9 of all processes, when %s', async (_, event, table) => {
    await holdAt(event, table, async () => {
      const cut = await held();
      for (const { id } of cut) await admin.query(`KILL CONNECTION ${id}`);
      await until('the next one at the same step', async () =>
        (await held()).some(({ id }) => cut.every((gone) => gone.id !== id)),
      );
      await Promise.all(servers.map((server) => server.kill()));
    });
    await startAll();
    await expectWhole();
  });

  test('kill -9 of one process while all write', async () => {
    const writing = write(60);
    await until('some events', async () => (await figures()).pending > 0);
    await servers.shift()!.kill();
    await writing;
    await expectWhole();
    await Promise.all(servers.map((server) => server.kill()));
    await startAll();
    await expectWhole();
  });
});
