import type { Connection } from 'mysql2/promise';
import { FetchTransactions } from '../../src/banking/bank-feeds/fetch-transactions.job.js';
import { SnapshotExpiry } from '../../src/books/expiry.service.js';
import { RECORDED_COMMANDS } from '../../src/log/recorded-commands.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import type { ErrorCode } from '../../src/platform/kernel/app-error.js';
import { DAY_MS, MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { whileTheLogIsBroken } from '../builders/broken-log.js';
import { currentBook } from '../builders/books.js';
import { entry } from '../builders/calls.js';
import { Client, PASSWORD, type Answer, type AuditEvent } from '../builders/client.js';
import { moveTo } from '../builders/confirm-email.js';
import { contentOf } from '../builders/content.js';
import { smallFec } from '../builders/fec.js';
import { expectProblem } from '../builders/problems.js';
import { connectSql, rows } from '../setup/sql.js';
import { until } from '../setup/until.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

type SwitchKind = 'reset' | 'restore';
const KINDS: readonly SwitchKind[] = ['reset', 'restore'];

let world: TestApp;
let admin: Connection;

beforeAll(async () => {
  world = await startTestApp('refusals', { SNAPSHOT_RETENTION_DAYS: '1' });
  admin = await connectSql(world.database.adminUrl);
});
afterEach(() => shiftClock(0));
afterAll(async () => {
  await admin.end();
  await world.stop();
});

/** An owner whose books have one entry, and a snapshot with another to return to. */
async function ownerWithASnapshot(more: Record<string, unknown> = {}): Promise<Client> {
  const owner = await Client.signUp(world.url, more);
  await owner.post(owner.of('/journal-entries'), entry('10.00'));
  expect((await owner.reset()).status).toBe(201);
  await owner.post(owner.of('/journal-entries'), entry('20.00'));
  return owner;
}

const attempt = (client: Client, kind: SwitchKind, ask: Record<string, unknown> = {}): Promise<Answer> =>
  kind === 'reset' ? client.reset(ask) : client.restore(ask);

const endsOf = (events: AuditEvent[], kind: SwitchKind) =>
  events.filter(({ type }) => new RegExp(`^business\\.${kind}\\.(denied|failed|completed)$`).test(type));

interface Expected {
  readonly code: ErrorCode;
  readonly actor: Record<string, unknown>;
  readonly ask?: Record<string, unknown>;
}

/**
 * One attempt that must be refused: with the code, with nothing changed, and with exactly one more event in the owner's
 * log that says who, why and on what evidence. Returns the event.
 */
async function isRefused(owner: Client, who: Client, kind: SwitchKind, expected: Expected): Promise<AuditEvent> {
  const before = { content: await contentOf(admin), ends: endsOf(await owner.events(), kind).length };
  expectProblem(await attempt(who, kind, expected.ask), expected.code);
  expect(await contentOf(admin)).toEqual(before.content);
  const ends = endsOf(await owner.events(), kind);
  expect(ends.length).toBe(before.ends + 1);
  const [event] = ends;
  expect(event).toMatchObject({
    type: `business.${kind}.denied`,
    subject: `business/${owner.businessId}`,
    data: { outcome: 'denied', reason: expected.code, actor: expected.actor },
  });
  return event!;
}

describe.each(KINDS)('anyone but the original owner who tries a %s is refused, and the log says so', (kind) => {
  let owner: Client;
  beforeAll(async () => {
    owner = await ownerWithASnapshot();
  });

  test.each(['owner', 'accountant', 'bookkeeper', 'viewer'] as const)('a member who is %s', async (role) => {
    const member = await owner.invite(role);
    const ask = { signUpEmail: owner.email };
    const actor = { type: 'user', id: await member.userId(), roles: [role], original_owner: false };
    const event = await isRefused(owner, member, kind, { code: 'NOT_ORIGINAL_OWNER', actor, ask });
    expect(event.data).toMatchObject({
      authorization: { decision: 'denied', rule: `original-owner may ${kind} Business` },
      precondition: [{ name: 'original-owner', held: false }],
    });
  });

  test('somebody who had full access once', async () => {
    const former = await owner.invite('owner');
    const id = await former.userId();
    await owner.remove(former);
    await isRefused(owner, former, kind, {
      code: 'NOT_FOUND',
      actor: { type: 'user', id, roles: [], original_owner: false },
      ask: { signUpEmail: owner.email },
    });
  });

  test("another business's original owner, with either address", async () => {
    const other = await ownerWithASnapshot();
    const actor = { type: 'user', id: await other.userId(), roles: [] };
    for (const { email } of [owner, other]) {
      await isRefused(owner, other.at(owner.businessId), kind, {
        code: 'NOT_FOUND',
        actor,
        ask: { signUpEmail: email },
      });
    }
  });

  test('the original owner with a token of yesterday', async () => {
    const session = await owner.signInAgain();
    await session.delete('/sessions/current');
    await isRefused(owner, session, kind, { code: 'UNAUTHENTICATED', actor: { type: 'anonymous', roles: [] } });
  });

  test('somebody without a token', async () => {
    const nobody = new Client(world.url, undefined, owner.email, owner.businessId);
    await isRefused(owner, nobody, kind, { code: 'UNAUTHENTICATED', actor: { type: 'anonymous', roles: [] } });
  });

  test('staff, who get no token at all', async () => {
    for (const role of ['support', 'support-lead', 'compliance', 'operator'] as const) {
      const email = `${role}-${kind}@staff.test`;
      await world.app.get(StaffAccounts).add(systemActor('test'), email, role, PASSWORD);
      expectProblem(await new Client(world.url).post('/sessions', { email, password: PASSWORD }), 'UNAUTHENTICATED');
    }
  });

  test('somebody who asks for a business that there is not: recorded too, in nobody’s log', async () => {
    const nowhere = newId();
    expectProblem(await attempt(owner.at(nowhere), kind), 'NOT_FOUND');
    const events = await rows(admin, 'SELECT 1 FROM audit_events WHERE subject = ? AND type = ?', [
      `business/${nowhere}`,
      `business.${kind}.denied`,
    ]);
    expect(events.length).toBe(1);
  });

  test('and from where, for those who may read it', async () => {
    const [event] = endsOf(await owner.events(), kind);
    const [side] = await rows<{ details: string }>(
      admin,
      'SELECT details FROM audit_personal_details WHERE event_id = ?',
      [idToBytes(event!.id)],
    );
    expect(JSON.parse(side!.details)).toMatchObject({ ip: '127.0.0.1' });
  });
});

describe.each(KINDS)('the address that confirms a %s', (kind) => {
  const signUp = 'Zoé.Ünal+reset@Exämple.test';

  test('is the one of the sign-up, in any case, with spaces around it, composed or not', async () => {
    const spellings = [
      (email: string) => email,
      (email: string) => email.toUpperCase(),
      (email: string) => `\t ${email.toLowerCase()}  \n`,
      (email: string) => email.normalize('NFD'),
      (email: string) => `\u00a0${email.normalize('NFD').toUpperCase()}`,
    ];
    const owner = await ownerWithASnapshot({ email: `${kind}-${signUp}` });
    for (const spell of spellings) {
      await owner.withContent();
      if (kind === 'restore') await owner.reset();
      expect({
        spelt: spell(owner.email),
        ...(await attempt(owner, kind, { signUpEmail: spell(owner.email) })),
      }).toMatchObject({ status: 201 });
    }
  });

  test('is no other, however near', async () => {
    const owner = await ownerWithASnapshot({ email: `near-${kind}-${signUp}` });
    const { email } = owner;
    const near = [
      '',
      ' ',
      email.replace('@', ''),
      email.replace('é', 'e'),
      email.replace('+reset', ''),
      `${email}.`,
      email.slice(0, -1),
      email.replace('@', ' @'),
      `${email}\u0000`,
      `${email},${email}`,
      '%',
      "' OR 1=1 -- ",
      email.replace('n', 'ո'),
      '\ud800',
      'x'.repeat(1_000),
    ];
    const actor = { type: 'user', roles: ['owner'], original_owner: true };
    for (const signUpEmail of near) {
      const event = await isRefused(owner, owner, kind, {
        code: 'SIGN_UP_EMAIL_MISMATCH',
        actor,
        ask: { signUpEmail },
      });
      expect(event.data.precondition).toContainEqual(
        expect.objectContaining({ name: 'sign-up-email-typed', held: false }),
      );
    }
    const log = JSON.stringify(await owner.events());
    expect(log).not.toContain('reset@');
  });

  test('stays the old one when the owner signs in with a new one', async () => {
    const owner = await ownerWithASnapshot();
    const email = `new-${kind}@example.test`;
    await moveTo(owner, email, admin);
    expect((await owner.get('/me')).body).toMatchObject({ email });
    const actor = { type: 'user', roles: ['owner'], original_owner: true };
    await isRefused(owner, owner, kind, { code: 'SIGN_UP_EMAIL_MISMATCH', actor, ask: { signUpEmail: email } });
    expect((await attempt(owner, kind, { signUpEmail: owner.email })).status).toBe(201);
  });

  test('is not the address of whoever signs up with the old one later', async () => {
    const owner = await ownerWithASnapshot();
    await moveTo(owner, `moved-${kind}@example.test`, admin);
    const other = await Client.signUp(world.url, { email: owner.email });
    expectProblem(await attempt(other.at(owner.businessId), kind), 'NOT_FOUND');
    expect((await attempt(owner, kind)).status).toBe(201);
  });
});

describe.each(KINDS)('a bank feed stands in the way of a %s', (kind) => {
  const OWNER = { type: 'user', roles: ['owner'], original_owner: true };

  test('while it waits for consent, while it is connected and while it is in error; all are named', async () => {
    const owner = await ownerWithASnapshot();
    const gone = await owner.connectFeed();
    await owner.disconnectFeed(gone.id);
    const feeds = [
      { ...(await owner.connectFeed('sandbox-consent')), state: 'consent' },
      { ...(await owner.connectFeed('sandbox')), state: 'connected' },
      { ...(await owner.connectFeed('sandbox-unsteady')), state: 'error' },
    ];
    await untilFeedIs(owner, feeds[2]!.id, 'error');
    for (let left = [...feeds]; left.length > 0; left = left.slice(1)) {
      const event = await isRefused(owner, owner, kind, { code: 'BANK_FEEDS_CONNECTED', actor: OWNER });
      const answer = await attempt(owner, kind);
      const named = (list: { id: string; state: string }[]) => list.map(({ id, state }) => `${id} ${state}`).sort();
      expect(named(answer.body.feeds as never)).toEqual(named(left));
      for (const feed of answer.body.feeds as Record<string, string>[]) {
        expect(feed).toMatchObject({
          institution: expect.stringMatching(/^sandbox/),
          account: 'Chequing',
          since: expect.any(String),
        });
      }
      const evidence = event.data.precondition!.find(({ name }) => name === 'bank-feeds-disconnected')!;
      const statuses = Object.fromEntries(
        evidence.feeds!.map((feed) => [(feed as unknown as { id: string }).id, feed.status]),
      );
      expect(evidence.held).toBe(false);
      for (const feed of feeds) expect(statuses[feed.id]).toBe(left.includes(feed) ? feed.state : 'disconnected');
      expect(statuses[gone.id]).toBe('disconnected');
      expect((await owner.disconnectFeed(left[0]!.id)).status).toBe(200);
    }
    expect((await attempt(owner, kind)).status).toBe(201);
    const [done] = endsOf(await owner.events(), kind);
    const evidence = done!.data.precondition!.find(({ name }) => name === 'bank-feeds-disconnected')!;
    expect(evidence).toMatchObject({ held: true });
    expect(evidence.feeds!.map(({ status }) => status)).toEqual([
      'disconnected',
      'disconnected',
      'disconnected',
      'disconnected',
    ]);
  });

  /** Runs the bank's fetches with the clock going on until the feed has the state. */
  async function untilFeedIs(owner: Client, feedId: string, state: string): Promise<void> {
    for (let minute = 1; minute < 20; minute++) {
      shiftClock(minute * MINUTE_MS);
      while (await world.app.get(FetchTransactions).fetchNext());
      const { body } = await owner.get<{ items: { id: string; state: string }[] }>(owner.of('/bank-feeds'));
      if (body.items.find(({ id }) => id === feedId)!.state === state) return shiftClock(0);
    }
    throw new Error(`The feed never was ${state}`);
  }
});

/** Imports on a row that another connection holds, so that the import runs until that lets go. */
async function whileAnImportRuns<T>(owner: Client, work: () => Promise<T>): Promise<T> {
  const holder = await connectSql(world.database.adminUrl);
  try {
    await holder.beginTransaction();
    await holder.query('SELECT 1 FROM journals WHERE book_id = ? FOR UPDATE', [
      await currentBook(holder, owner.businessId),
    ]);
    const importing = owner.import(smallFec('running', 3));
    // The fence is entered right after the job has said how much there is to do.
    await until('the import runs', async () => {
      const sql = 'SELECT 1 FROM write_jobs WHERE business_id = ? AND finished_at IS NULL AND total_count > 0';
      return (await rows(admin, sql, [idToBytes(owner.businessId)])).length > 0;
    });
    const result = await work();
    await holder.rollback();
    expect((await importing).status).toBe(201);
    return result;
  } finally {
    await holder.end();
  }
}

describe.each(KINDS)('a write that is still running stands in the way of a %s', (kind) => {
  const OWNER = { type: 'user', roles: ['owner'], original_owner: true };

  test('an import', async () => {
    const owner = await ownerWithASnapshot();
    await whileAnImportRuns(owner, async () => {
      const began = Date.now();
      const answer = await attempt(owner, kind);
      expectProblem(answer, 'WRITE_IN_PROGRESS');
      expect(answer.body).toMatchObject({ job: { kind: 'import', startedAt: expect.any(String) } });
      // It is announced: nobody has to wait for the lock to hear of it, and no other writer behind it either.
      expect(Date.now() - began).toBeLessThan(4_000);
      const [event] = endsOf(await owner.events(), kind);
      expect(event).toMatchObject({
        type: `business.${kind}.denied`,
        data: { reason: 'WRITE_IN_PROGRESS', actor: OWNER },
      });
      expect(event!.data.precondition).toContainEqual(
        expect.objectContaining({ name: 'no-write-in-progress', held: false }),
      );
    });
    expect((await owner.counts()).journalEntries).toBe(4);
    expect((await attempt(owner, kind)).status).toBe(201);
  });

  test('a writer that nobody announced, which the lock itself finds; other reasons still come first', async () => {
    const [owner, fed] = await Promise.all([ownerWithASnapshot(), ownerWithASnapshot()]);
    await fed.connectFeed();
    const writer = await connectSql(world.database.adminUrl);
    try {
      await writer.beginTransaction();
      await writer.query('SELECT 1 FROM businesses WHERE id IN (?, ?) LOCK IN SHARE MODE', [
        idToBytes(owner.businessId),
        idToBytes(fed.businessId),
      ]);
      const [refused, mismatched, blocked] = await Promise.all([
        attempt(owner, kind),
        attempt(owner, kind, { signUpEmail: 'no@example.test' }),
        attempt(fed, kind),
      ]);
      expectProblem(refused, 'WRITE_IN_PROGRESS');
      expect(refused.headers.get('retry-after')).not.toBeNull();
      expectProblem(mismatched, 'SIGN_UP_EMAIL_MISMATCH');
      expectProblem(blocked, 'BANK_FEEDS_CONNECTED');
    } finally {
      await writer.rollback();
      await writer.end();
    }
    const reasons = endsOf(await owner.events(), kind).map(({ data }) => data.reason);
    expect(reasons.slice(0, 2).sort()).toEqual(['SIGN_UP_EMAIL_MISMATCH', 'WRITE_IN_PROGRESS']);
    for (const event of endsOf(await owner.events(), kind).slice(0, 2)) expect(event.data.precondition).toBeDefined();
    expect((await attempt(owner, kind)).status).toBe(201);
  });
});

describe.each(KINDS)('of several reasons against a %s the first is the answer', (kind) => {
  test('in the order of the specification, one obstacle taken away at a time', async () => {
    const owner = await ownerWithASnapshot();
    const [partner, stranger] = await Promise.all([owner.invite('owner'), Client.signUp(world.url)]);
    const feed = await owner.connectFeed();
    const wrong = { signUpEmail: 'somebody@else.test' };

    await whileTheLogIsBroken(admin, async () => {
      await admin.query(
        `INSERT INTO write_jobs (id, business_id, kind, started_at, lease_until, done_count)
         VALUES (?, ?, 'import', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE, 0)`,
        [idToBytes(newId()), idToBytes(owner.businessId)],
      );
      // Everything is wrong at once.
      expectProblem(await attempt(stranger.at(owner.businessId), kind, wrong), 'NOT_FOUND');
      expectProblem(await attempt(partner, kind, wrong), 'NOT_ORIGINAL_OWNER');
      expectProblem(await attempt(owner, kind, wrong), 'SIGN_UP_EMAIL_MISMATCH');
      expectProblem(await attempt(owner, kind), 'BANK_FEEDS_CONNECTED');
      const codes = await blockersOf(owner, kind);
      expect(codes).toEqual(['BANK_FEEDS_CONNECTED', 'WRITE_IN_PROGRESS', 'AUDIT_UNAVAILABLE']);
    });
    // With a broken log a feed cannot be disconnected either: that would be unrecorded.
    await whileTheLogIsBroken(admin, async () => {
      expectProblem(await owner.disconnectFeed(feed.id), 'AUDIT_UNAVAILABLE');
    });
    expect((await owner.disconnectFeed(feed.id)).status).toBe(200);
    await whileTheLogIsBroken(admin, async () => {
      expectProblem(await attempt(owner, kind), 'WRITE_IN_PROGRESS');
      await admin.query('UPDATE write_jobs SET finished_at = UTC_TIMESTAMP(6) WHERE business_id = ?', [
        idToBytes(owner.businessId),
      ]);
      const answer = await attempt(owner, kind);
      expectProblem(answer, 'AUDIT_UNAVAILABLE');
      expect(answer.headers.get('retry-after')).toBe('60');
    });
    expect((await attempt(owner, kind)).status).toBe(201);
  });

  test('in the order of the table, where everything is in the way that can be', async () => {
    const owner = await Client.withBooks(world.url);
    const [partner, stranger] = await Promise.all([owner.invite('owner'), Client.signUp(world.url)]);
    const feed = await owner.connectFeed();
    await owner.disconnectFeed(feed.id);
    // Fresh books to be reset; or those of before, beside snapshots of which no reset is left to undo.
    for (const step of kind === 'reset' ? KINDS.slice(0, 1) : [...KINDS, ...KINDS])
      expect((await attempt(owner, step)).status).toBe(201);
    const [kept, expired] = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
    const [ofBusiness, ofFeed] = [idToBytes(owner.businessId), idToBytes(feed.id)];
    await admin.query('UPDATE books SET expires_at = SYSDATE(6) - INTERVAL 1 SECOND WHERE id = ?', [
      idToBytes((expired ?? kept)!.id),
    ]);
    await admin.query("UPDATE bank_feeds SET state = 'connected' WHERE id = ?", [ofFeed]);
    await admin.query(
      `INSERT INTO write_jobs (id, business_id, kind, started_at, lease_until, done_count)
       VALUES (?, ?, 'import', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 5 MINUTE, 0)`,
      [idToBytes(newId()), ofBusiness],
    );
    const ofOwner = idToBytes(await owner.userId());
    await admin.query('UPDATE sessions SET confirmed_at = confirmed_at - INTERVAL 1 DAY WHERE user_id = ?', [ofOwner]);

    let who = stranger.at(owner.businessId);
    let ask: Record<string, unknown> = { signUpEmail: 'somebody@else.test', expectedBookId: newId() };
    const takeAway: Partial<Record<ErrorCode, () => unknown>> = {
      NOT_FOUND: () => (who = partner),
      NOT_ORIGINAL_OWNER: () => (who = owner),
      SIGN_UP_EMAIL_MISMATCH: () => (ask = { ...ask, signUpEmail: owner.email }),
      REAUTHENTICATION_REQUIRED: () =>
        admin.query('UPDATE sessions SET confirmed_at = UTC_TIMESTAMP(6) WHERE user_id = ?', [ofOwner]),
      BOOK_CHANGED: () => (ask = { signUpEmail: owner.email }),
      NOTHING_TO_RESET: () => owner.post(owner.of('/contacts'), { name: 'New' }),
      NOTHING_TO_RESTORE: () => (ask = { ...ask, snapshotId: expired!.id }),
      SNAPSHOT_EXPIRED: () => (ask = { ...ask, snapshotId: kept!.id }),
      BANK_FEEDS_CONNECTED: () => admin.query("UPDATE bank_feeds SET state = 'disconnected' WHERE id = ?", [ofFeed]),
      WRITE_IN_PROGRESS: () =>
        admin.query('UPDATE write_jobs SET finished_at = UTC_TIMESTAMP(6) WHERE business_id = ?', [ofBusiness]),
    };
    const found: ErrorCode[] = [];
    await whileTheLogIsBroken(admin, async () => {
      for (let goesOn = true; goesOn;) {
        const code = (await attempt(who, kind, ask)).body.code as ErrorCode;
        found.push(code);
        goesOn = takeAway[code] !== undefined;
        await takeAway[code]?.();
      }
    });
    expect(found).toEqual(RECORDED_COMMANDS[`business.${kind}`].refusals);
    expect((await attempt(owner, kind, ask)).status).toBe(201);
  });
});

async function blockersOf(client: Client, kind: SwitchKind, snapshot?: string): Promise<string[]> {
  const query = snapshot === undefined ? '' : `?snapshot=${snapshot}`;
  const { body } = await client.get<{ allowed: boolean; blockers: { code: string }[] }>(
    client.of(`/${kind}-preview${query}`),
  );
  expect(body.allowed).toBe(body.blockers.length === 0);
  return body.blockers.map(({ code }) => code);
}

describe('what there is to restore', () => {
  const OWNER = { type: 'user', roles: ['owner'], original_owner: true };
  interface SnapshotLine {
    readonly id: string;
    readonly cause: string;
    readonly state: string;
  }
  const snapshotsOf = async (owner: Client) => (await owner.get<SnapshotLine[]>(owner.of('/snapshots'))).body;
  const debits = async (owner: Client) =>
    ((await owner.get(owner.of('/trial-balance'))).body.totals as { debit: string }).debit;

  test('nothing before the first reset, and nothing again once it was undone', async () => {
    const owner = await Client.withBooks(world.url);
    await isRefused(owner, owner, 'restore', { code: 'NOTHING_TO_RESTORE', actor: OWNER });
    expect(await blockersOf(owner, 'restore')).toEqual(['NOTHING_TO_RESTORE']);
    expect((await owner.reset()).status).toBe(201);
    expect((await owner.restore()).status).toBe(201);
    await isRefused(owner, owner, 'restore', { code: 'NOTHING_TO_RESTORE', actor: OWNER });
  });

  test('the address is asked for before it is said that there is nothing', async () => {
    const owner = await Client.signUp(world.url);
    expectProblem(await owner.restore({ signUpEmail: 'no@example.test' }), 'SIGN_UP_EMAIL_MISMATCH');
    await owner.connectFeed();
    expectProblem(await owner.restore(), 'NOTHING_TO_RESTORE');
  });

  test('the snapshot that was chosen, also when it is not the latest', async () => {
    const owner = await Client.signUp(world.url);
    for (const amount of ['1.00', '2.00', '3.00']) {
      await owner.post(owner.of('/journal-entries'), entry(amount));
      expect((await owner.reset()).status).toBe(201);
    }
    const [third, second, first] = await snapshotsOf(owner);
    expect((await owner.restore({ snapshotId: first!.id })).body).toMatchObject({ restored: { id: first!.id } });
    expect(await debits(owner)).toBe('1.00');
    expect((await owner.restore({ snapshotId: third!.id.toUpperCase() })).body).toMatchObject({
      restored: { id: third!.id },
    });
    expect(await debits(owner)).toBe('3.00');
    // Without a choice: the latest reset that is still undone nowhere.
    expect((await owner.restore()).body).toMatchObject({ restored: { id: second!.id } });
    expect(await debits(owner)).toBe('2.00');
  });

  test('never a snapshot of another business, one that there is not, or the books that are open', async () => {
    const [owner, other] = await Promise.all([ownerWithASnapshot(), ownerWithASnapshot()]);
    const [theirs] = await snapshotsOf(other);
    const [own] = await snapshotsOf(owner);
    await owner.restore({ snapshotId: own!.id });
    for (const snapshotId of [theirs!.id, own!.id, newId()]) {
      const event = await isRefused(owner, owner, 'restore', { code: 'NOT_FOUND', actor: OWNER, ask: { snapshotId } });
      expect(event.data.operation_id).toBeDefined();
      expectProblem(await owner.get(owner.of(`/restore-preview?snapshot=${snapshotId}`)), 'NOT_FOUND');
      expectProblem(await owner.get(owner.of(`/snapshots/${snapshotId}/counts`)), 'NOT_FOUND');
      expectProblem(await owner.get(owner.of(`/snapshots/${snapshotId}/journal-entries`)), 'NOT_FOUND');
    }
    expect(await snapshotsOf(other)).toEqual([expect.objectContaining({ id: theirs!.id })]);
  });

  test('not one whose time is over, before and after its rows are gone', async () => {
    const owner = await ownerWithASnapshot();
    const [snapshot] = await snapshotsOf(owner);
    const expired = { code: 'SNAPSHOT_EXPIRED', actor: OWNER } as const;
    shiftClock(DAY_MS + MINUTE_MS);
    await owner.confirmSession();
    await isRefused(owner, owner, 'restore', expired);
    await isRefused(owner, owner, 'restore', { ...expired, ask: { snapshotId: snapshot!.id } });
    expect(await blockersOf(owner, 'restore', snapshot!.id)).toEqual(['SNAPSHOT_EXPIRED']);
    expectProblem(await owner.get(owner.of(`/snapshots/${snapshot!.id}/trial-balance`)), 'SNAPSHOT_EXPIRED');
    shiftClock(0);
    // The database believes its own clock only before it lets rows go.
    await admin.query('UPDATE books SET expires_at = SYSDATE(6) - INTERVAL 1 SECOND WHERE id = ?', [
      idToBytes(snapshot!.id),
    ]);
    while (await world.app.get(SnapshotExpiry).purgeNext());
    await isRefused(owner, owner, 'restore', { ...expired, ask: { snapshotId: snapshot!.id } });
    expect((await snapshotsOf(owner)).map(({ state }) => state)).toEqual(['expired']);
    expect((await owner.counts()).journalEntries).toBe(1);
  });
});

describe('the preview', () => {
  test('of a reset says of each state what the attempt then answers, with the counts that become the snapshot', async () => {
    const owner = await Client.signUp(world.url);
    await owner.import(smallFec('previewed', 5));
    const feed = await owner.connectFeed();
    const partner = await owner.invite('owner');
    expect(await blockersOf(partner, 'reset')).toEqual(['NOT_ORIGINAL_OWNER', 'BANK_FEEDS_CONNECTED']);
    expectProblem(await partner.reset({ signUpEmail: owner.email }), 'NOT_ORIGINAL_OWNER');
    const blocked = await owner.get<{ blockers: unknown[] }>(owner.of('/reset-preview'));
    expect(blocked.body.blockers).toEqual([
      expect.objectContaining({ code: 'BANK_FEEDS_CONNECTED', feeds: [expect.objectContaining({ id: feed.id })] }),
    ]);
    expectProblem(await owner.reset(), 'BANK_FEEDS_CONNECTED');
    await owner.disconnectFeed(feed.id);
    const { body } = await owner.get<{ allowed: boolean; replaces: object; keeps: string[] }>(
      owner.of('/reset-preview'),
    );
    expect(body).toMatchObject({ allowed: true, blockers: [], replaces: await owner.counts() });
    expect(body.keeps.length).toBeGreaterThan(4);
    const { snapshot } = (await owner.reset()).body as { snapshot: { id: string } };
    expect((await owner.get(owner.of(`/snapshots/${snapshot.id}/counts`))).body).toEqual(body.replaces);
  });

  test('of a restore says what comes back and what is overwritten', async () => {
    const owner = await ownerWithASnapshot();
    await owner.post(owner.of('/contacts'), { name: 'New' });
    const now = await owner.counts();
    const { body } = await owner.get<{ allowed: boolean; restores: { snapshot: { id: string }; counts: object } }>(
      owner.of('/restore-preview'),
    );
    expect(body).toMatchObject({
      allowed: true,
      blockers: [],
      overwrites: now,
      restores: { counts: { journalEntries: 1, contacts: 0 } },
    });
    const answer = await owner.restore();
    expect(answer.body).toMatchObject({ restored: { id: body.restores.snapshot.id } });
    expect(await owner.counts()).toEqual(body.restores.counts);
    const replaced = (answer.body.replaced as { id: string }).id;
    expect((await owner.get(owner.of(`/snapshots/${replaced}/counts`))).body).toEqual(now);
  });

  test('while an import runs names the job', async () => {
    const owner = await ownerWithASnapshot();
    await whileAnImportRuns(owner, async () => {
      for (const kind of KINDS) expect(await blockersOf(owner, kind)).toEqual(['WRITE_IN_PROGRESS']);
    });
    for (const kind of KINDS) expect(await blockersOf(owner, kind)).toEqual([]);
  });

  test('writes nothing', async () => {
    const owner = await ownerWithASnapshot();
    const [content, events] = [await contentOf(admin), await rows(admin, 'SELECT COUNT(*) AS n FROM audit_events')];
    for (const kind of KINDS) expect(await blockersOf(owner, kind)).toEqual([]);
    expect(await contentOf(admin)).toEqual(content);
    expect(await rows(admin, 'SELECT COUNT(*) AS n FROM audit_events')).toEqual(events);
  });
});
