import type { Connection } from 'mysql2/promise';
import { parseDatabaseUrl } from '../../src/platform/database/address.js';
import { whileTheLogIsBroken } from '../builders/broken-log.js';
import { Client } from '../builders/client.js';
import { expectNoInsides, expectProblem } from '../builders/problems.js';
import { connectSql, rows } from '../setup/sql.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { until } from '../setup/until.js';

/** What those who run the service look at. */
describe('the state of the service', () => {
  let world: TestApp;
  let admin: Connection;
  let owner: Client;

  beforeAll(async () => {
    world = await startTestApp('service');
    admin = await connectSql(world.database.adminUrl);
    owner = await Client.withBooks(world.url);
  });
  afterAll(async () => {
    await admin.end();
    await world.stop();
  });

  async function look(path: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${world.url}${path}`, { headers });
    const text = await response.text();
    expectNoInsides(text);
    return { status: response.status, text, headers: response.headers };
  }
  const readiness = async () => {
    const { status, text } = await look('/readyz');
    const { details } = JSON.parse(text) as { details: Record<string, { status: string }> };
    return { status, ...Object.fromEntries(Object.entries(details).map(([part, state]) => [part, state.status])) };
  };
  const READY = {
    status: 200,
    database: 'up',
    migrations: 'up',
    writes: 'up',
    auditLog: 'up',
    staffSecondFactors: 'up',
  };

  test('it is alive, and ready in all its parts', async () => {
    expect(await look('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(await readiness()).toEqual(READY);
  });

  test('asking whether it is ready leaves nothing in the log', async () => {
    const count = () => rows(admin, 'SELECT COUNT(*) AS n FROM audit_events');
    const before = await count();
    await readiness();
    expect(await count()).toEqual(before);
  });

  test('it says that the log cannot be written and goes on reading, and nothing happens unrecorded', async () => {
    await whileTheLogIsBroken(admin, async () => {
      expect(await readiness()).toEqual({ ...READY, auditLog: 'degraded' });
      expect((await look('/healthz')).status).toBe(200);
      expectProblem(await owner.reset(), 'AUDIT_UNAVAILABLE');
      expectProblem(await owner.import(), 'AUDIT_UNAVAILABLE');
      expectProblem(await owner.delete('/sessions/current'), 'AUDIT_UNAVAILABLE');
      // Reading goes on.
      expect((await owner.counts()).journalEntries).toBe(0);
    });
    expect(await readiness()).toEqual(READY);
  });

  test('it is not ready when the database lacks a migration of the program', async () => {
    const [last] = await rows<{ id: number; name: string }>(
      admin,
      'SELECT id, name FROM schema_migrations ORDER BY id DESC LIMIT 1',
    );
    await admin.query('UPDATE schema_migrations SET name = ? WHERE id = ?', ['Another1', last!.id]);
    expect(await readiness()).toEqual({ status: 503, database: 'up', migrations: 'down', writes: 'up' });
    await admin.query('UPDATE schema_migrations SET name = ? WHERE id = ?', [last!.name, last!.id]);
    expect(await readiness()).toEqual(READY);
  });

  test('it stays ready when a newer program has migrated: whoever upgrades replaces processes one by one', async () => {
    await admin.query("INSERT INTO schema_migrations (timestamp, name) VALUES (9999999999999, 'Newer9999999999999')");
    expect(await readiness()).toEqual(READY);
    await admin.query("DELETE FROM schema_migrations WHERE name = 'Newer9999999999999'");
  });

  test('it is not ready without its database, says so in every answer, and recovers by itself', async () => {
    const { user } = parseDatabaseUrl(world.database.appUrl);
    await admin.query(`ALTER USER '${user}'@'%' ACCOUNT LOCK`);
    const open = await rows<{ id: number }>(
      admin,
      'SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = ?',
      [user],
    );
    for (const { id } of open) await admin.query(`KILL ${id}`).catch(() => undefined);

    expect(await readiness()).toEqual({ status: 503, database: 'down', migrations: 'down', writes: 'down' });
    expect((await look('/healthz')).status).toBe(200);
    expectProblem(await owner.get(owner.of('/counts')), 'DATABASE_UNAVAILABLE');
    expectProblem(await owner.reset(), 'DATABASE_UNAVAILABLE');
    expectProblem(
      await new Client(world.url).post('/sessions', { email: 'a@b.test', password: 'x' }),
      'DATABASE_UNAVAILABLE',
    );

    await admin.query(`ALTER USER '${user}'@'%' ACCOUNT UNLOCK`);
    await until('the database is back', async () => (await readiness()).status === 200);
    expect((await owner.counts()).journalEntries).toBe(0);
  });

  test('it says that there is no room left when the database has none', async () => {
    const full = (table: string) =>
      `CREATE TRIGGER full_disk BEFORE INSERT ON ${table} FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'`;
    const addContact = () => owner.post(owner.of('/contacts'), { name: 'Nadeau' });
    for (const [table, act] of [
      ['contacts', addContact],
      ['audit_pending', () => owner.reset()],
    ] as const) {
      await admin.query(full(table));
      try {
        expectProblem(await act(), 'STORAGE_FULL');
      } finally {
        await admin.query('DROP TRIGGER full_disk');
      }
    }
    expect((await owner.post(owner.of('/contacts'), { name: 'Nadeau' })).status).toBe(201);
  });

  test('a request keeps the name that it came with, where that can be one', async () => {
    const named = async (name: string) =>
      (await fetch(`${world.url}/healthz`, { headers: { 'X-Request-Id': name } })).headers.get('x-request-id');
    expect(await named('7f3c-from-nginx')).toBe('7f3c-from-nginx');
    for (const odd of ['short', 'with a space', '<script>alert(1)</script>', 'x'.repeat(65)]) {
      expect(await named(odd)).toMatch(/^[0-9a-f-]{36}$/);
    }
    const headers = { 'X-Request-Id': 'named-by-a-proxy' };
    await owner.post(owner.of('/resets'), { signUpEmail: 'not@this.test' }, headers);
    const [event] = (await owner.events()).filter(({ type }) => type === 'business.reset.denied');
    expect(event!.data).toMatchObject({ request: { id: 'named-by-a-proxy' } });
  });

  test('its metrics are for this machine, in the format of Prometheus, with no word about anybody', async () => {
    await owner.get(owner.of('/counts'));
    const { status, text, headers } = await look('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=/);
    expect(text).toMatch(
      /^ardoise_http_request_seconds_count\{.*route="\/api\/v1\/businesses\/:b\/counts".*status="200"/m,
    );
    expect(text).toMatch(/^ardoise_waiting\{kind="audit_pending"\} \d+$/m);
    expect(text).not.toContain(owner.businessId);
    expect(text).not.toContain('@');
  });

  test('its metrics need the token where there is one', async () => {
    const token = 'a-token-for-metrics';
    const guarded = await startTestApp('metrics', { METRICS_TOKEN: token });
    const ask = async (authorization?: string) => {
      const headers = { accept: 'text/plain, application/json', ...(authorization && { authorization }) };
      return (await fetch(`${guarded.url}/metrics`, { headers, redirect: 'manual' })).status;
    };
    const statuses = await Promise.all([ask(), ask('Bearer wrong'), ask(`Bearer ${token}x`), ask(`Bearer ${token}`)]);
    expect(statuses).toEqual([401, 401, 401, 200]);
    await guarded.stop();
  });

  test('every answer carries the headers that keep browsers careful', async () => {
    for (const path of ['/healthz', '/api/v1/me', '/api/v1/nothing', '/api/openapi.json', '/metrics']) {
      const { headers } = await look(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
    }
    expect((await owner.get('/me')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
