import type { Connection } from 'mysql2/promise';
import { bytesToId, idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { booksWithContact, currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { untilWaiting } from '../setup/until.js';

/**
 * Invariant 4, the fence: a switch waits for the writers in flight and lets none slip in behind. Each test holds a lock
 * that stops somebody at a known point, waits until everybody stands where it wants them, and lets go.
 */
describe('a writer is before the switch or after it', () => {
  let scene: Scene;
  let owner: Client;
  let before: Buffer;
  let clients: Connection[];

  beforeAll(async () => {
    scene = await Scene.start('fence');
  });
  afterAll(() => scene.stop());

  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
    before = await currentBook(scene.sql.admin, owner.businessId);
    clients = await Promise.all([scene.connect('app'), scene.connect('app'), scene.connect('admin')]);
  });
  afterEach(() => clients.forEach((client) => client.destroy()));

  const inBooks = (name: string) => booksWithContact(scene.sql.admin, name);
  const contact = (book: Buffer, name: string) => ({
    book_id: book,
    id: idToBytes(newId()),
    kind: 'customer',
    name,
    created_at: new Date(),
  });
  const isSealed = async (book: Buffer) => {
    const [found] = await rows<{ sealed_at: Date | null }>(
      scene.sql.admin,
      'SELECT sealed_at FROM books WHERE id = ?',
      [book],
    );
    return found!.sealed_at !== null;
  };

  async function enterFence(client: Connection): Promise<Buffer> {
    await client.query('START TRANSACTION');
    const [found] = await rows<{ book: Buffer }>(
      client,
      'SELECT current_book_id AS book FROM businesses WHERE id = ? LOCK IN SHARE MODE',
      [idToBytes(owner.businessId)],
    );
    return found!.book;
  }

  /** Stops a switch after it has sealed and moved everything and before its commit: its record refers to the user. */
  async function holdSwitchBeforeCommit(client: Connection): Promise<void> {
    await client.query('START TRANSACTION');
    await client.query('SELECT id FROM users WHERE email = ? FOR UPDATE', [owner.email]);
  }

  test('a switch waits for a writer in flight, whose rows are in the book that is then sealed', async () => {
    const [writer] = clients as [Connection];
    const book = await enterFence(writer);
    await writer.query('INSERT INTO contacts SET ?', contact(book, 'in flight'));
    const reset = owner.reset();
    await untilWaiting(scene.sql.admin, 1);
    expect(await isSealed(before)).toBe(false);
    await writer.query('INSERT INTO contacts SET ?', contact(book, 'in flight, later'));
    await writer.query('COMMIT');
    expect((await reset).status).toBe(201);
    expect(await inBooks('in flight')).toEqual([bytesToId(before)]);
    expect(await inBooks('in flight, later')).toEqual([bytesToId(before)]);
  });

  test('a switch waits for every one of several writers, and they do not wait for each other', async () => {
    const writers = clients.slice(0, 2);
    for (const writer of writers) {
      await writer.query('INSERT INTO contacts SET ?', contact(await enterFence(writer), 'one of two'));
    }
    const reset = owner.reset();
    await untilWaiting(scene.sql.admin, 1);
    await writers[0]!.query('COMMIT');
    await untilWaiting(scene.sql.admin, 1);
    expect(await isSealed(before)).toBe(false);
    await writers[1]!.query('COMMIT');
    expect((await reset).status).toBe(201);
    expect(await inBooks('one of two')).toEqual([bytesToId(before), bytesToId(before)]);
  });

  test('a writer that rolls back leaves nothing, and the switch goes on', async () => {
    const [writer] = clients as [Connection];
    await writer.query('INSERT INTO contacts SET ?', contact(await enterFence(writer), 'taken back'));
    const reset = owner.reset();
    await untilWaiting(scene.sql.admin, 1);
    writer.destroy();
    expect((await reset).status).toBe(201);
    expect(await inBooks('taken back')).toEqual([]);
  });

  test('a writer that comes during the switch waits, and its rows are in the new book', async () => {
    const [holder] = clients as [Connection];
    await holdSwitchBeforeCommit(holder);
    const reset = owner.reset();
    await untilWaiting(scene.sql.admin, 1);
    const writing = owner.post(owner.of('/contacts'), { name: 'came during' });
    await untilWaiting(scene.sql.admin, 2);
    await holder.query('ROLLBACK');
    expect((await reset).status).toBe(201);
    expect((await writing).status).toBe(201);
    const now = await currentBook(scene.sql.admin, owner.businessId);
    expect(bytesToId(now)).not.toBe(bytesToId(before));
    expect(await inBooks('came during')).toEqual([bytesToId(now)]);
  });

  test('a client without the fence that writes before the seal makes it wait, and is in the sealed book', async () => {
    const [stray] = clients as [Connection];
    await stray.query('START TRANSACTION');
    await stray.query('INSERT INTO contacts SET ?', contact(before, 'stray before'));
    const reset = owner.reset();
    await untilWaiting(scene.sql.admin, 1);
    expect(await isSealed(before)).toBe(false);
    await stray.query('COMMIT');
    expect((await reset).status).toBe(201);
    expect(await inBooks('stray before')).toEqual([bytesToId(before)]);
  });

  test.each(['READ UNCOMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'])(
    'a client without the fence that writes during the seal waits and is refused, at %s',
    async (isolation) => {
      const [holder, stray] = clients as [Connection, Connection];
      await stray.query(`SET SESSION TRANSACTION ISOLATION LEVEL ${isolation}`);
      await stray.query('START TRANSACTION');
      // A snapshot from before the switch, in which the book is open: what it reads must not count.
      await stray.query('SELECT sealed_at FROM books');
      await stray.query('ROLLBACK');
      await stray.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
      await holdSwitchBeforeCommit(holder);
      const reset = owner.reset();
      await untilWaiting(scene.sql.admin, 1);
      const straying = expect(stray.query('INSERT INTO contacts SET ?', contact(before, 'stray'))).rejects.toThrow(
        'SEALED_BOOK',
      );
      await untilWaiting(scene.sql.admin, 2);
      await holder.query('ROLLBACK');
      expect((await reset).status).toBe(201);
      await straying;
      expect(await inBooks('stray')).toEqual([]);
    },
  );

  test('a client without the fence is let through when the switch it waited for is rolled back', async () => {
    const [holder, stray] = clients as [Connection, Connection];
    await holdSwitchBeforeCommit(holder);
    const reset = owner.reset();
    await untilWaiting(scene.sql.admin, 1);
    const straying = stray.query('INSERT INTO contacts SET ?', contact(before, 'stray after all'));
    // The switch gives up at its limit of waiting for a lock, long before the client does.
    expect(await reset).toMatchObject({ status: 409, body: { code: 'WRITE_IN_PROGRESS' } });
    await straying;
    await holder.query('ROLLBACK');
    expect(await isSealed(before)).toBe(false);
    expect(await inBooks('stray after all')).toEqual([bytesToId(before)]);
  });

  test('a statement of many rows is in as a whole or not at all', async () => {
    const [holder, stray] = clients as [Connection, Connection];
    const other = await Client.withBooks(scene.url);
    const openElsewhere = await currentBook(scene.sql.admin, other.businessId);
    await holdSwitchBeforeCommit(holder);
    const reset = owner.reset();
    await untilWaiting(scene.sql.admin, 1);
    const many = [...Array.from({ length: 50 }, () => openElsewhere), before].map((book) =>
      contact(book, 'one of many'),
    );
    const straying = expect(
      stray.query('INSERT INTO contacts (book_id, id, kind, name, created_at) VALUES ?', [many.map(Object.values)]),
    ).rejects.toThrow('SEALED_BOOK');
    await untilWaiting(scene.sql.admin, 2);
    await holder.query('ROLLBACK');
    expect((await reset).status).toBe(201);
    await straying;
    expect(await inBooks('one of many')).toEqual([]);
  });

  test('a restore makes writers wait in the same way, on both sides', async () => {
    const [holder, writer] = clients as [Connection, Connection];
    expect((await owner.reset()).status).toBe(201);
    const between = await currentBook(scene.sql.admin, owner.businessId);
    await writer.query('INSERT INTO contacts SET ?', contact(await enterFence(writer), 'before the restore'));
    const restore = owner.restore();
    await untilWaiting(scene.sql.admin, 1);
    await holdSwitchBeforeCommit(holder);
    await writer.query('COMMIT');
    await untilWaiting(scene.sql.admin, 1);
    const late = owner.post(owner.of('/contacts'), { name: 'after the restore' });
    await untilWaiting(scene.sql.admin, 2);
    await holder.query('ROLLBACK');
    expect((await restore).status).toBe(201);
    expect((await late).status).toBe(201);
    expect(await inBooks('before the restore')).toEqual([bytesToId(between)]);
    expect(await inBooks('after the restore')).toEqual([bytesToId(before)]);
  });

  test('two switches at once come one after the other', async () => {
    const [holder] = clients as [Connection];
    await enterFence(holder);
    const resets = [owner.reset(), owner.reset(), owner.reset()];
    await untilWaiting(scene.sql.admin, 3);
    await holder.query('ROLLBACK');
    const answers = await Promise.all(resets);
    // Whichever came first had something to reset; the others found fresh books under the lock.
    expect(answers.map(({ body }) => body.code ?? 'done').sort()).toEqual([
      'NOTHING_TO_RESET',
      'NOTHING_TO_RESET',
      'done',
    ]);
    expect(await isSealed(before)).toBe(true);
  });

  test('a writer that does not end is waited for in vain, and the refusal says so', async () => {
    const [writer] = clients as [Connection];
    await enterFence(writer);
    const answer = await owner.reset();
    expect(answer).toMatchObject({ status: 409, body: { code: 'WRITE_IN_PROGRESS' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await writer.query('ROLLBACK');
    expect(await isSealed(before)).toBe(false);
    const denied = (await owner.events()).find(({ type }) => type === 'business.reset.denied');
    expect(denied?.data.reason).toBe('WRITE_IN_PROGRESS');
    expect((await owner.reset()).status).toBe(201);
  });
});
