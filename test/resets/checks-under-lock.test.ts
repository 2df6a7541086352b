import type { Connection } from 'mysql2/promise';
import { sealCurrent, switchToFreshBook, switchToSnapshot } from '../../src/books/book-switch.js';
import { lockForSwitch, type LockedBusiness } from '../../src/people/businesses/current-book.js';
import { inTransaction, write, type Tx } from '../../src/platform/database/transaction.js';
import { bytesToId, idToBytes, newId, type BookId, type BusinessId } from '../../src/platform/kernel/ids.js';
import { currentBook, stateOf } from '../builders/books.js';
import { Client, type AuditEvent } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { untilWaiting } from '../setup/until.js';

/** Invariant 5: every check is made again under lock, and the pointer moves by compare-and-swap. */
describe('a switch decides under lock', () => {
  let scene: Scene;
  let owner: Client;
  let holder: Connection;

  beforeAll(async () => {
    scene = await Scene.start('underlock');
  });
  afterAll(() => scene.stop());

  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
    holder = await scene.connect('admin');
  });
  afterEach(() => holder.destroy());

  const state = () => stateOf(scene.sql.admin, owner.businessId);

  describe('when the pointer was moved meanwhile, nothing stays', () => {
    const expiresAt = new Date(Date.now() + 1e9);

    /** Seals what is current, as a switch does, and then finds the pointer moved to a snapshot. */
    async function switchWithMovedPointer(go: (tx: Tx, business: LockedBusiness) => Promise<unknown>): Promise<void> {
      const snapshot = ((await owner.reset()).body.snapshot as { id: string }).id;
      const before = await state();
      const work = inTransaction(scene.dataSource, async (tx) => {
        const business = (await lockForSwitch(tx, owner.businessId as BusinessId))!;
        await sealCurrent(tx, business, 'reset', new Date(), expiresAt);
        await write(tx, 'UPDATE businesses SET current_book_id = ? WHERE id = ?', [
          idToBytes(snapshot),
          idToBytes(owner.businessId),
        ]);
        await go(tx, business);
      });
      await expect(work).rejects.toThrow('Expected to change one row, changed 0');
      expect(await state()).toEqual(before);
    }

    test('in a reset', () => switchWithMovedPointer((tx, business) => switchToFreshBook(tx, business)));

    test('in a restore', async () => {
      const first = bytesToId<BookId>(await currentBook(scene.sql.admin, owner.businessId));
      await owner.reset();
      await owner.withContent();
      await switchWithMovedPointer((tx, business) => switchToSnapshot(tx, business, first));
    });

    test('and a book that somebody else has sealed is not sealed twice', async () => {
      const stale = await inTransaction(scene.dataSource, (tx) => lockForSwitch(tx, owner.businessId as BusinessId));
      await owner.reset();
      const before = await state();
      const again = inTransaction(scene.dataSource, (tx) => sealCurrent(tx, stale!, 'reset', new Date(), expiresAt));
      await expect(again).rejects.toThrow('Expected to change one row, changed 0');
      expect(await state()).toEqual(before);
    });

    test('and a snapshot of another business, or one that is being purged, is not opened', async () => {
      const stranger = await Client.withBooks(scene.url);
      const theirs = ((await stranger.reset()).body.snapshot as { id: string }).id as BookId;
      const before = await state();
      const steal = inTransaction(scene.dataSource, async (tx) => {
        const business = (await lockForSwitch(tx, owner.businessId as BusinessId))!;
        await sealCurrent(tx, business, 'restore', new Date(), expiresAt);
        await switchToSnapshot(tx, business, theirs);
      });
      await expect(steal).rejects.toThrow('Expected to change one row, changed 0');
      expect(await state()).toEqual(before);
    });
  });

  describe('a bank feed being connected at that moment', () => {
    /** Stops a connect behind its fence: the same account is being fed by somebody who has not decided yet. */
    async function holdConnect(bankAccountId: string): Promise<void> {
      await holder.query('START TRANSACTION');
      await holder.query('INSERT INTO bank_feeds SET ?', {
        id: idToBytes(newId()),
        business_id: idToBytes(owner.businessId),
        bank_account_id: idToBytes(bankAccountId),
        bank_account_name: 'held',
        institution: 'sandbox',
        state: 'connected',
        state_since: new Date(),
        created_at: new Date(),
        fetched_count: 0,
      });
    }

    /** Stops a switch after its checks and before its commit: its record refers to the user. */
    async function holdSwitch(): Promise<void> {
      await holder.query('START TRANSACTION');
      await holder.query('SELECT id FROM users WHERE email = ? FOR UPDATE', [owner.email]);
    }

    const bankAccount = async () =>
      (await owner.post<{ id: string }>(owner.of('/bank-accounts'), { name: 'Chequing' })).body.id;
    const connect = (bankAccountId: string, institution = 'sandbox') =>
      owner.post(owner.of('/bank-feeds'), { bankAccountId, institution });
    const feedsOf = async () => (await owner.get<{ items: { state: string }[] }>(owner.of('/bank-feeds'))).body.items;
    const evidence = (event: AuditEvent | undefined) =>
      event?.data.precondition?.find(({ name }) => name === 'bank-feeds-disconnected');

    test.each(['sandbox', 'sandbox-consent'])('lands before, and the reset is refused (%s)', async (institution) => {
      const account = await bankAccount();
      await holdConnect(account);
      const connecting = connect(account, institution);
      await untilWaiting(scene.sql.admin, 1);
      const reset = owner.reset();
      await untilWaiting(scene.sql.admin, 2);
      await holder.query('ROLLBACK');
      expect((await connecting).status).toBe(201);
      expect(await reset).toMatchObject({ status: 409, body: { code: 'BANK_FEEDS_CONNECTED' } });
      const events = await owner.events();
      expect(events.some(({ type }) => type === 'business.reset.completed')).toBe(false);
      const denied = events.find(({ type }) => type === 'business.reset.denied');
      expect(evidence(denied)).toMatchObject({ held: false, feeds: [{ status: (await feedsOf())[0]!.state }] });
    });

    test('or waits and lands after, where its account is gone', async () => {
      const account = await bankAccount();
      await holdSwitch();
      const reset = owner.reset();
      await untilWaiting(scene.sql.admin, 1);
      const connecting = connect(account);
      await untilWaiting(scene.sql.admin, 2);
      await holder.query('ROLLBACK');
      expect((await reset).status).toBe(201);
      expect(await connecting).toMatchObject({ status: 422, body: { code: 'VALIDATION' } });
      expect(await feedsOf()).toEqual([]);
      const completed = (await owner.events()).find(({ type }) => type === 'business.reset.completed');
      expect(evidence(completed)).toMatchObject({ held: true, feeds: [] });
    });

    test('in the same way before a restore', async () => {
      await owner.reset();
      const account = await bankAccount();
      await holdConnect(account);
      const connecting = connect(account);
      await untilWaiting(scene.sql.admin, 1);
      const restore = owner.restore();
      await untilWaiting(scene.sql.admin, 2);
      await holder.query('ROLLBACK');
      expect((await connecting).status).toBe(201);
      expect(await restore).toMatchObject({ status: 409, body: { code: 'BANK_FEEDS_CONNECTED' } });
    });

    test('a feed disconnected at that moment lets the reset through, and the evidence shows since when', async () => {
      const { id } = await owner.connectFeed();
      await holder.query('START TRANSACTION');
      await holder.query('SELECT id FROM bank_feeds WHERE id = ? FOR UPDATE', [idToBytes(id)]);
      const disconnecting = owner.disconnectFeed(id);
      await untilWaiting(scene.sql.admin, 1);
      const reset = owner.reset();
      await untilWaiting(scene.sql.admin, 2);
      await holder.query('ROLLBACK');
      const { body } = await disconnecting;
      expect((await reset).status).toBe(201);
      const completed = (await owner.events()).find(({ type }) => type === 'business.reset.completed');
      expect(evidence(completed)).toMatchObject({
        held: true,
        feeds: [{ id, status: 'disconnected', since: body.since }],
      });
    });
  });

  describe('the roles in the event of a switch', () => {
    const roleOf = (role: string) =>
      scene.sql.admin.query(
        'UPDATE memberships SET role = ? WHERE business_id = ? AND user_id = (SELECT id FROM users WHERE email = ?)',
        [role, idToBytes(owner.businessId), owner.email],
      );

    test.each(['reset', 'restore'] as const)('are those that were read under its lock (%s)', async (kind) => {
      if (kind === 'restore') await owner.reset();
      await holder.query('START TRANSACTION');
      await holder.query('SELECT id FROM businesses WHERE id = ? FOR UPDATE', [idToBytes(owner.businessId)]);
      const switching = kind === 'reset' ? owner.reset() : owner.restore();
      await untilWaiting(scene.sql.admin, 1);
      await roleOf('accountant');
      await holder.query('ROLLBACK');
      expect((await switching).status).toBe(201);
      await roleOf('owner');
      const events = await owner.events();
      const actorOf = (end: string) => events.find(({ type }) => type === `business.${kind}.${end}`)?.data.actor;
      expect(actorOf('requested')).toMatchObject({ roles: ['owner'], original_owner: true });
      expect(actorOf('completed')).toMatchObject({ roles: ['accountant'], original_owner: true });
    });
  });

  describe('a write job', () => {
    const job = (leaseMs: number, more: Record<string, unknown> = {}) => ({
      id: idToBytes(newId()),
      business_id: idToBytes(owner.businessId),
      kind: 'import',
      started_at: new Date(),
      lease_until: new Date(Date.now() + leaseMs),
      done_count: 0,
      ...more,
    });

    test('that renews its lease stands in the way', async () => {
      await scene.sql.app.query('INSERT INTO write_jobs SET ?', job(20_000));
      expect(await owner.reset()).toMatchObject({ status: 409, body: { code: 'WRITE_IN_PROGRESS' } });
    });

    test('that has ended, or whose process died, does not', async () => {
      await scene.sql.app.query('INSERT INTO write_jobs SET ?', job(20_000, { finished_at: new Date() }));
      await scene.sql.app.query('INSERT INTO write_jobs SET ?', job(-1));
      expect((await owner.reset()).status).toBe(201);
    });

    test('of another business does not', async () => {
      const other = await Client.withBooks(scene.url);
      await scene.sql.app.query('INSERT INTO write_jobs SET ?', job(20_000));
      expect((await other.reset()).status).toBe(201);
    });
  });
});
