import { SignInLimits } from '../../src/people/identity/sign-in-limits.service.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor, type StaffActor, type StaffRole } from '../../src/platform/kernel/actor.js';
import { idToBytes, newId, type BusinessId } from '../../src/platform/kernel/ids.js';
import { Approvals } from '../../src/support/approvals.service.js';
import { Support } from '../../src/support/support.service.js';
import { Client, PASSWORD } from '../builders/client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { untilWaiting } from '../setup/until.js';

describe('requests of support in the database', () => {
  let scene: Scene;
  let owner: Client;
  let support: StaffActor;
  let lead: StaffActor;

  beforeAll(async () => {
    scene = await Scene.start('support');
    const accounts = scene.world.app.get(StaffAccounts);
    const hired = async (role: StaffRole): Promise<StaffActor> => {
      await accounts.add(systemActor('test'), `${role}@ardoise.test`, role, PASSWORD);
      const { id } = (await accounts.list()).find((account) => account.role === role)!;
      return { type: 'staff', id, role, origin: { requestId: 'test' } };
    };
    [support, lead] = [await hired('support'), await hired('support-lead')];
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url);
  });

  const why = () => ({ reason: 'The owner asked by phone', ticket: 'SUP-1', idempotencyKey: newId() });
  const ask = (feedId: string) => {
    const businessId = owner.businessId as BusinessId;
    return scene.world.app
      .get(Support)
      .ask(support, { action: 'disconnect-feed', businessId, targetId: feedId }, why());
  };
  const requested = async () => {
    const feed = await owner.connectFeed();
    return { feedId: feed.id, requestId: (await ask(feed.id)).requestId! };
  };
  const approve = (id: string) => scene.world.app.get(Approvals).approve(lead, id, newId());
  const stateOf = async (id: string) =>
    (
      await rows<{ state: string }>(scene.sql.admin, 'SELECT state FROM support_requests WHERE id = ?', [idToBytes(id)])
    )[0]!.state;
  /** Holds the business as somebody who writes, or who resets, does. */
  const atTheBusiness = async (lock: string, then: () => Promise<void>) => {
    const locker = await scene.connect('admin');
    await locker.beginTransaction();
    await locker.query(`SELECT id FROM businesses WHERE id = ? ${lock}`, [idToBytes(owner.businessId)]);
    try {
      await then();
    } finally {
      await locker.commit();
    }
  };

  test('an approval waits for a reset that has the business, and a reset sees an approval or makes it wait', async () => {
    const { feedId, requestId } = await requested();
    expect((await owner.reset()).status).toBe(409);
    let approving: Promise<unknown> | undefined;
    await atTheBusiness('FOR UPDATE', async () => {
      approving = approve(requestId);
      await untilWaiting(scene.sql.admin, 1);
      expect(await stateOf(requestId)).toBe('pending');
    });
    await approving;
    const types = (await owner.events()).map(({ type }) => type);
    expect(types.filter((type) => type === 'bank-feed.disconnected')).toHaveLength(1);
    const { status, body } = await owner.reset();
    expect({ status, body }).toMatchObject({ status: 201 });
    const completed = (await owner.events()).find(({ type }) => type === 'business.reset.completed')!;
    expect(completed.data.precondition!.find(({ feeds }) => feeds)!.feeds).toMatchObject([
      { id: feedId, status: 'disconnected' },
    ]);
  });

  test('an approval does not wait for those who write', async () => {
    const { requestId } = await requested();
    await atTheBusiness('LOCK IN SHARE MODE', async () => {
      await approve(requestId);
    });
    expect(await stateOf(requestId)).toBe('approved');
  });

  test('the owner and the lead disconnect the same feed at the same time: it happens once, and one is told', async () => {
    const { feedId, requestId } = await requested();
    const [byOwner, byLead] = await Promise.all([
      owner.disconnectFeed(feedId).then(({ status }) => status < 300),
      approve(requestId).then(
        () => true,
        (error: { code: string }) => error.code !== 'INVALID_STATE',
      ),
    ]);
    expect([byOwner, byLead].filter(Boolean)).toHaveLength(1);
    const types = (await owner.events()).map(({ type }) => type);
    expect(types.filter((type) => type === 'bank-feed.disconnected')).toHaveLength(1);
    expect(types.filter((type) => type === 'support.feed-disconnected')).toHaveLength(byLead ? 1 : 0);
    expect(await stateOf(requestId)).toBe(byLead ? 'approved' : 'pending');
  });

  test('the same thing is asked for once at a time, whoever asks at the same moment', async () => {
    const feed = await owner.connectFeed();
    const answers = await Promise.all(
      [1, 2, 3].map(() =>
        ask(feed.id).then(
          () => 'asked',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(answers.sort()).toEqual(['INVALID_STATE', 'INVALID_STATE', 'asked']);
    expect((await owner.events()).filter(({ type }) => type === 'support.requested')).toHaveLength(1);
  });

  describe('are listed', () => {
    /** Locked out from one address, after `times` tries; support asks to lift it. */
    const unlockRequested = async (times: number) => {
      const tries = scene.world.app.get(SignInLimits);
      for (let i = 0; i < times; i++) {
        await tries.tryOnce(owner.email, { requestId: 'test', ip: '192.0.2.1' }, () => Promise.resolve(undefined));
      }
      const targetId = await owner.userId();
      const target = { action: 'lift-sign-in-lock', businessId: owner.businessId as BusinessId, targetId } as const;
      return (await scene.world.app.get(Support).ask(support, target, why())).requestId!;
    };
    /** As the database counts them, on a connection that nobody else uses. */
    const counted = async () => {
      const runner = scene.dataSource.createQueryRunner();
      try {
        const asked = async () => {
          const [found] = (await runner.query("SHOW SESSION STATUS LIKE 'Questions'")) as { Value: string }[];
          return Number(found!.Value);
        };
        const before = await asked();
        const { pending, decided } = await scene.world.app.get(Approvals).list(runner.manager);
        return { statements: (await asked()) - before - 1, views: [...pending, ...decided] };
      } finally {
        await runner.release();
      }
    };

    test('in as many statements however many there are, each with what is true of its own', async () => {
      const factsOf = new Map<string, object>();
      const addOne = async (times: number) => {
        owner = await Client.withBooks(scene.url);
        const { feedId, requestId } = await requested();
        factsOf.set(requestId, { target: { targetId: feedId }, facts: { state: 'connected' } });
        factsOf.set(await unlockRequested(times), { facts: { email: owner.email, isLocked: true, failures: times } });
        return requestId;
      };
      const approved = await addOne(10);
      await approve(approved);
      factsOf.set(approved, { state: 'approved', facts: { state: 'disconnected' } });
      const few = await counted();
      for (const times of [10, 10, 10]) await addOne(times);
      const many = await counted();
      expect(many.views.length).toBe(few.views.length + 6);
      // Two of requests, one of who has taken them, two of the names in them, three of what they are about.
      expect([few.statements, many.statements]).toEqual([8, 8]);
      for (const [id, facts] of factsOf) expect(many.views.find((view) => view.id === id)).toMatchObject(facts);
    });

    test('with the word that it is gone where somebody is no member any more', async () => {
      const id = await unlockRequested(10);
      await scene.sql.admin.query('DELETE FROM memberships WHERE business_id = ?', [idToBytes(owner.businessId)]);
      const view = (await counted()).views.find((one) => one.id === id)!;
      expect({ blocker: view.blocker, facts: view.facts }).toEqual({ blocker: 'gone', facts: undefined });
    });
  });

  test('by SQL nobody decides their own, reopens what is decided or deletes what was asked', async () => {
    const { requestId } = await requested();
    const id = idToBytes(requestId);
    for (const user of ['app', 'owner', 'admin'] as const) {
      const sql = scene.sql[user];
      await expect(
        sql.query("UPDATE support_requests SET state = 'approved', decided_by = asked_by WHERE id = ?", [id]),
      ).rejects.toThrow('support_requests_not_own');
      await expect(
        sql.query("UPDATE support_requests SET state = 'approved', asked_by = ? WHERE id = ?", [
          idToBytes(lead.id),
          id,
        ]),
      ).rejects.toThrow('APPEND_ONLY');
    }
    await approve(requestId);
    for (const user of ['app', 'owner', 'admin'] as const) {
      const sql = scene.sql[user];
      await expect(sql.query("UPDATE support_requests SET state = 'pending' WHERE id = ?", [id])).rejects.toThrow(
        'APPEND_ONLY',
      );
      await expect(sql.query('DELETE FROM support_requests WHERE id = ?', [id])).rejects.toThrow(
        user === 'app' ? 'denied' : 'APPEND_ONLY',
      );
    }
  });
});
