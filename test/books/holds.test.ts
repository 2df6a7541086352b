import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { SnapshotExpiry } from '../../src/books/expiry.service.js';
import { SnapshotHolds, type HoldRequest } from '../../src/books/holds.service.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor, type StaffActor } from '../../src/platform/kernel/actor.js';
import { bytesToId, idToBytes, newId, type StaffId } from '../../src/platform/kernel/ids.js';
import { Client, PASSWORD } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { untilWaiting } from '../setup/until.js';

describe('a legal hold', () => {
  let scene: Scene;
  let owner: Client;
  let compliance: StaffActor;

  beforeAll(async () => {
    scene = await Scene.start('holds');
    const accounts = scene.world.app.get(StaffAccounts);
    await accounts.add(systemActor('test'), 'law@ardoise.test', 'compliance', PASSWORD);
    const [{ id }] = (await accounts.list()) as unknown as [{ id: StaffId }];
    compliance = { type: 'staff', id, role: 'compliance', origin: { requestId: 'test' } };
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
  });

  const holds = () => scene.world.app.get(SnapshotHolds);
  const why = (more: Partial<HoldRequest> = {}): HoldRequest => ({
    reason: 'Dispute before the court of Québec',
    ticket: 'LAW-7',
    idempotencyKey: newId(),
    ...more,
  });
  const place = (snapshot: string, more?: Partial<HoldRequest>) => holds().place(compliance, snapshot, why(more));
  const lift = (hold: string, more?: Partial<HoldRequest>) => holds().lift(compliance, hold, why(more));
  const expired = async () => {
    await owner.withContent();
    const id = ((await owner.reset()).body.snapshot as { id: string }).id;
    // Without a digest it would not be purged.
    while (await scene.world.app.get(SnapshotDigests).digestNext());
    const over = new Date(Date.now() - 1_000);
    await scene.sql.admin.query('UPDATE books SET expires_at = ? WHERE id = ?', [over, idToBytes(id)]);
    return id;
  };
  const purgeAll = async () => {
    while (await scene.world.app.get(SnapshotExpiry).purgeNext());
  };
  const bookOf = async (id: string) =>
    (
      await rows<{ purging_at: Date | null; purged_at: Date | null }>(
        scene.sql.admin,
        'SELECT purging_at, purged_at FROM books WHERE id = ?',
        [idToBytes(id)],
      )
    )[0]!;
  const eventsOf = async (type: string) => (await owner.events()).filter((event) => event.type === type);

  test('keeps a snapshot past its date, for a restore too, until the last one is lifted', async () => {
    const id = await expired();
    const [first, second] = [await place(id), await place(id, { ticket: 'LAW-8' })];
    await purgeAll();
    expect(await bookOf(id)).toEqual({ purging_at: null, purged_at: null });
    const { body } = await owner.get(owner.of('/snapshots'));
    expect(body).toMatchObject([{ id, state: 'kept', onHold: true }]);
    expect(await holds().inForceOn(id)).toMatchObject([
      { id: first.holdId, by: 'law@ardoise.test', reason: 'Dispute before the court of Québec', ticket: 'LAW-7' },
      { id: second.holdId, ticket: 'LAW-8' },
    ]);

    await lift(first.holdId);
    await purgeAll();
    expect((await bookOf(id)).purging_at).toBeNull();
    expect((await owner.restore({ snapshotId: id })).status).toBe(201);

    // Open again, it is still held once it is sealed again.
    expect((await owner.reset()).status).toBe(201);
    expect(await holds().inForceOn(id)).toHaveLength(1);
    await lift(second.holdId);
    expect(await holds().inForceOn(id)).toEqual([]);
  });

  test('lifted, it lets the snapshot go', async () => {
    const id = await expired();
    const { holdId } = await place(id);
    await lift(holdId);
    await expect(lift(holdId)).rejects.toMatchObject({ code: 'INVALID_STATE' });
    expect((await owner.restore({ snapshotId: id })).status).toBe(410);
    await purgeAll();
    expect((await bookOf(id)).purged_at).not.toBeNull();
    await expect(place(id)).rejects.toMatchObject({ code: 'SNAPSHOT_EXPIRED' });
  });

  test('is recorded with ticket and snapshot, the reason only beside the event', async () => {
    const id = await expired();
    const { holdId, auditEventId } = await place(id);
    const [event] = await eventsOf('snapshot.hold-placed');
    expect(event).toMatchObject({
      id: auditEventId,
      data: {
        actor: { type: 'staff', id: compliance.id, roles: ['compliance'] },
        ticket: 'LAW-7',
        snapshot: { id },
        details: { hold_id: holdId },
      },
    });
    expect(JSON.stringify(event)).not.toContain('Dispute');
    const [beside] = await rows<{ details: string }>(
      scene.sql.admin,
      'SELECT details FROM audit_personal_details WHERE event_id = ?',
      [idToBytes(auditEventId)],
    );
    expect(JSON.parse(beside!.details)).toMatchObject({ staff_reason: 'Dispute before the court of Québec' });
  });

  test('is placed once however often the same request comes; another under its key is refused', async () => {
    const id = await expired();
    const idempotencyKey = newId();
    const answers = await Promise.all([1, 2, 3].map(() => place(id, { idempotencyKey })));
    expect(new Set(answers.map(({ holdId }) => holdId)).size).toBe(1);
    expect(await eventsOf('snapshot.hold-placed')).toHaveLength(1);
    await expect(place(id, { idempotencyKey, ticket: 'LAW-9' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  test('is one when the same person asks for it from two tabs, even at once; for another matter it is another', async () => {
    const id = await expired();
    const both = await Promise.all([place(id), place(id)]);
    const again = await place(id);
    expect(new Set([...both, again].map(({ holdId }) => holdId)).size).toBe(1);
    expect(both.filter(({ wasSoAlready }) => wasSoAlready)).toHaveLength(1);
    expect(again).toMatchObject({ wasSoAlready: true });
    expect(await eventsOf('snapshot.hold-placed')).toHaveLength(1);

    await place(id, { ticket: 'LAW-8' });
    await place(id, { reason: 'Dispute before the court of Quebec' });
    expect(await holds().inForceOn(id)).toHaveLength(3);
    // Lifted, it is no answer to a new one.
    await lift(again.holdId);
    expect((await place(id)).holdId).not.toBe(again.holdId);
  });

  test('is for snapshots only', async () => {
    const [open] = await rows<{ id: Buffer }>(scene.sql.admin, 'SELECT current_book_id AS id FROM businesses LIMIT 1');
    for (const id of [newId(), bytesToId(open!.id), 'nonsense']) {
      await expect(place(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(lift(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  describe('racing the purge', () => {
    /** Holds the row of the book, so that both come to stand at the lock that decides. */
    async function atTheLock(id: string, then: () => Promise<void>) {
      const locker = await scene.connect('admin');
      await locker.beginTransaction();
      await locker.query('SELECT id FROM books WHERE id = ? FOR UPDATE', [idToBytes(id)]);
      try {
        await then();
      } finally {
        await locker.commit();
      }
    }

    test('wins when it had the row first: the purge passes over it and takes it up when it is lifted', async () => {
      const id = await expired();
      let placing: Promise<{ holdId: string }> | undefined;
      await atTheLock(id, async () => {
        placing = place(id);
        await untilWaiting(scene.sql.admin, 1);
        await purgeAll();
      });
      const { holdId } = await placing!;
      await purgeAll();
      expect((await bookOf(id)).purging_at).toBeNull();
      await lift(holdId);
      await purgeAll();
      expect((await bookOf(id)).purged_at).not.toBeNull();
    });

    test('is refused when the purge had it first', async () => {
      const id = await expired();
      const claimer = await scene.connect('app');
      await claimer.beginTransaction();
      await claimer.query('UPDATE books SET purging_at = ? WHERE id = ?', [new Date(), idToBytes(id)]);
      const placing = place(id).catch((error: unknown) => error);
      await untilWaiting(scene.sql.admin, 1);
      await claimer.commit();
      expect(await placing).toMatchObject({ code: 'SNAPSHOT_EXPIRED' });
      expect(await eventsOf('snapshot.hold-placed')).toEqual([]);
    });

    test('is one of the two, many times over', async () => {
      const ids = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const other = await Client.withBooks(scene.url);
          const id = ((await other.reset()).body.snapshot as { id: string }).id;
          const over = new Date(Date.now() - 1_000);
          await scene.sql.admin.query('UPDATE books SET expires_at = ? WHERE id = ?', [over, idToBytes(id)]);
          return id;
        }),
      );
      const placed = Promise.all(
        ids.map((id) =>
          place(id).then(
            () => true,
            () => false,
          ),
        ),
      );
      await Promise.all([purgeAll(), purgeAll(), placed]);
      await purgeAll();
      const held = await placed;
      for (const [index, id] of ids.entries()) {
        expect({ id, held: held[index], gone: (await bookOf(id)).purged_at !== null }).toEqual({
          id,
          held: held[index],
          gone: !held[index],
        });
      }
    });
  });

  test('cannot be passed by, taken back or changed by SQL', async () => {
    const id = await expired();
    const { holdId } = await place(id);
    const [hold, book] = [idToBytes(holdId), idToBytes(id)];
    for (const user of ['app', 'owner', 'admin'] as const) {
      const sql = scene.sql[user];
      await expect(sql.query('UPDATE books SET purging_at = NOW(6) WHERE id = ?', [book])).rejects.toThrow('HELD');
      await expect(sql.query('UPDATE snapshot_holds SET snapshot_id = id WHERE id = ?', [hold])).rejects.toThrow();
      await expect(sql.query('DELETE FROM snapshot_holds WHERE id = ?', [hold])).rejects.toThrow(
        user === 'app' ? 'denied' : 'APPEND_ONLY',
      );
    }
  });
});
