import { AddressList } from '../../src/platform/config/address-list.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { StaffRequests } from '../../src/people/identity/staff-requests.service.js';
import type { StaffRole } from '../../src/platform/kernel/actor.js';
import { DAY_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { codeOf, oneTimePasswordOf, PanelClient } from '../builders/panel-client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { secondProcess } from '../setup/test-app.js';

describe('the rights of staff', () => {
  let scene: Scene;
  let one: PanelClient;
  let other: PanelClient;

  beforeAll(async () => {
    scene = await Scene.start('staff-rights', { PANEL: 'on' });
    [one, other] = [await hired('operator'), await hired('operator')];
  });
  afterEach(() => shiftClock(0));
  afterAll(() => scene.stop());

  const hired = (role: StaffRole) => PanelClient.signedIn(scene.world.app, scene.url, role);
  const accounts = () => scene.world.app.get(StaffAccounts);
  const idOf = ({ email }: PanelClient) => accounts().idOf(email);
  const post = (by: PanelClient, page: string, command: string, given: object) =>
    by.post(`/api/pages/${page}`, { command, ...given });
  const why = { reason: 'OTHER_WORK', ticket: 'OPS-1' };
  const askRole = async (by: PanelClient, id: string, role: StaffRole) => {
    const answer = await post(by, 'staff-account', 'change-role', { id, role, ...why });
    const { pending } = (await by.get('/api/pages/staff-requests')).json;
    return { answer, request: pending.find(({ staffId }: { staffId?: string }) => staffId === id)?.id as string };
  };
  const decide = (by: PanelClient, command: 'approve' | 'refuse', request: string) =>
    post(by, 'staff-requests', command, { request });
  const eventsOf = async (subject: string) =>
    (
      await rows<{ payload: Buffer }>(
        scene.sql.owner,
        'SELECT payload FROM audit_events WHERE subject = ? ORDER BY id',
        [subject],
      )
    ).map(({ payload }) => JSON.parse(payload.toString('utf8')));
  const isIn = async (client: PanelClient) => (await client.get('/api/dashboard')).status === 200;

  test('grow by two operators: one asks with a reason and a ticket, another one does it by approving', async () => {
    const client = await hired('support');
    const id = await idOf(client);
    const { answer, request } = await askRole(one, id, 'support-lead');
    expect(answer.json).toMatchObject({ happened: 'waits', account: { role: 'support', waiting: [{ id: request }] } });
    expect(await isIn(client)).toBe(true);
    expect(await decide(one, 'approve', request)).toMatchObject({ status: 403 });
    expect((await accounts().find(id))!.role).toBe('support');
    expect((await decide(other, 'approve', request)).status).toBe(200);
    expect((await accounts().find(id))!.role).toBe('support-lead');
    expect(await isIn(client)).toBe(false);
    const said = (await eventsOf(`staff/${id}`)).filter(({ type }) => /change|role/.test(type));
    expect(said).toMatchObject([
      { type: 'staff.change-asked', data: { ticket: 'OPS-1', actor: { id: await idOf(one) }, outcome: 'pending' } },
      { type: 'staff.change-approval-denied', data: { reason: 'FORBIDDEN', actor: { id: await idOf(one) } } },
      {
        type: 'staff.role-changed',
        data: { ticket: 'OPS-1', actor: { id: await idOf(other) }, details: { asked_by: await idOf(one) } },
      },
    ]);
  });

  test('shrink by one operator at once', async () => {
    const id = await idOf(await hired('support-lead'));
    const answer = await post(one, 'staff-account', 'change-role', { id, role: 'support', ...why });
    expect(answer.json).toMatchObject({ happened: 'done', account: { role: 'support' } });
  });

  test('do not grow by a request about oneself, one that was decided, nor one whose time is over', async () => {
    const third = await hired('operator');
    await accounts().changeRole(
      { type: 'system', id: 'test', origin: { requestId: 'test' } },
      await idOf(third),
      'support',
    );
    const about = await idOf(third);
    const { request } = await askRole(one, about, 'operator');
    expect((await decide(third, 'approve', request)).status).toBe(401);
    expect((await decide(other, 'refuse', request)).status).toBe(200);
    expect(await decide(other, 'approve', request)).toMatchObject({ status: 409, json: { code: 'INVALID_STATE' } });
    const late = await askRole(one, about, 'compliance');
    shiftClock(DAY_MS + 1000);
    await other.signIn();
    expect(await decide(other, 'approve', late.request)).toMatchObject({ status: 409 });
    const requests = scene.world.app.get(StaffRequests);
    while (await requests.expireNext());
    shiftClock(0);
    await other.signIn();
    const { decided } = (await other.get('/api/pages/staff-requests')).json;
    expect(decided.find(({ id }: { id: string }) => id === late.request)).toMatchObject({ state: 'expired' });
    expect((await accounts().find(about))!.role).toBe('support');
    // What was decided does not change, by SQL neither.
    await expect(
      scene.sql.owner.query("UPDATE staff_requests SET state = 'approved' WHERE state = 'expired'"),
    ).rejects.toThrow(/DECIDED/);
  });

  test('of a new account begin with a password that its owner alone gets', async () => {
    const email = `${newId()}@ardoise.test`;
    const asked = await post(one, 'staff-new', 'add', { email, role: 'support', reason: 'JOINED', ticket: 'OPS-2' });
    expect(asked.json).toEqual({ email, role: 'support' });
    const { pending } = (await other.get('/api/pages/staff-requests')).json;
    const answer = await decide(other, 'approve', pending.find((row: { email: string }) => row.email === email).id);
    const client = new PanelClient(scene.url, email);
    const password = await oneTimePasswordOf(client);
    expect(JSON.stringify([asked.json, answer.json])).not.toContain(password);
    expect((await client.signIn(password)).headers.get('location')).toBe('/admin');
  });

  test('end with one session: an operator ends it with a reason, its person without; the others go on', async () => {
    const laptop = await hired('support');
    const id = await idOf(laptop);
    const phone = new PanelClient(scene.url, laptop.email);
    await phone.form('/sign-in', { email: phone.email, password: 'correct horse battery staple' });
    await phone.signIn();
    const { sessions } = (await one.get(`/api/pages/staff-account?id=${id}`)).json;
    expect(sessions[0]).toMatchObject({ address: expect.stringMatching(/127\.0\.0\.1/), method: 'password' });
    const given = { id, session: sessions[0].id, reason: 'LEFT_OPEN', ticket: 'OPS-3' };
    expect((await post(one, 'staff-account', 'end-sessions', given)).json).toMatchObject({ happened: 'done' });
    expect([await isIn(laptop), await isIn(phone)]).toEqual([true, false]);
    expect((await eventsOf(`staff/${id}`)).at(-1).data.details).toEqual({ sessions: 1, session_id: sessions[0].id });

    await phone.signIn();
    const page = await laptop.get('/account');
    expect(page.text).toContain('127.0.0.1');
    const [mine] = (await one.get(`/api/pages/staff-account?id=${id}`)).json.sessions;
    const stranger = await hired('support');
    expect((await stranger.form('/account/sessions', { session: mine.id })).headers.get('location')).toMatch(
      /session-gone/,
    );
    expect(await isIn(phone)).toBe(true);
    expect((await laptop.form('/account/sessions', { session: mine.id })).headers.get('location')).toMatch(
      /session-ended/,
    );
    expect([await isIn(laptop), await isIn(phone)]).toEqual([true, false]);
  });

  test('are used only from the addresses that the settings name; a session from elsewhere is none, and recorded once', async () => {
    const client = await hired('support');
    const fenced = await secondProcess(scene.world, { staffAddresses: new AddressList(['192.0.2.0/24']) });
    try {
      const there = new PanelClient(fenced.url, client.email, client.cookie);
      const page = await there.get('');
      expect([page.status, page.text.includes('n’est pas ouvert depuis votre réseau')]).toEqual([403, true]);
      expect(page.text).not.toContain('name="password"');
      expect((await there.get('/api/dashboard')).json).toMatchObject({ code: 'FORBIDDEN' });
      expect((await there.signIn()).status).toBe(403);
      const denied = await rows<{ payload: Buffer }>(
        scene.sql.owner,
        "SELECT payload FROM audit_events WHERE type = 'staff-session.denied' AND actor_id = ?",
        [await idOf(client)],
      );
      expect(denied.map(({ payload }) => JSON.parse(payload.toString('utf8')).data.reason)).toEqual([
        'ADDRESS_NOT_ALLOWED',
      ]);
      expect(await isIn(client)).toBe(true);
    } finally {
      await fenced.close();
    }
  });

  describe('are looked through each quarter', () => {
    test('each account is confirmed or removed by another person, and all of it signed for good', async () => {
      const reviewer = await hired('compliance');
      const gone = await hired('support');
      const phone = await hired('support');
      await phone.form('/second-factor/enrolment', { code: codeOf(await phone.beginEnrolment()) });
      expect((await reviewer.get('/api/pages/access-reviews')).json).toMatchObject({ isDue: true });
      const { reviewId: review } = (await post(reviewer, 'access-reviews', 'open', {})).json;
      const again = (await post(one, 'access-reviews', 'open', {})).json;
      expect(again).toEqual({ reviewId: review });
      const read = async (by = reviewer) => (await by.get(`/api/pages/access-review?id=${review}`)).json;
      const { rows: all } = await read();
      const rowOf = (client: PanelClient) => all.find(({ email }: { email: string }) => email === client.email);
      expect(rowOf(phone)).toMatchObject({ role: 'support', secondFactor: 'phone', roleBy: 'test' });
      expect(rowOf(gone)).toMatchObject({ secondFactor: 'none', decision: null });
      expect(rowOf(gone).lastUseAt).not.toBeNull();

      const put = (by: PanelClient, account: string, decision: string) =>
        post(by, 'access-review', 'decide', { review, account, decision });
      const own = await idOf(reviewer);
      expect((await put(reviewer, own, 'confirm')).status).toBe(403);
      expect((await eventsOf(`access-review/${review}`)).at(-1)).toMatchObject({
        type: 'access-review.decision-denied',
        data: { reason: 'FORBIDDEN' },
      });
      expect((await post(reviewer, 'access-review', 'sign', { review })).status).toBe(409);
      for (const { staffId, email } of all) {
        const by = staffId === own ? one : reviewer;
        expect((await put(by, staffId, email === gone.email ? 'remove' : 'confirm')).status).toBe(200);
      }
      expect((await post(one, 'access-review', 'sign', { review })).status).toBe(403);
      expect(await isIn(gone)).toBe(true);
      const { head } = (await post(reviewer, 'access-review', 'sign', { review })).json;
      expect(head).toMatchObject({ state: 'signed', signedBy: reviewer.email });
      expect(await isIn(gone)).toBe(false);
      expect((await eventsOf(`access-review/${review}`)).at(-1)).toMatchObject({
        type: 'access-review.signed',
        data: { details: { removed: 1, content_sha256: `sha256:${head.contentSha256}` } },
      });
      expect((await eventsOf(`staff/${await idOf(gone)}`)).at(-1).data).toMatchObject({ reason: 'ACCESS_REVIEW' });
      expect((await put(reviewer, await idOf(phone), 'remove')).status).toBe(409);
      await expect(scene.sql.owner.query("UPDATE access_review_items SET decision = 'remove'")).rejects.toThrow(
        /SIGNED/,
      );
      expect((await reviewer.get('/api/pages/access-reviews')).json).toMatchObject({ isDue: false });
    });
  });

  test('are one grid, with who holds each role for those who may know', async () => {
    const { holders } = (await one.get('/api/pages/permissions')).json;
    expect(holders.operator.emails).toEqual(expect.arrayContaining([one.email, other.email]));
    expect((await (await hired('support')).get('/api/pages/permissions')).json.holders).toBeUndefined();
  });
});
