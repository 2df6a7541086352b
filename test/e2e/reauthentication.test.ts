import { HOUR_MS, MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { formTo, PageReader } from '../builders/pages.js';
import { expectProblem } from '../builders/problems.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

const KINDS = ['reset', 'restore'] as const;
type Kind = (typeof KINDS)[number];

/** Whoever sits down at an open session cannot be told from its person: a switch asks again after an hour (SPEC §3.4). */
describe('a session older than an hour', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start('reauth');
  });
  afterEach(() => shiftClock(0));
  afterAll(() => scene.stop());

  /** There is something to reset, and something to return to. */
  async function ownerWithASnapshot(more: Record<string, unknown> = {}): Promise<Client> {
    const owner = await Client.withBooks(scene.url, more);
    expect((await owner.reset()).status).toBe(201);
    return owner.withContent();
  }
  const attempt = (owner: Client, kind: Kind, ask = {}) => (kind === 'reset' ? owner.reset(ask) : owner.restore(ask));
  const blockersOf = async (owner: Client, kind: Kind) =>
    (await owner.get<{ blockers: { code: string }[] }>(owner.of(`/${kind}-preview`))).body.blockers.map(
      ({ code }) => code,
    );
  const checkOf = async (owner: Client, kind: Kind, end: string) => {
    const event = (await owner.events()).find(({ type }) => type === `business.${kind}.${end}`)!;
    return {
      reason: event.data.reason,
      held: event.data.precondition!.find(({ name }) => name === 'recent-sign-in')?.held,
    };
  };
  const open = (owner: Client) => currentBook(scene.sql.admin, owner.businessId);

  test.each(KINDS)(
    'is asked again before a %s, which changes nothing, is recorded, and said by the preview',
    async (kind) => {
      const owner = await ownerWithASnapshot();
      const before = await open(owner);
      expect(await blockersOf(owner, kind)).toEqual([]);
      shiftClock(HOUR_MS + MINUTE_MS);
      expect(await blockersOf(owner, kind)).toEqual(['REAUTHENTICATION_REQUIRED']);
      const refused = await attempt(owner, kind);
      expectProblem(refused, 'REAUTHENTICATION_REQUIRED');
      expect(refused.status).toBe(403);
      expect(await open(owner)).toEqual(before);
      expect(await checkOf(owner, kind, 'denied')).toEqual({ reason: 'REAUTHENTICATION_REQUIRED', held: false });
      expect((await owner.confirmSession()).status).toBe(201);
      expect(await blockersOf(owner, kind)).toEqual([]);
      expect((await attempt(owner, kind)).status).toBe(201);
      expect(await checkOf(owner, kind, 'completed')).toEqual({ reason: undefined, held: true });
    },
  );

  test.each(KINDS)('is asked after the address of a %s, and before the books that were shown', async (kind) => {
    const owner = await ownerWithASnapshot();
    const expectedBookId = owner.businessId;
    shiftClock(HOUR_MS + MINUTE_MS);
    expectProblem(
      await attempt(owner, kind, { expectedBookId, signUpEmail: 'no@example.test' }),
      'SIGN_UP_EMAIL_MISMATCH',
    );
    expectProblem(await attempt(owner, kind, { expectedBookId }), 'REAUTHENTICATION_REQUIRED');
    await owner.confirmSession();
    expectProblem(await attempt(owner, kind, { expectedBookId }), 'BOOK_CHANGED');
  });

  test('is confirmed for an hour, and another session of the same person is not', async () => {
    const owner = await ownerWithASnapshot();
    const other = await owner.signInAgain();
    shiftClock(2 * HOUR_MS);
    const { body } = await owner.confirmSession();
    expect(Date.parse(body.freshUntil as string) - Date.parse(body.confirmedAt as string)).toBe(HOUR_MS);
    expectProblem(await other.reset(), 'REAUTHENTICATION_REQUIRED');
    shiftClock(3 * HOUR_MS + MINUTE_MS);
    expectProblem(await owner.reset(), 'REAUTHENTICATION_REQUIRED');
    const fresh = await owner.signInAgain();
    expect((await fresh.reset()).status).toBe(201);
  });

  test('is not confirmed by a wrong password, which counts and is recorded as a failed sign-in', async () => {
    const owner = await ownerWithASnapshot();
    shiftClock(2 * HOUR_MS);
    for (let tries = 0; tries < 10; tries++) expectProblem(await owner.confirmSession('not the password'), 'FORBIDDEN');
    expectProblem(await owner.confirmSession(), 'TOO_MANY_REQUESTS');
    expectProblem(await owner.reset(), 'REAUTHENTICATION_REQUIRED');
    const sql = "SELECT COUNT(*) AS n FROM audit_events WHERE type = 'session.denied' AND actor_id = ?";
    const [denied] = await rows<{ n: number }>(scene.sql.admin, sql, [await owner.userId()]);
    expect(Number(denied!.n)).toBe(10);
  });

  describe.each(KINDS)('on the page of a %s', (kind) => {
    const path = (owner: Client) =>
      `/b/${owner.businessId}/settings/personalisation/manage-your-data/${kind === 'reset' ? 'reset' : 'recover'}`;
    const action = kind === 'reset' ? '/reset' : '/recover';
    const done = kind === 'reset' ? 'Your data are reset' : 'Your data are back';

    test('shows no blocker but asks for the password in the same form; what was typed is kept', async () => {
      const owner = await ownerWithASnapshot();
      const reader = new PageReader(scene.url, owner.token);
      expect(formTo(await reader.open(path(owner)), action).values).not.toHaveProperty('password');
      shiftClock(2 * HOUR_MS);
      const shown = await reader.open(path(owner));
      expect(shown.text).not.toContain('blocks');
      const typed = { signUpEmail: owner.email, reason: 'A new start' };
      let again = shown;
      for (const [password, said] of [
        ['', 'Enter your password too'],
        ['not the password', 'This password is not right'],
      ] as const) {
        again = await reader.send(again, formTo(again, action), { ...typed, password });
        expect(again.status).toBe(403);
        expect(again.text).toContain(`${said}`);
        expect(again.text).toContain('Nothing has changed');
        expect(formTo(again, action).values).toMatchObject({ ...typed, password: '' });
      }
      const after = await reader.send(again, formTo(again, action), { password: 'correct horse battery' });
      expect(after).toMatchObject({ status: 200, title: done });
    });

    test('which was opened in time and sent too late, asks then, and says that nothing has changed', async () => {
      const owner = await ownerWithASnapshot();
      const reader = new PageReader(scene.url, owner.token);
      const shown = await reader.open(path(owner));
      const before = await open(owner);
      shiftClock(2 * HOUR_MS);
      const again = await reader.send(shown, formTo(shown, action), { signUpEmail: owner.email });
      expect(again.status).toBe(403);
      expect(again.text).toContain('Nothing has changed');
      expect(await open(owner)).toEqual(before);
      const after = await reader.send(again, formTo(again, action), { password: 'correct horse battery' });
      expect(after).toMatchObject({ status: 200, title: done });
    });
  });
});
