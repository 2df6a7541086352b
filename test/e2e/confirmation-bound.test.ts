import { AnyRow } from '../builders/any-row.js';
import { currentBook, stateOf } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { expectProblem } from '../builders/problems.js';
import { bookManifest } from '../../src/books/manifest.js';
import { LOCALES } from '../../src/platform/kernel/actor.js';
import { bytesToId, idToBytes, newId, type BookId } from '../../src/platform/kernel/ids.js';
import { Scene } from '../setup/scene.js';

interface Preview {
  readonly allowed: boolean;
  readonly bookId: string;
  readonly blockers: { readonly code: string }[];
}

/** A reset or restore is bound to the books that were shown, and there must be something to reset (SPEC §3, §4). */
describe('a confirmation', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start('bound');
  });
  afterAll(() => scene.stop());

  const openBook = async (owner: Client) => bytesToId<BookId>(await currentBook(scene.sql.admin, owner.businessId));
  const preview = async (owner: Client, kind: 'reset' | 'restore') =>
    (await owner.get<Preview>(owner.of(`/${kind}-preview`))).body;
  const lastEnd = async (owner: Client, kind: 'reset' | 'restore') =>
    (await owner.events()).find(({ type }) => new RegExp(`^business\\.${kind}\\.(denied|completed)$`).test(type))!;
  const snapshotOf = ({ body }: { body: Record<string, unknown> }) => (body.snapshot as { id: string }).id;

  describe('names the books that were shown', () => {
    test('and does it while they are the open ones', async () => {
      const owner = await Client.withBooks(scene.url);
      const { bookId } = await preview(owner, 'reset');
      expect(bookId).toBe(await openBook(owner));
      expect((await owner.reset({ expectedBookId: bookId })).status).toBe(201);
      const shown = await preview(owner, 'restore');
      expect(shown.bookId).toBe(await openBook(owner));
      expect((await owner.restore({ expectedBookId: shown.bookId })).status).toBe(201);
      expect(await openBook(owner)).toBe(bookId);
    });

    test.each(['reset', 'restore'] as const)(
      'and a %s from a second tab changes nothing and is recorded',
      async (kind) => {
        const owner = await Client.withBooks(scene.url);
        await owner.reset();
        await owner.post(owner.of('/contacts'), { name: 'Since' });
        const expectedBookId = await openBook(owner);
        const done = kind === 'reset' ? await owner.reset({ expectedBookId }) : await owner.restore({ expectedBookId });
        expect(done.status).toBe(201);
        await owner.post(owner.of('/contacts'), { name: 'Later' });
        const before = await stateOf(scene.sql.admin, owner.businessId);
        const again =
          kind === 'reset' ? await owner.reset({ expectedBookId }) : await owner.restore({ expectedBookId });
        expectProblem(again, 'BOOK_CHANGED');
        expect(again.status).toBe(409);
        expect(await stateOf(scene.sql.admin, owner.businessId)).toEqual(before);
        const end = await lastEnd(owner, kind);
        expect(end).toMatchObject({
          type: `business.${kind}.denied`,
          data: { outcome: 'denied', reason: 'BOOK_CHANGED' },
        });
        expect(end.data.precondition).toContainEqual(expect.objectContaining({ name: 'book-as-shown', held: false }));
      },
    );

    test('also of a snapshot that the first tab has brought back already', async () => {
      const owner = await Client.withBooks(scene.url);
      const snapshotId = snapshotOf(await owner.reset());
      const expectedBookId = await openBook(owner);
      expect((await owner.restore({ snapshotId, expectedBookId })).status).toBe(201);
      expectProblem(await owner.restore({ snapshotId, expectedBookId }), 'BOOK_CHANGED');
      expect((await lastEnd(owner, 'restore')).data.reason).toBe('BOOK_CHANGED');
      expectProblem(await owner.restore({ snapshotId, expectedBookId: snapshotId }), 'NOTHING_TO_RESTORE');
    });

    test('after the address and before everything else that could be refused', async () => {
      const owner = await Client.withBooks(scene.url);
      await owner.connectFeed();
      const expectedBookId = newId();
      expectProblem(await owner.reset({ expectedBookId, signUpEmail: 'other@example.test' }), 'SIGN_UP_EMAIL_MISMATCH');
      expectProblem(await owner.reset({ expectedBookId }), 'BOOK_CHANGED');
      expectProblem(await owner.restore({ expectedBookId }), 'BOOK_CHANGED');
      expectProblem(await owner.reset(), 'BANK_FEEDS_CONNECTED');
    });

    test('and is not an id: not valid', async () => {
      const owner = await Client.withBooks(scene.url);
      expectProblem(await owner.reset({ expectedBookId: 'yesterday' }), 'VALIDATION');
    });

    test('and the same key and body give the same answer, although other books are open by then', async () => {
      const owner = await Client.withBooks(scene.url);
      const ask = { expectedBookId: await openBook(owner) };
      const key = { 'Idempotency-Key': newId() };
      const first = await owner.reset(ask, key);
      const second = await owner.reset(ask, key);
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.body).toEqual(first.body);
    });
  });

  describe('of books that are as on the day of sign-up', () => {
    test.each(LOCALES)('changes nothing, is recorded, and the preview says so (%s)', async (locale) => {
      const owner = await Client.signUp(scene.url, { locale });
      const before = await stateOf(scene.sql.admin, owner.businessId);
      expectProblem(await owner.reset(), 'NOTHING_TO_RESET');
      expect(await stateOf(scene.sql.admin, owner.businessId)).toEqual(before);
      const end = await lastEnd(owner, 'reset');
      expect(end.data.reason).toBe('NOTHING_TO_RESET');
      expect(end.data.precondition).toContainEqual(
        expect.objectContaining({ name: 'something-to-reset', held: false }),
      );
      expect(await preview(owner, 'reset')).toMatchObject({ allowed: false, blockers: [{ code: 'NOTHING_TO_RESET' }] });
    });

    test('is refused right after a reset too', async () => {
      const owner = await Client.withBooks(scene.url);
      expect((await owner.reset()).status).toBe(201);
      expectProblem(await owner.reset(), 'NOTHING_TO_RESET');
    });

    test('is refused before a bank feed is looked at, which needs an account in the books first', async () => {
      const owner = await Client.withBooks(scene.url);
      const feed = await owner.connectFeed();
      await owner.disconnectFeed(feed.id);
      await owner.reset();
      expect((await preview(owner, 'reset')).blockers.map(({ code }) => code)).toEqual(['NOTHING_TO_RESET']);
    });

    /** A table that is added tomorrow is tried like the others. */
    test('is not refused when any table of the books holds one row more', async () => {
      const anyRow = await AnyRow.by(scene.sql.owner);
      for (const { table } of bookManifest()) {
        const owner = await Client.signUp(scene.url);
        await anyRow.insert(table, { book_id: await currentBook(scene.sql.admin, owner.businessId) });
        expect({ table, status: (await owner.reset()).status }).toEqual({ table, status: 201 });
      }
    });

    test.each([
      ['a renamed account', "UPDATE ledger_accounts SET name = 'cash' WHERE number = '1000' AND book_id = ?"],
      [
        'an account under another number',
        "UPDATE ledger_accounts SET number = '1001' WHERE number = '1000' AND book_id = ?",
      ],
      ['an account taken away', "DELETE FROM ledger_accounts WHERE number = '5800' AND book_id = ?"],
      [
        'a name in the other language',
        "UPDATE ledger_accounts SET name = 'Encaisse' WHERE number = '1000' AND book_id = ?",
      ],
      ['another tax rate', "UPDATE tax_rates SET percent = 5.0001 WHERE code = 'TPS' AND book_id = ?"],
      ['a renamed journal', "UPDATE journals SET name = 'Sale' WHERE code = 'VE' AND book_id = ?"],
    ])('is not refused because of %s', async (_, sql) => {
      const owner = await Client.signUp(scene.url);
      const [{ affectedRows }] = (await scene.sql.owner.query(sql, [
        await currentBook(scene.sql.admin, owner.businessId),
      ])) as unknown as [{ affectedRows: number }];
      expect(affectedRows).toBe(1);
      expect((await preview(owner, 'reset')).allowed).toBe(true);
      expect((await owner.reset()).status).toBe(201);
    });
  });

  describe('of a restore without a choice', () => {
    test('undoes the newest reset whose books held something', async () => {
      const owner = await Client.withBooks(scene.url);
      const full = snapshotOf(await owner.reset());
      await sealEmpty(owner);
      const { body } = await owner.get<{ restores: { snapshot: { id: string } } }>(owner.of('/restore-preview'));
      expect(body.restores.snapshot.id).toBe(full);
      expect((await owner.restore()).body.restored).toEqual({ id: full });
    });

    test('says of each snapshot whether it is as on the day of sign-up', async () => {
      const owner = await Client.withBooks(scene.url);
      const full = snapshotOf(await owner.reset());
      await owner.restore();
      const { body } = await owner.get<{ id: string; asOnSignUp?: boolean }[]>(owner.of('/snapshots'));
      expect(body.map(({ asOnSignUp }) => asOnSignUp)).toEqual([true]);
      await owner.reset();
      const after = await owner.get<{ id: string; asOnSignUp?: boolean }[]>(owner.of('/snapshots'));
      expect(after.body.find(({ id }) => id === full)).not.toHaveProperty('asOnSignUp');
    });

    test('finds nothing where the only reset was undone', async () => {
      const owner = await Client.withBooks(scene.url);
      await owner.reset();
      await owner.restore();
      expectProblem(await owner.restore(), 'NOTHING_TO_RESTORE');
    });

    /** What an older version let happen: a reset of the fresh books that the reset before had opened. */
    async function sealEmpty(owner: Client): Promise<void> {
      const business = idToBytes(owner.businessId);
      const [fresh, next] = [await currentBook(scene.sql.admin, owner.businessId), idToBytes(newId())];
      await scene.sql.admin.query(
        `UPDATE books SET sealed_at = UTC_TIMESTAMP(6), sealed_by = 'reset', expires_at = UTC_TIMESTAMP(6) + INTERVAL 9 DAY WHERE id = ?`,
        [fresh],
      );
      await scene.sql.admin.query('INSERT INTO books (id, business_id, opened_at) VALUES (?, ?, UTC_TIMESTAMP(6))', [
        next,
        business,
      ]);
      await scene.sql.admin.query('UPDATE open_books SET open_book_id = ? WHERE open_book_id = ?', [next, fresh]);
      await scene.sql.admin.query('UPDATE businesses SET current_book_id = ? WHERE id = ?', [next, business]);
    }
  });
});
