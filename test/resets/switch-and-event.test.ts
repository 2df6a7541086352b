import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { parseDatabaseUrl } from '../../src/platform/database/address.js';
import { currentBook, stateOf } from '../builders/books.js';
import { Client, type AuditEvent } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** Invariants 6 and 7: no switch without its event, and no attempt without its record. */
describe('the log and the switch stand or fall together', () => {
  let scene: Scene;
  let owner: Client;

  beforeAll(async () => {
    scene = await Scene.start('event');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
  });

  const state = () => stateOf(scene.sql.admin, owner.businessId);
  const ofType = async (type: string) => (await owner.events()).filter((event) => event.type === type);

  describe('the record of a switch', () => {
    let record: Record<string, unknown>;

    beforeEach(async () => {
      await owner.reset();
      const [made] = await rows<Record<string, unknown>>(
        scene.sql.admin,
        'SELECT * FROM book_switches WHERE business_id = ?',
        [idToBytes(owner.businessId)],
      );
      record = made!;
    });

    test.each(['app', 'owner', 'admin'] as const)('needs an event, also from %s', async (user) => {
      const insert = (more: object) =>
        scene.sql[user].query('INSERT INTO book_switches SET ?', [{ ...record, id: idToBytes(newId()), ...more }]);
      await expect(insert({ audit_event_id: null })).rejects.toMatchObject({ errno: 1048 });
      await expect(insert({ audit_event_id: idToBytes(newId()) })).rejects.toMatchObject({ errno: 1452 });
      await expect(insert({})).rejects.toMatchObject({ errno: 1062 });
    });

    test('does not change and is not deleted', async () => {
      for (const user of ['owner', 'admin'] as const) {
        for (const sql of [
          'UPDATE book_switches SET kind = kind',
          'DELETE FROM book_switches',
          'DELETE IGNORE FROM book_switches',
        ]) {
          await expect(scene.sql[user].query(sql)).rejects.toThrow('APPEND_ONLY');
        }
        await expect(scene.sql[user].query('REPLACE INTO book_switches SET ?', [record])).rejects.toThrow(
          'APPEND_ONLY',
        );
      }
      await expect(scene.sql.app.query('DELETE FROM book_switches')).rejects.toThrow('denied');
      await expect(scene.sql.app.query('UPDATE book_switches SET kind = kind')).rejects.toThrow('denied');
    });

    test('keeps its event, even from the owner of the schema', async () => {
      await expect(scene.sql.owner.query('TRUNCATE TABLE audit_events')).rejects.toThrow(/foreign key/i);
      await expect(scene.sql.owner.query('DROP TABLE audit_events')).rejects.toThrow(/foreign key/i);
    });
  });

  describe('when the log cannot be written', () => {
    const onEvents = () => {
      const { user, database } = parseDatabaseUrl(scene.world.database.appUrl);
      return { table: `\`${database}\`.audit_events`, user: `'${user}'@'%'` };
    };
    const closeLog = () =>
      scene.sql.admin.query(`REVOKE INSERT (event_id, payload) ON ${onEvents().table} FROM ${onEvents().user}`);
    const openLog = () =>
      scene.sql.admin.query(`GRANT INSERT (event_id, payload) ON ${onEvents().table} TO ${onEvents().user}`);

    afterEach(() => openLog());

    test('a reset and a restore are refused and change nothing, and work again afterwards', async () => {
      expect((await owner.reset()).status).toBe(201);
      await owner.withContent();
      const before = await state();
      await closeLog();
      for (const attempt of [owner.reset(), owner.restore(), owner.reset({}, { 'Idempotency-Key': 'closed' })]) {
        expect(await attempt).toMatchObject({ status: 503, body: { code: 'AUDIT_UNAVAILABLE' } });
      }
      expect(await state()).toEqual(before);
      await openLog();
      expect((await owner.reset({}, { 'Idempotency-Key': 'closed' })).status).toBe(201);
      expect((await owner.restore()).status).toBe(201);
    });

    test('the refusals that come before it in SPEC §3.4 are still the answer', async () => {
      const partner = await owner.invite('owner');
      const stranger = (await Client.withBooks(scene.url)).at(owner.businessId);
      const feed = await owner.connectFeed();
      await closeLog();
      expect((await stranger.reset({ signUpEmail: owner.email })).body.code).toBe('NOT_FOUND');
      expect((await partner.reset({ signUpEmail: owner.email })).body.code).toBe('NOT_ORIGINAL_OWNER');
      expect((await owner.reset({ signUpEmail: 'somebody@else.test' })).body.code).toBe('SIGN_UP_EMAIL_MISMATCH');
      expect((await owner.reset()).body.code).toBe('BANK_FEEDS_CONNECTED');
      expect((await owner.restore()).body.code).toBe('NOTHING_TO_RESTORE');
      await openLog();
      await owner.disconnectFeed(feed.id);
      await scene.sql.admin.query('INSERT INTO write_jobs SET ?', {
        id: idToBytes(newId()),
        business_id: idToBytes(owner.businessId),
        kind: 'import',
        started_at: new Date(),
        lease_until: new Date(Date.now() + 60_000),
        done_count: 0,
      });
      await closeLog();
      expect((await owner.reset()).body.code).toBe('WRITE_IN_PROGRESS');
      await scene.sql.admin.query('UPDATE write_jobs SET finished_at = NOW(6)');
      expect((await owner.reset()).body.code).toBe('AUDIT_UNAVAILABLE');
    });

    test('the preview says so, and nothing else that must be recorded is done either', async () => {
      const before = await owner.counts();
      await closeLog();
      const { body } = await owner.get<{ allowed: boolean; blockers: { code: string }[] }>(owner.of('/reset-preview'));
      expect(body).toMatchObject({ allowed: false, blockers: [{ code: 'AUDIT_UNAVAILABLE' }] });
      expect((await owner.import()).body.code).toBe('AUDIT_UNAVAILABLE');
      expect(await owner.counts()).toEqual(before);
    });
  });

  /** Every table that a reset writes to, made to fail at the moment of the switch. */
  describe('a switch that fails at any of its steps changes nothing and is recorded', () => {
    const steps = [
      ['UPDATE', 'books', 'NEW.sealed_at IS NOT NULL', 500],
      ['INSERT', 'books', 'TRUE', 500],
      ['UPDATE', 'businesses', 'TRUE', 500],
      ['INSERT', 'ledger_accounts', 'TRUE', 500],
      ['INSERT', 'tax_rates', 'TRUE', 500],
      ['INSERT', 'journals', 'TRUE', 500],
      ['INSERT', 'audit_events', "NEW.payload LIKE '%reset.completed%'", 503],
      ['INSERT', 'book_switches', 'TRUE', 500],
      ['INSERT', 'outbox_messages', 'TRUE', 500],
      ['UPDATE', 'idempotency_keys', 'NEW.answer IS NOT NULL', 500],
    ] as const;

    test.each(steps)('%s %s', async (verb, table, when, status) => {
      await owner.post(owner.of('/contacts'), { name: 'stays' });
      const before = await state();
      await scene.sql.admin.query(
        `CREATE TRIGGER fault BEFORE ${verb} ON ${table} FOR EACH ROW
         BEGIN IF ${when} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'fault'; END IF; END`,
      );
      const key = { 'Idempotency-Key': `fault-${table}` };
      const answer = await owner.reset({}, key);
      await scene.sql.admin.query('DROP TRIGGER fault');
      expect(answer.status).toBe(status);
      expect(JSON.stringify(answer.body)).not.toContain('fault');
      expect(await state()).toEqual(before);
      expect(await owner.counts()).toMatchObject({ contacts: 2 });

      const end = status === 500 ? 'business.reset.failed' : 'business.reset.denied';
      const [ended] = await ofType(end);
      const [requested] = await ofType('business.reset.requested');
      expect(ended?.data).toMatchObject({ reason: status === 500 ? 'INTERNAL' : 'AUDIT_UNAVAILABLE' });
      expect(ended?.data.operation_id).toBe(requested?.data.operation_id);
      expect((await owner.reset({}, key)).status).toBe(201);
    });
  });

  describe('an attempt that is refused is recorded after its rollback', () => {
    const checks = (event: AuditEvent | undefined) =>
      Object.fromEntries((event?.data.precondition ?? []).map(({ name, held }) => [name, held]));

    test('with the reason and the evidence, and tied to its request', async () => {
      const feed = await owner.connectFeed();
      await owner.reset({ signUpEmail: 'wrong@example.test' });
      await owner.reset();
      await owner.disconnectFeed(feed.id);
      await owner.restore();
      const [connected, mismatch] = await ofType('business.reset.denied');
      expect(mismatch!.data).toMatchObject({ reason: 'SIGN_UP_EMAIL_MISMATCH', outcome: 'denied' });
      expect(checks(mismatch)).toMatchObject({ 'sign-up-email-typed': false, 'bank-feeds-disconnected': false });
      expect(connected!.data).toMatchObject({ reason: 'BANK_FEEDS_CONNECTED' });
      expect(checks(connected)).toMatchObject({ 'sign-up-email-typed': true, 'bank-feeds-disconnected': false });
      const requests = await ofType('business.reset.requested');
      expect(requests.map(({ data }) => data.operation_id)).toEqual([
        connected!.data.operation_id,
        mismatch!.data.operation_id,
      ]);
      const [nothing] = await ofType('business.restore.denied');
      expect(nothing!.data.reason).toBe('NOTHING_TO_RESTORE');
    });

    test('also when the policy refuses: members, strangers, nobody at all', async () => {
      const partner = await owner.invite('owner');
      const viewer = await owner.invite('viewer');
      const stranger = (await Client.withBooks(scene.url)).at(owner.businessId);
      const nobody = new Client(scene.url, undefined, 'nobody@example.test', owner.businessId);
      for (const person of [partner, viewer, stranger, nobody]) {
        await person.reset({ signUpEmail: owner.email });
        await person.restore({ signUpEmail: owner.email });
      }
      for (const kind of ['reset', 'restore']) {
        const denied = (await ofType(`business.${kind}.denied`)).reverse();
        expect(denied.map(({ data }) => data.reason)).toEqual([
          'NOT_ORIGINAL_OWNER',
          'NOT_ORIGINAL_OWNER',
          'NOT_FOUND',
          'UNAUTHENTICATED',
        ]);
        expect(denied.map(({ data }) => data.actor.type)).toEqual(['user', 'user', 'user', 'anonymous']);
        expect(denied.map(({ data }) => data.actor.roles)).toEqual([['owner'], ['viewer'], [], []]);
        expect(denied.some(({ data }) => data.actor.original_owner)).toBe(false);
      }
      expect(await ofType('business.reset.completed')).toEqual([]);
    });

    test('connections that break in the middle, one after the other, are a failure, not a refusal, and nothing is changed', async () => {
      const before = await state();
      const holder = await scene.connect('admin');
      await holder.query('START TRANSACTION');
      await holder.query('SELECT id FROM users WHERE email = ? FOR UPDATE', [owner.email]);
      const reset = owner.reset();
      // Each time it begins anew on another one.
      for (let i = 0; i < 4; i++) await scene.sql.admin.query(`KILL CONNECTION ${await waitingThread()}`);
      expect(await reset).toMatchObject({ status: 503, body: { code: 'DATABASE_UNAVAILABLE' } });
      holder.destroy();
      expect(await state()).toEqual(before);
      expect((await ofType('business.reset.failed')).map(({ data }) => data.reason)).toEqual(['DATABASE_UNAVAILABLE']);
      expect(await ofType('business.reset.denied')).toEqual([]);
    });
  });

  async function waitingThread(): Promise<number> {
    const { untilWaiting } = await import('../setup/until.js');
    await untilWaiting(scene.sql.admin, 1);
    const [found] = await rows<{ id: number }>(
      scene.sql.admin,
      `SELECT ID AS id FROM information_schema.PROCESSLIST
       WHERE DB = DATABASE() AND INFO LIKE 'INSERT INTO book_switches%'`,
    );
    return found!.id;
  }

  test('the outbox of a refused reset is empty, that of a done one is not', async () => {
    const count = async () =>
      Number(
        (
          await rows<{ n: number }>(scene.sql.admin, "SELECT COUNT(*) AS n FROM outbox_messages WHERE topic = 'mail'")
        )[0]!.n,
      );
    const before = await count();
    await owner.reset({ signUpEmail: 'wrong@example.test' });
    expect(await count()).toBe(before);
    await owner.reset();
    expect(await count()).toBe(before + 1);
    expect(await currentBook(scene.sql.admin, owner.businessId)).toHaveLength(16);
  });
});
