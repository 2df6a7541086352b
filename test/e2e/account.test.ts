import { DAY_MS, HOUR_MS, MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { Client, PASSWORD } from '../builders/client.js';
import { confirmAddress, mailsTo, makeMember, sendInvitation, tokenTo } from '../builders/mailbox.js';
import { formTo, PageReader } from '../builders/pages.js';
import { expectProblem } from '../builders/problems.js';
import { rows } from '../setup/sql.js';
import { Scene } from '../setup/scene.js';

const OTHER_PASSWORD = 'another horse battery';
let fresh = 0;
const freshAddress = () => `fresh-${process.pid}-${(fresh += 1)}@example.test`;

describe('the account of a person of a business', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.start('account', { TRUST_PROXY: 'loopback' });
  });
  afterEach(() => shiftClock(0));
  afterAll(() => scene.stop());

  const signIn = (email: string, password = PASSWORD) => new Client(scene.url).post('/sessions', { email, password });
  const isOpen = async (client: Client) => (await client.get('/me')).status === 200;
  const typesOf = async (client: Client) => {
    const sql = 'SELECT type FROM audit_events WHERE subject = ? ORDER BY id';
    return (await rows<{ type: string }>(scene.sql.admin, sql, [`user/${await client.userId()}`])).map(
      ({ type }) => type,
    );
  };

  describe('an invitation', () => {
    const listed = async (owner: Client) =>
      (await owner.get<{ items: { id: string; email: string; role: string }[] }>(owner.of('/invitations'))).body.items;
    const membersOf = async (owner: Client) =>
      (await owner.get<{ items: { email: string }[] }>(owner.of('/members'))).body.items.map(({ email }) => email);

    test('makes nobody a member who signs up first under the address: the mailed link does, whoever holds it', async () => {
      const owner = await Client.signUp(scene.url);
      const email = freshAddress();
      const { token } = await sendInvitation(owner, email, 'accountant');
      const squatter = await Client.signUp(scene.url, { email });
      expectProblem(await squatter.get(owner.of('')), 'NOT_FOUND');
      expect(await membersOf(owner)).toEqual([owner.email]);
      const known = await Client.signUp(scene.url);
      expect((await known.get(`/invitations/${token}`)).body).toMatchObject({
        email,
        role: 'accountant',
        invitedBy: owner.email,
      });
      const joined = await known.post(`/invitations/${token}/acceptance`, {});
      expect(joined).toMatchObject({ status: 201, body: { business: { id: owner.businessId } } });
      expect(await membersOf(owner)).toEqual([owner.email, known.email]);
      expectProblem(await squatter.post(`/invitations/${token}/acceptance`, {}), 'NOT_FOUND');
      const granted = (await owner.events()).find(({ type }) => type === 'membership.granted')!;
      expect(granted.data).toMatchObject({
        actor: { id: await known.userId() },
        details: { user_id: await known.userId(), role: 'accountant', invitation_id: expect.any(String) },
      });
    });

    test('is listed, sent again with another link, withdrawn, and over after a week', async () => {
      const owner = await Client.signUp(scene.url);
      const email = freshAddress();
      const { invitation, token } = await sendInvitation(owner, email, 'viewer');
      expect(await listed(owner)).toMatchObject([{ id: invitation, email, role: 'viewer' }]);
      expect((await owner.post(owner.of(`/invitations/${invitation}/mails`), {})).status).toBe(201);
      const newer = await tokenTo(scene.url, email, '/invitations');
      expectProblem(await owner.get(`/invitations/${token}`), 'NOT_FOUND');
      expect((await owner.get(`/invitations/${newer}`)).status).toBe(200);
      shiftClock(7 * DAY_MS + MINUTE_MS);
      expectProblem(await owner.get(`/invitations/${newer}`), 'NOT_FOUND');
      expect(await listed(owner)).toHaveLength(1);
      shiftClock(0);
      expect((await owner.delete(owner.of(`/invitations/${invitation}`))).status).toBe(204);
      expectProblem(await owner.get(`/invitations/${newer}`), 'NOT_FOUND');
      expect(await listed(owner)).toEqual([]);
      expectProblem(await owner.delete(owner.of(`/invitations/${invitation}`)), 'NOT_FOUND');
      const types = (await owner.events()).map(({ type }) => type).filter((type) => type.startsWith('membership'));
      expect(types).toEqual(['membership.invitation-withdrawn', 'membership.invitation-resent', 'membership.invited']);
    });

    test('of an address that waits already takes the place of the one before', async () => {
      const owner = await Client.signUp(scene.url);
      const email = freshAddress();
      const first = await sendInvitation(owner, email, 'viewer');
      await sendInvitation(owner, email.toUpperCase(), 'bookkeeper');
      expect(await listed(owner)).toMatchObject([{ role: 'bookkeeper' }]);
      expectProblem(await owner.get(`/invitations/${first.token}`), 'NOT_FOUND');
    });

    test('waits no more when who invited is taken out, or may not invite any more', async () => {
      const owner = await Client.signUp(scene.url);
      for (const end of ['removal', 'role'] as const) {
        const partner = await owner.invite('owner');
        await confirmAddress(partner);
        const { token } = await sendInvitation(partner, freshAddress(), 'owner');
        if (end === 'removal') await owner.remove(partner);
        else await owner.post(owner.of('/members'), { email: partner.email, role: 'accountant' });
        expectProblem(await owner.get(`/invitations/${token}`), 'NOT_FOUND');
      }
    });

    test('is not sent for somebody whose own address is not confirmed, and only so often to one address', async () => {
      const owner = await Client.signUp(scene.url);
      const email = freshAddress();
      expectProblem(await owner.post(owner.of('/members'), { email, role: 'viewer' }), 'ADDRESS_NOT_CONFIRMED');
      expect(await mailsTo(scene.url, email)).toEqual([]);
      await confirmAddress(owner);
      for (let sent = 0; sent < 5; sent++) await sendInvitation(owner, email, 'viewer');
      expectProblem(await owner.post(owner.of('/members'), { email, role: 'viewer' }), 'TOO_MANY_REQUESTS');
      expect(await mailsTo(scene.url, email)).toHaveLength(5);
    });

    test('is joined once: a member is told so, and a member’s role is changed without one', async () => {
      const owner = await Client.signUp(scene.url);
      const member = await owner.invite('viewer');
      const { token } = await sendInvitation(owner, freshAddress(), 'owner');
      expectProblem(await member.post(`/invitations/${token}/acceptance`, {}), 'ALREADY_EXISTS');
      expect((await member.get(member.of(''))).body.role).toBe('viewer');
      const changed = await owner.post(owner.of('/members'), { email: member.email, role: 'bookkeeper' });
      expect(changed).toMatchObject({ status: 201, body: { state: 'member', member: { role: 'bookkeeper' } } });
      expect((await member.get(member.of(''))).body.role).toBe('bookkeeper');
    });

    test('is opened by a person with an account, who comes back to it after signing in', async () => {
      const [owner, person] = [await Client.signUp(scene.url), await Client.signUp(scene.url)];
      const { token } = await sendInvitation(owner, freshAddress(), 'viewer');
      const reader = new PageReader(scene.url);
      const shown = await reader.open(`/invitations/${token}`);
      expect(shown.text).toContain(owner.email);
      const asked = await reader.open(shown.links.find((link) => link.startsWith('/sign-in'))!);
      const back = await reader.send(asked, formTo(asked, '/sign-in'), { email: person.email, password: PASSWORD });
      expect(back.path).toBe(`/invitations/${token}`);
      const joined = await reader.send(back, formTo(back, '/acceptance'));
      expect(joined.path).toBe(`/b/${owner.businessId}`);
      expect((await reader.open(`/invitations/${token}`)).title).toBe('This link is not good any more');
    });

    test('is joined under a new account, whose address is confirmed by it; who has one is told to sign in', async () => {
      const owner = await Client.signUp(scene.url);
      const email = freshAddress();
      const { token } = await sendInvitation(owner, email, 'bookkeeper');
      const reader = new PageReader(scene.url);
      const shown = await reader.open(`/invitations/${token}`);
      const refused = await reader.send(shown, formTo(shown, '/account'), { newPassword: 'password12' });
      expect(refused).toMatchObject({ status: 422 });
      const joined = await reader.send(refused, formTo(refused, '/account'), { newPassword: PASSWORD });
      expect(joined).toMatchObject({ status: 200, path: `/b/${owner.businessId}` });
      expect(joined.text).not.toContain('Confirm your e-mail address');
      const [known, again] = [await Client.signUp(scene.url), new PageReader(scene.url)];
      const taken = await sendInvitation(owner, known.email, 'viewer');
      const page = await again.open(`/invitations/${taken.token}`);
      const told = await again.send(page, formTo(page, '/account'), { newPassword: PASSWORD });
      expect(told.status).toBe(409);
      expect(told.text).toContain('sign in to join');
    });
  });

  describe('the address of the sign-up', () => {
    test('is confirmed by the mailed link, once; nothing of the first hour waits for it', async () => {
      const owner = await Client.withBooks(scene.url);
      const reader = new PageReader(scene.url, owner.token);
      const home = await reader.open(`/b/${owner.businessId}`);
      expect(home.text).toContain('Confirm your e-mail address');
      expect((await owner.reset()).status).toBe(201);
      const first = await tokenTo(scene.url, owner.email, '/confirm-address');
      const sent = await reader.send(home, formTo(home, '/address-confirmation'));
      expect(sent.text).toContain('mailed again');
      expect((await reader.open(`/confirm-address/${first}`)).status).toBe(404);
      const link = await reader.open(`/confirm-address/${await tokenTo(scene.url, owner.email, '/confirm-address')}`);
      expect((await reader.open(`/b/${owner.businessId}`)).text).toContain('Confirm your e-mail address');
      const done = await reader.send(link, link.forms.at(-1)!);
      expect(done.title).toBe('Your address is confirmed');
      expect((await reader.send(link, link.forms.at(-1)!)).status).toBe(404);
      expect((await reader.open(`/b/${owner.businessId}`)).text).not.toContain('Confirm your e-mail address');
      expect(await typesOf(owner)).toContain('user.address-confirmed');
      expect((await owner.post('/me/address-confirmations', {})).status).toBe(202);
      expect(await mailsTo(scene.url, owner.email)).toHaveLength(3);
    });
  });

  describe('a forgotten password', () => {
    const ask = (email: string, from = '198.51.100.7') =>
      new Client(scene.url).post('/password-resets', { email }, { 'X-Forwarded-For': from });

    test('is replaced by the mailed link, once and within the hour; every session ends, and the address is told', async () => {
      const owner = await Client.signUp(scene.url);
      expect(await ask(owner.email)).toMatchObject({ status: 202, body: '' });
      const token = await tokenTo(scene.url, owner.email, '/new-password');
      const reader = new PageReader(scene.url);
      const shown = await reader.open(`/new-password/${token}`);
      const bad = await reader.send(shown, shown.forms.at(-1)!, { newPassword: 'password12' });
      expect(bad.status).toBe(422);
      const done = await reader.send(bad, bad.forms.at(-1)!, { newPassword: OTHER_PASSWORD });
      expect(done.title).toBe('Your password is changed');
      expect((await reader.send(shown, shown.forms.at(-1)!, { newPassword: PASSWORD })).status).toBe(404);
      expect(await isOpen(owner)).toBe(false);
      expectProblem(await signIn(owner.email), 'UNAUTHENTICATED');
      const again = await signIn(owner.email, OTHER_PASSWORD);
      expect(again.status).toBe(201);
      expect((await mailsTo(scene.url, owner.email)).at(-1)!.subject).toBe('Your password has changed');
      const now = new Client(scene.url, again.body.token as string, owner.email);
      expect(await typesOf(now)).toEqual(
        expect.arrayContaining(['user.password-reset-asked', 'user.address-confirmed', 'user.password-reset']),
      );
      await ask(owner.email);
      const late = await tokenTo(scene.url, owner.email, '/new-password');
      shiftClock(HOUR_MS + MINUTE_MS);
      expect((await reader.open(`/new-password/${late}`)).status).toBe(404);
    });

    test('is answered the same for an address that nobody has, and asked for only so often', async () => {
      const owner = await Client.signUp(scene.url);
      const nobody = freshAddress();
      const [known, unknown] = [await ask(owner.email), await ask(nobody)];
      expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
      expect(await mailsTo(scene.url, nobody)).toEqual([]);
      for (let asked = 1; asked < 5; asked++) for (const email of [owner.email, nobody]) await ask(email);
      const answers = [await ask(owner.email, '203.0.113.5'), await ask(nobody, '203.0.113.6')];
      for (const answer of answers) expectProblem(answer, 'TOO_MANY_REQUESTS');
    });

    test('cannot be chosen by a link whose account has another address by now', async () => {
      const owner = await Client.signUp(scene.url);
      await ask(owner.email);
      const token = await tokenTo(scene.url, owner.email, '/new-password');
      await scene.sql.admin.query('UPDATE users SET email = ?, email_key = ? WHERE email = ?', [
        `moved-${owner.email}`,
        `moved-${owner.email}`,
        owner.email,
      ]);
      expect((await new PageReader(scene.url).open(`/new-password/${token}`)).status).toBe(404);
    });
  });

  describe('a password', () => {
    test('is changed with the present one; other sessions end, and the address is told', async () => {
      const owner = await Client.signUp(scene.url);
      const other = await owner.signInAgain();
      const change = (password: string, newPassword: string) =>
        owner.request('PUT', '/me/password', {
          body: JSON.stringify({ password, newPassword }),
          headers: { 'Content-Type': 'application/json' },
        });
      expectProblem(await change('not the password', OTHER_PASSWORD), 'FORBIDDEN');
      expectProblem(await change(PASSWORD, 'password12'), 'VALIDATION');
      expect(await isOpen(other)).toBe(true);
      expect((await change(PASSWORD, OTHER_PASSWORD)).status).toBe(204);
      expect([await isOpen(owner), await isOpen(other)]).toEqual([true, false]);
      expect((await mailsTo(scene.url, owner.email)).at(-1)!.subject).toBe('Your password has changed');
      expect((await signIn(owner.email, OTHER_PASSWORD)).status).toBe(201);
    });
  });

  describe('sessions', () => {
    test('are listed with what opened them, and ended one by one or all but this one', async () => {
      const owner = await Client.signUp(scene.url);
      const reader = new PageReader(scene.url);
      const page = await reader.open('/sign-in');
      await reader.send(page, formTo(page, '/sign-in'), { email: owner.email, password: PASSWORD });
      const others = await Promise.all([owner.signInAgain(), owner.signInAgain()]);
      const list = async () =>
        (await owner.get<{ items: { id: string; isThisOne: boolean; address: string }[] }>('/sessions')).body.items;
      const before = await list();
      expect(before).toHaveLength(4);
      expect(before.filter(({ isThisOne }) => isThisOne)).toHaveLength(1);
      expect(before[0]!.address).toMatch(/127\.0\.0\.1/);
      const [theirs] = (
        await others[0].get<{ items: { id: string; isThisOne: boolean }[] }>('/sessions')
      ).body.items.filter(({ isThisOne }) => isThisOne);
      expect((await owner.delete(`/sessions/${theirs!.id}`)).status).toBe(204);
      expect([await isOpen(others[0]), await isOpen(others[1])]).toEqual([false, true]);
      const stranger = await Client.signUp(scene.url);
      expectProblem(await stranger.delete(`/sessions/${before[0]!.id}`), 'NOT_FOUND');
      expect((await owner.delete('/sessions')).status).toBe(204);
      expect(await list()).toHaveLength(1);
      expect([await isOpen(owner), await isOpen(others[1])]).toEqual([true, false]);
      expect(await typesOf(owner)).toEqual(expect.arrayContaining(['session.ended', 'user.sessions-ended']));
      expect((await reader.open('/account')).path).toContain('/sign-in');
    });
  });

  test('somebody who belongs to several businesses by invitation sees them all', async () => {
    const [owner, person] = [await Client.signUp(scene.url), await Client.signUp(scene.url)];
    await makeMember(owner, person, 'viewer');
    expect((await person.get<{ items: unknown[] }>('/businesses')).body.items).toHaveLength(2);
  });
});
