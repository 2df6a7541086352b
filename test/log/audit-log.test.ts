import { createHash } from 'node:crypto';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { digestOf, type EventDraft } from '../../src/log/events/envelope.js';
import type { EventType } from '../../src/log/events/event-catalogue.js';
import { inTransaction } from '../../src/platform/database/transaction.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { bytesToId, idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { Client } from '../builders/client.js';
import { Scene, type SqlUser } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

interface EventRow {
  id: number;
  event_id: Buffer;
  payload: Buffer;
  recorded_at: Date;
  type: string;
  subject: string;
  occurred_at: string;
  business_seq: number | null;
  operation_id: string | null;
  outcome: string;
  actor_id: string | null;
}

describe('the audit log', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('audit');
    owner = await Client.withBooks(scene.url);
    await owner.reset({ reason: 'Raison très privée 🔒' });
    await owner.reset({ signUpEmail: 'wrong@example.test' });
    await owner.restore();
    await scene.world.app.get(LogWorker).keep();
  });
  afterAll(() => scene.stop());

  const all = () => rows<EventRow>(scene.sql.admin, 'SELECT * FROM audit_events ORDER BY id');
  const log = () => scene.world.app.get(AuditLog);
  const viewed = (more: Partial<EventDraft> = {}): EventDraft => ({
    type: 'audit.read',
    subjectId: owner.businessId,
    actor: systemActor('test'),
    outcome: 'success',
    details: {},
    ...more,
  });

  describe('only grows', () => {
    let before: EventRow[];
    beforeAll(async () => {
      before = await all();
    });
    afterEach(async () => {
      expect((await all()).slice(0, before.length)).toEqual(before);
    });

    test.each([
      'UPDATE audit_events SET payload = payload',
      'DELETE FROM audit_events',
      'TRUNCATE TABLE audit_events',
      'DROP TABLE audit_events',
      'ALTER TABLE audit_events DROP COLUMN recorded_at',
      'DROP TRIGGER audit_events_refuse_update',
      'UPDATE audit_personal_details SET details = details',
      'DELETE FROM audit_personal_details',
      "INSERT INTO audit_events (event_id, payload, recorded_at) VALUES (UNHEX(REPLACE(UUID(), '-', '')), '{}', '2000-01-01')",
      "INSERT INTO audit_events (id, event_id, payload) VALUES (1, UNHEX(REPLACE(UUID(), '-', '')), '{}')",
      "REPLACE INTO audit_events (event_id, payload) SELECT event_id, '{}' FROM audit_events LIMIT 1",
      "INSERT INTO audit_events (event_id, payload) SELECT event_id, '{}' FROM audit_events e LIMIT 1 ON DUPLICATE KEY UPDATE payload = '{}'",
    ])('to the application: %s', async (sql) => {
      await expect(scene.sql.app.query(sql)).rejects.toThrow(/denied/);
    });

    test.each([
      ['owner', 'UPDATE audit_events SET payload = payload', 'APPEND_ONLY'],
      ['owner', 'UPDATE IGNORE audit_events SET event_id = event_id', 'APPEND_ONLY'],
      ['owner', 'DELETE FROM audit_events', 'APPEND_ONLY'],
      ['owner', 'DELETE e FROM audit_events e JOIN audit_leaves l ON l.id = e.id', 'APPEND_ONLY'],
      [
        'owner',
        'REPLACE INTO audit_events (id, event_id, payload) SELECT id, event_id, payload FROM audit_events LIMIT 1',
        'APPEND_ONLY',
      ],
      ['owner', 'TRUNCATE TABLE audit_events', 'foreign key'],
      ['owner', 'DROP TABLE audit_events', 'foreign key'],
      ['admin', 'UPDATE audit_events SET payload = payload', 'APPEND_ONLY'],
      ['admin', 'DELETE FROM audit_events', 'APPEND_ONLY'],
      ['admin', 'TRUNCATE TABLE audit_events', 'foreign key'],
    ] as [SqlUser, string, string][])('to the %s: %s', async (user, sql, why) => {
      await expect(scene.sql[user].query(sql)).rejects.toThrow(why);
    });

    test('the columns that are made from the payload cannot be written', async () => {
      for (const column of ['type', 'subject', 'occurred_at', 'business_seq', 'operation_id', 'outcome', 'actor_id']) {
        const insert = `INSERT INTO audit_events (event_id, payload, ${column}) VALUES (?, '{}', '1')`;
        await expect(scene.sql.owner.query(insert, [idToBytes(newId())])).rejects.toThrow(/generated column/i);
      }
    });
  });

  test.each(['SET timestamp = 1', "SET time_zone = '-12:00'", "SET time_zone = '+13:00'"])(
    'cannot be back-dated with %s',
    async (setting) => {
      for (const user of ['app', 'owner'] as const) {
        const client = await scene.connect(user);
        await client.query(setting);
        const id = idToBytes(newId());
        const columns =
          user === 'app'
            ? '(event_id, payload) VALUES (?, ?)'
            : "(event_id, payload, recorded_at) VALUES (?, ?, '2001-01-01')";
        await client.query(`INSERT INTO audit_events ${columns}`, [id, '{"type":"none","subject":"test/x"}']);
        const [found] = await rows<{ recorded_at: Date }>(
          scene.sql.admin,
          'SELECT recorded_at FROM audit_events WHERE event_id = ?',
          [id],
        );
        expect(Math.abs(found!.recorded_at.getTime() - Date.now())).toBeLessThan(60_000);
      }
    },
  );

  describe('an event', () => {
    const written = async () => (await all()).filter(({ type }) => type !== 'none');

    test('is canonical JSON (RFC 8785), and its columns are what its bytes say', async () => {
      for (const row of await written()) {
        const event = JSON.parse(row.payload.toString('utf8'));
        expect(row.payload.toString('utf8')).toBe(canonical(event));
        expect(bytesToId(row.event_id)).toBe(event.id);
        expect({
          ...row,
          business_seq: row.business_seq === null ? undefined : Number(row.business_seq),
        }).toMatchObject({
          type: event.type,
          subject: event.subject,
          occurred_at: event.time,
          business_seq: event.data.business_seq,
          operation_id: event.data.operation_id ?? null,
          outcome: event.data.outcome,
          actor_id: event.data.actor.id ?? null,
        });
      }
    });

    test('holds nothing personal, but the digest of what lies beside it', async () => {
      const details = await rows<{ event_id: Buffer; salt: Buffer; details: string }>(
        scene.sql.admin,
        'SELECT * FROM audit_personal_details',
      );
      const beside = new Map(details.map((row) => [bytesToId(row.event_id), row]));
      for (const { payload } of await written()) {
        const text = payload.toString('utf8');
        const event = JSON.parse(text);
        const { salt, details: personal } = beside.get(event.id)!;
        expect(digestOf(salt, personal)).toBe(event.data.request.digest);
        expect(event.data.request.digest).toBe(
          `sha256:${createHash('sha256').update(salt).update(personal).digest('hex')}`,
        );
        expect(text).not.toContain(salt.toString('hex'));
        for (const secret of [owner.email, '127.0.0.1', 'très privée', 'wrong@example.test']) {
          expect(text).not.toContain(secret);
        }
      }
      expect(details.some((row) => row.details.includes('Raison très privée 🔒'))).toBe(true);
      expect(new Set(details.map((row) => row.salt.toString('hex'))).size).toBe(details.length);
    });

    test.each([
      ['of an unknown type', viewedAs('business.exploded')],
      ['with a detail that is not in its schema', { details: { more: 1 } }],
      ['with a reason that is free text', { reason: 'because I wanted to' }],
      ['with an outcome that is none', { outcome: 'perhaps' }],
      ['whose evidence lacks a time', { precondition: [{ name: 'x', held: true }] }],
    ])('%s is not written, and what it would have recorded is undone', async (_, wrong) => {
      const before = await all();
      const work = inTransaction(scene.dataSource, async (tx) => {
        await log().append(tx, viewed());
        await log().append(tx, viewed(wrong as Partial<EventDraft>));
      });
      await expect(work).rejects.toThrow();
      expect(await all()).toEqual(before);
    });

    test('larger than an entry of the log can be is not written', async () => {
      const check = { name: 'x'.repeat(66_000), held: true, read_at: new Date().toISOString() };
      await expect(log().record(viewed({ precondition: [check] }))).rejects.toThrow(/too many/);
    });

    function viewedAs(type: string): Partial<EventDraft> {
      return { type: type as EventType };
    }
  });

  describe("a business's sequence", () => {
    const seqs = async (businessId: string) =>
      (
        await rows<{ seq: number }>(
          scene.sql.admin,
          'SELECT business_seq AS seq FROM audit_events WHERE subject = ? ORDER BY id',
          [`business/${businessId}`],
        )
      ).map(({ seq }) => Number(seq));

    test('has no gap and no double, whatever is written at once and rolled back', async () => {
      const before = (await seqs(owner.businessId)).length;
      const write = (i: number) =>
        inTransaction(scene.dataSource, async (tx) => {
          await log().append(tx, viewed());
          if (i % 3 === 0) throw new Error('taken back');
        }).then(
          () => 1,
          () => 0,
        );
      const done = await Promise.all(Array.from({ length: 30 }, (_, i) => write(i)));
      const kept = done.filter((n) => n === 1).length;
      expect(kept).toBe(20);
      const found = await seqs(owner.businessId);
      expect(found.sort((a, b) => a - b)).toEqual(Array.from({ length: before + kept }, (_, i) => i + 1));
    });

    test('follows the order of the commits, also over HTTP', async () => {
      const accountant = await owner.invite('accountant');
      const snapshot = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body[0]!.id;
      await Promise.all([
        ...Array.from({ length: 10 }, () => owner.get(owner.of('/audit-events'))),
        ...Array.from({ length: 10 }, () => accountant.get(accountant.of(`/snapshots/${snapshot}/counts`))),
        owner.reset(),
        accountant.reset(),
      ]);
      const found = await seqs(owner.businessId);
      expect(new Set(found).size).toBe(found.length);
      expect(Math.max(...found)).toBe(found.length);
    });

    test('does not make one business wait for another', async () => {
      const other = await Client.withBooks(scene.url);
      await inTransaction(scene.dataSource, async (tx) => {
        await log().append(tx, viewed());
        await log().record(viewed({ subjectId: other.businessId }));
      });
      expect((await seqs(other.businessId)).at(-1)).toBe(2);
    });

    test('is not started for a business that does not exist', async () => {
      const nowhere = newId();
      const stranger = await Client.withBooks(scene.url);
      await stranger.at(nowhere).reset();
      const found = await rows<EventRow>(scene.sql.admin, 'SELECT * FROM audit_events WHERE subject = ?', [
        `business/${nowhere}`,
      ]);
      expect(found).toMatchObject([{ type: 'business.reset.denied', business_seq: null }]);
    });
  });
});

/** RFC 8785 for what events hold (strings, safe integers, booleans, no null), written anew to check the library's. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}
