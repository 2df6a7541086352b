import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { bytesToId, idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** Invariant 3: one open book per business, and it is the one that the business points to. */
describe('a business has one open book', () => {
  let scene: Scene;
  let owner: Client;
  let business: Buffer;

  beforeAll(async () => {
    scene = await Scene.start('oneopen');
    owner = await Client.withBooks(scene.url);
    business = idToBytes(owner.businessId);
  });
  afterAll(() => scene.stop());

  const open = { id: () => idToBytes(newId()), opened_at: new Date() };

  test.each(['app', 'owner', 'admin'] as const)('a second open book is refused to %s', async (user) => {
    const second = { id: open.id(), business_id: business, opened_at: open.opened_at };
    await expect(scene.sql[user].query('INSERT INTO books SET ?', second)).rejects.toThrow('books_one_open');
  });

  test('a sealed one cannot be opened beside the open one', async () => {
    const sealed = open.id();
    await scene.sql.app.query('INSERT INTO books SET ?', {
      id: sealed,
      business_id: business,
      opened_at: open.opened_at,
      sealed_at: new Date(),
      expires_at: new Date(Date.now() + 1e9),
    });
    await expect(scene.sql.app.query('UPDATE books SET sealed_at = NULL WHERE id = ?', [sealed])).rejects.toThrow(
      'books_one_open',
    );
  });

  test('the column that holds it cannot be written', async () => {
    const openOnes = () => rows(scene.sql.admin, 'SELECT id, open_business_id FROM books ORDER BY id');
    const before = await openOnes();
    const write = 'UPDATE books SET open_business_id = ? WHERE business_id = ?';
    await expect(scene.sql.owner.query(write, [idToBytes(newId()), business])).rejects.toThrow(/generated column/);
    await scene.sql.owner.query(write, [null, business]).catch(() => undefined);
    expect(await openOnes()).toEqual(before);
  });

  test('the pointer cannot name a book of another business, nor none that exists', async () => {
    const stranger = await Client.withBooks(scene.url);
    for (const book of [await currentBook(scene.sql.admin, stranger.businessId), open.id()]) {
      const move = scene.sql.app.query('UPDATE businesses SET current_book_id = ? WHERE id = ?', [book, business]);
      await expect(move).rejects.toMatchObject({ errno: 1452 });
    }
  });

  test('a book cannot be given to another business', async () => {
    const stranger = await Client.withBooks(scene.url);
    const give = scene.sql.owner.query(
      'UPDATE books SET business_id = ? WHERE business_id = ? AND sealed_at IS NOT NULL',
      [idToBytes(stranger.businessId), business],
    );
    await expect(give).rejects.toThrow('IMMUTABLE');
  });

  test('a book cannot be deleted, whatever its state', async () => {
    await owner.reset();
    await expect(scene.sql.app.query('DELETE FROM books WHERE business_id = ?', [business])).rejects.toThrow(
      'IMMUTABLE',
    );
  });

  test('whatever is switched, the open book is the one pointed to, and the chain of switches has no break', async () => {
    const first = await currentBook(scene.sql.admin, owner.businessId);
    for (const turn of [1, 2, 3, 4, 5, 6]) {
      await owner.withContent();
      expect((turn % 3 === 0 ? await owner.restore() : await owner.reset()).status).toBe(201);
      const opened = await rows<{ id: Buffer }>(
        scene.sql.admin,
        'SELECT id FROM books WHERE business_id = ? AND sealed_at IS NULL',
        [business],
      );
      expect(opened.map(({ id }) => bytesToId(id))).toEqual([
        bytesToId(await currentBook(scene.sql.admin, owner.businessId)),
      ]);
    }
    const chain = await rows<{ from_book_id: Buffer; to_book_id: Buffer }>(
      scene.sql.admin,
      `SELECT s.from_book_id, s.to_book_id FROM book_switches s JOIN audit_events e ON e.event_id = s.audit_event_id
       WHERE s.business_id = ? ORDER BY e.business_seq`,
      [business],
    );
    const links = chain.slice(-6);
    let at = first;
    for (const { from_book_id, to_book_id } of links) {
      expect(bytesToId(from_book_id)).toBe(bytesToId(at));
      at = to_book_id;
    }
    expect(bytesToId(at)).toBe(bytesToId(await currentBook(scene.sql.admin, owner.businessId)));
  });
});
