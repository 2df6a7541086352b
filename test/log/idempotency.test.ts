import { idToBytes } from '../../src/platform/kernel/ids.js';
import { DAY_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { untilWaiting } from '../setup/until.js';

describe('the same Idempotency-Key and body', () => {
  let scene: Scene;
  let owner: Client;
  let keys = 0;

  beforeAll(async () => {
    scene = await Scene.start('idempotency');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
    keys += 1;
  });
  afterEach(() => shiftClock(0));

  const key = () => ({ 'Idempotency-Key': `key-${keys}` });
  const switches = async () =>
    (await rows(scene.sql.admin, 'SELECT id FROM book_switches WHERE business_id = ?', [idToBytes(owner.businessId)]))
      .length;

  test('give the same answer, once done', async () => {
    const first = await owner.reset({ reason: 'start over' }, key());
    const again = await owner.reset({ reason: 'start over' }, key());
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(await switches()).toBe(1);
    expect((await owner.events()).filter(({ type }) => type === 'business.reset.requested')).toHaveLength(1);
  });

  test('sent ten times at the same moment do it once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => owner.reset({}, key())));
    const done = answers.filter(({ status }) => status === 201);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'REQUEST_IN_PROGRESS' } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect(await switches()).toBe(1);
  });

  test('with another body are refused, and the first answer stays', async () => {
    const first = await owner.reset({}, key());
    expect(await owner.reset({ reason: 'else' }, key())).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect(await owner.restore({}, key())).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect((await owner.reset({}, key())).body).toEqual(first.body);
    expect(await switches()).toBe(1);
  });

  test('are free again after a refusal', async () => {
    const { id } = await owner.connectFeed();
    expect((await owner.reset({}, key())).body.code).toBe('BANK_FEEDS_CONNECTED');
    await owner.disconnectFeed(id);
    expect((await owner.reset({}, key())).status).toBe(201);
  });

  test('are free again after a refusal that the log could not take', async () => {
    await scene.sql.admin.query(
      `CREATE TRIGGER fault BEFORE INSERT ON audit_events FOR EACH ROW
       BEGIN IF NEW.payload NOT LIKE '%.requested%' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'fault'; END IF; END`,
    );
    const refused = await owner.reset({}, key());
    await scene.sql.admin.query('DROP TRIGGER fault');
    expect(refused.body.code).toBe('AUDIT_UNAVAILABLE');
    expect((await owner.reset({}, key())).status).toBe(201);
  });

  test('of another person are another key', async () => {
    const other = await Client.withBooks(scene.url);
    const [mine, theirs] = [await owner.reset({}, key()), await other.reset({}, key())];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test('a day later are a new request', async () => {
    const first = await owner.reset({}, key());
    await owner.withContent();
    shiftClock(DAY_MS + 1_000);
    await owner.confirmSession();
    const next = await owner.reset({}, key());
    expect(next.status).toBe(201);
    expect(next.body.id).not.toBe(first.body.id);
  });

  test.each(['a b', 'x'.repeat(256)])('must be a key: %j', async (text) => {
    const answer = await owner.reset({}, { 'Idempotency-Key': text });
    expect(answer).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
  });

  describe('and a process that dies', () => {
    test('the answer is stored by the same commit as the switch: neither is there without the other', async () => {
      const holder = await scene.connect('admin');
      await holder.query('START TRANSACTION');
      await holder.query('SELECT id FROM users WHERE email = ? FOR UPDATE', [owner.email]);
      const reset = owner.reset({}, key());
      // Each time that the connection breaks at the last step the work begins anew on another one, four times in all.
      for (let i = 0; i < 4; i++) {
        await untilWaiting(scene.sql.admin, 1);
        // The answer is not there before the commit ...
        expect(await answers()).toEqual([null]);
        const [stuck] = await rows<{ id: number }>(
          scene.sql.admin,
          `SELECT ID AS id FROM information_schema.PROCESSLIST
           WHERE DB = DATABASE() AND INFO LIKE 'INSERT INTO book_switches%'`,
        );
        await scene.sql.admin.query(`KILL CONNECTION ${stuck!.id}`);
      }
      // ... and then neither stays, and the key is free.
      expect((await reset).status).toBe(503);
      await holder.query('ROLLBACK');
      expect(await switches()).toBe(0);
      const done = await owner.reset({}, key());
      expect(await switches()).toBe(1);
      expect((await answers()).map((text) => JSON.parse(text!))).toEqual([done.body]);
    });

    test('between asking and doing frees the key when its lease is over', async () => {
      await owner.reset({}, { 'Idempotency-Key': 'other' });
      await scene.sql.admin.query(
        'UPDATE idempotency_keys SET answer = NULL, lease_until = ? WHERE key_hash = UNHEX(SHA2(?, 256))',
        [new Date(Date.now() + 30_000), 'other'],
      );
      expect((await owner.reset({}, { 'Idempotency-Key': 'other' })).body.code).toBe('REQUEST_IN_PROGRESS');
      await owner.withContent();
      shiftClock(31_000);
      expect((await owner.reset({}, { 'Idempotency-Key': 'other' })).status).toBe(201);
    });

    test('that was only paused, and wakes up when another has done its work, does not do it again', async () => {
      const holder = await scene.connect('admin');
      await holder.query('START TRANSACTION');
      await holder.query('SELECT id FROM businesses WHERE id = ? LOCK IN SHARE MODE', [idToBytes(owner.businessId)]);
      const first = owner.reset({}, key());
      await untilWaiting(scene.sql.admin, 1);
      await scene.sql.admin.query('UPDATE idempotency_keys SET lease_until = created_at WHERE answer IS NULL');
      const second = owner.reset({}, key());
      await untilWaiting(scene.sql.admin, 2);
      await holder.query('ROLLBACK');
      const both = await Promise.all([first, second]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(await switches()).toBe(1);
      const done = both.find(({ status }) => status === 201)!;
      expect((await owner.reset({}, key())).body).toEqual(done.body);
    });

    const answers = async () =>
      (
        await rows<{ answer: string | null }>(
          scene.sql.admin,
          'SELECT k.answer FROM idempotency_keys k JOIN users u ON u.id = k.actor_id WHERE u.email = ?',
          [owner.email],
        )
      ).map(({ answer }) => answer);
  });
});
