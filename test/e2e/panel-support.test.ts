import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { STAFF_ROLES, systemActor, type StaffRole } from '../../src/platform/kernel/actor.js';
import { idToBytes, newId } from '../../src/platform/kernel/ids.js';
import { Approvals } from '../../src/support/approvals.service.js';
import { Client, PASSWORD, type AuditEvent } from '../builders/client.js';
import { isOfJoining } from '../builders/mailbox.js';
import { PanelClient } from '../builders/panel-client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** Support actions, approvals and holds at the panel's API, as every role meets them. */
describe('support at the panel', () => {
  let scene: Scene;
  let owner: Client;
  const staff = {} as Record<StaffRole, PanelClient>;
  let otherLead: PanelClient;

  beforeAll(async () => {
    scene = await Scene.start('panel-support', { PANEL: 'on' });
    const signedIn = (role: StaffRole) => PanelClient.signedIn(scene.world.app, scene.url, role);
    for (const role of STAFF_ROLES) staff[role] = await signedIn(role);
    otherLead = await signedIn('support-lead');
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url, { businessName: 'Atelier Lachance' });
  });

  const why = (more: Record<string, unknown> = {}) => ({
    reason: 'The owner asked by phone and gave the code',
    ticket: 'SUP-1',
    idempotencyKey: newId(),
    ...more,
  });
  const ask = (who: PanelClient, command: string, targetId?: string, more: Record<string, unknown> = {}) =>
    who.post('/api/pages/support-action', { command, businessId: owner.businessId, targetId, ...why(more) });
  const preview = (who: PanelClient, action: string, target?: string) => {
    const query = new URLSearchParams({ business: owner.businessId, action, ...(target && { target }) });
    return who.get(`/api/pages/support-action?${query.toString()}`);
  };
  const decide = (who: PanelClient, command: 'approve' | 'refuse', requestId: string, more = {}) =>
    who.post('/api/pages/requests', { command, requestId, idempotencyKey: newId(), ...more });
  const pending = async (who = staff['support-lead']) => {
    const { json } = await who.get('/api/pages/requests');
    return json.pending.filter((row: { business: { id: string } }) => row.business.id === owner.businessId);
  };
  const eventsOf = async (type: string) => (await owner.events()).filter((event) => event.type === type);
  const idOf = async ({ email }: PanelClient) =>
    (await scene.world.app.get(StaffAccounts).list()).find((account) => account.email === email)!.id;
  const feedState = async (id: string) =>
    (await owner.get<{ items: { id: string; state: string }[] }>(owner.of('/bank-feeds'))).body.items.find(
      (feed) => feed.id === id,
    )!.state;
  const mailsTo = async (email: string) =>
    (await rows<{ body: string }>(scene.sql.admin, "SELECT body FROM outbox_messages WHERE topic = 'mail' ORDER BY id"))
      .map(({ body }) => JSON.parse(body) as { to: string; subject: string; text: string })
      .filter((mail) => mail.to === email && !isOfJoining(mail));
  const dataOf = (event: AuditEvent | undefined) => event?.data as unknown;

  describe('a bank feed', () => {
    test('is disconnected once somebody else approves; the events name both people', async () => {
      const feed = await owner.connectFeed();
      const asked = await ask(staff.support, 'disconnect-feed', feed.id);
      expect(asked).toMatchObject({ status: 200, json: { happened: 'waits-for-approval' } });
      expect(await feedState(feed.id)).toBe('connected');
      expect((await preview(staff.support, 'disconnect-feed', feed.id)).json.blocker).toBe('asked-already');
      expect(await ask(otherLead, 'disconnect-feed', feed.id)).toMatchObject({
        status: 409,
        json: { code: 'INVALID_STATE' },
      });

      const [row] = await pending();
      expect(row).toMatchObject({
        id: asked.json.requestId,
        askedBy: staff.support.email,
        ticket: 'SUP-1',
        reason: 'The owner asked by phone and gave the code',
        isOwn: false,
        facts: { action: 'disconnect-feed', account: 'Chequing', state: 'connected' },
      });
      expect((await decide(staff['support-lead'], 'approve', row.id)).status).toBe(200);
      expect(await feedState(feed.id)).toBe('disconnected');
      expect(await pending()).toEqual([]);

      const [support, lead] = await Promise.all([idOf(staff.support), idOf(staff['support-lead'])]);
      const [request] = await eventsOf('support.requested');
      expect(dataOf(request)).toMatchObject({ ticket: 'SUP-1', actor: { id: support }, operation_id: row.id });
      const [done] = await eventsOf('support.feed-disconnected');
      expect(dataOf(done)).toMatchObject({
        ticket: 'SUP-1',
        actor: { id: lead },
        details: { asked_by: support, target_id: feed.id },
      });
      const [moved] = await eventsOf('bank-feed.disconnected');
      expect(dataOf(moved)).toMatchObject({ ticket: 'SUP-1', actor: { type: 'staff', id: lead } });
      expect(JSON.stringify(await owner.events())).not.toContain('gave the code');
    });

    test('is not even asked for when it is disconnected, nor approved when it has been since', async () => {
      const feed = await owner.connectFeed();
      const { json } = await ask(staff.support, 'disconnect-feed', feed.id);
      await owner.disconnectFeed(feed.id);
      expect(await pending()).toMatchObject([{ blocker: 'disconnected-already' }]);
      expect((await decide(staff['support-lead'], 'approve', json.requestId)).status).toBe(409);
      const reason = 'The owner did it in the meantime';
      expect((await decide(staff['support-lead'], 'refuse', json.requestId, { reason })).status).toBe(200);
      expect((await preview(staff.support, 'disconnect-feed', feed.id)).json.blocker).toBe('disconnected-already');
      expect((await ask(staff.support, 'disconnect-feed', feed.id)).status).toBe(409);
      expect(await eventsOf('support.feed-disconnected')).toEqual([]);
      expect(await eventsOf('support.refused')).toHaveLength(1);
    });
  });

  describe('a decision', () => {
    const request = async (who = staff.support) => {
      const feed = await owner.connectFeed();
      const { json } = await ask(who, 'disconnect-feed', feed.id);
      return { feed, id: json.requestId as string };
    };

    test('is never on a request of one’s own, and trying is recorded', async () => {
      const { feed, id } = await request(staff['support-lead']);
      const reason = 'I have changed my mind about it';
      expect((await decide(staff['support-lead'], 'approve', id)).status).toBe(403);
      expect((await decide(staff['support-lead'], 'refuse', id, { reason })).status).toBe(403);
      expect(await eventsOf('support.approval-denied')).toHaveLength(2);
      expect(await pending()).toMatchObject([{ isOwn: true }]);
      expect(await feedState(feed.id)).toBe('connected');
      expect((await decide(otherLead, 'approve', id)).status).toBe(200);
    });

    test('is made once when two leads make it at the same time', async () => {
      const { id } = await request();
      const reason = 'Nobody could tell who was calling';
      const answers = await Promise.all([
        decide(staff['support-lead'], 'approve', id),
        decide(otherLead, 'approve', id),
        decide(otherLead, 'refuse', id, { reason }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
      const decided = [...(await eventsOf('support.feed-disconnected')), ...(await eventsOf('support.refused'))];
      expect(decided).toHaveLength(1);
    });

    test('comes too late after a day, which the log says', async () => {
      const { feed, id } = await request();
      const over = new Date(Date.now() - 1_000);
      // A day goes by only by hand, and by hand a request does not change as long as its trigger stands.
      await scene.sql.admin.query('DROP TRIGGER support_requests_refuse_update');
      await scene.sql.admin.query('UPDATE support_requests SET expires_at = ? WHERE id = ?', [over, idToBytes(id)]);
      expect(await pending()).toEqual([]);
      expect((await decide(otherLead, 'approve', id)).status).toBe(409);
      const approvals = scene.world.app.get(Approvals);
      expect([await approvals.expireNext(), await approvals.expireNext()]).toEqual([true, false]);
      expect((await decide(otherLead, 'approve', id)).status).toBe(409);
      expect(await feedState(feed.id)).toBe('connected');
      const [event] = await eventsOf('support.expired');
      expect(dataOf(event)).toMatchObject({ actor: { type: 'system' }, details: { request_id: id } });
      // It can be asked for again.
      expect((await ask(staff.support, 'disconnect-feed', feed.id)).status).toBe(200);
    });

    test('cannot be an approval when the account of who asked was disabled', async () => {
      const leaver = await PanelClient.signedIn(scene.world.app, scene.url, 'support');
      const { id } = await request(leaver);
      const accounts = scene.world.app.get(StaffAccounts);
      await accounts.disable(systemActor('test'), await accounts.idOf(leaver.email));
      expect(await pending()).toMatchObject([{ blocker: 'asker-disabled' }]);
      expect((await decide(otherLead, 'approve', id)).status).toBe(409);
    });
  });

  describe('mails', () => {
    test('the link goes at once to the owner’s address of today, in the owner’s language', async () => {
      const french = await Client.withBooks(scene.url, { locale: 'fr', businessName: 'Café Tournesol' });
      owner = french;
      const email = `new-${newId()}@example.test`;
      await scene.sql.admin.query('UPDATE users SET email = ?, email_key = ? WHERE email = ?', [
        email,
        email,
        french.email,
      ]);
      expect((await preview(staff.support, 'send-link')).json).toMatchObject({
        waits: false,
        facts: { to: { email, locale: 'fr' } },
      });
      const idempotencyKey = newId();
      const send = () => ask(staff.support, 'send-link', undefined, { idempotencyKey });
      const answers = await Promise.all([send(), send(), send()]);
      expect(new Set(answers.map(({ json }) => json.auditEventId)).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 200, json: { happened: 'done' } });
      const [mail, ...more] = await mailsTo(email);
      expect(more).toEqual([]);
      expect(mail!.text).toContain(`${scene.world.settings.publicUrl}/b/${owner.businessId}/settings`);
      expect(mail!.subject).toBe('Gérer les données de Café Tournesol');
      expect(await eventsOf('support.link-sent')).toHaveLength(1);
      expect(await ask(staff.support, 'send-link', undefined, { idempotencyKey, ticket: 'SUP-2' })).toMatchObject({
        status: 422,
        json: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    });

    test('the notice goes again to the same people, of the latest operation only', async () => {
      const partner = await owner.invite('owner');
      await owner.invite('viewer');
      expect((await preview(staff.support, 'resend-notice')).json).toMatchObject({ blocker: 'no-switch' });
      expect((await ask(staff.support, 'resend-notice')).status).toBe(409);
      const first = (await owner.reset()).body.id as string;
      await owner.withContent();
      await owner.reset();
      expect((await ask(staff.support, 'resend-notice', first)).status).toBe(409);
      expect((await preview(staff.support, 'resend-notice', first)).json.blocker).toBe('other-switch-since');
      expect((await ask(staff['support-lead'], 'resend-notice')).status).toBe(200);
      for (const { email } of [owner, partner]) {
        const [, latest, again, ...more] = (await mailsTo(email)).map(({ text }) => text);
        expect(again).toBe(latest);
        expect(more).toEqual([]);
      }
    });
  });

  test('a sign-in lock is lifted for a member who is locked out, and the person can try again at once', async () => {
    const id = await owner.userId();
    expect((await preview(staff.support, 'lift-sign-in-lock', id)).json).toMatchObject({
      blocker: 'no-lock',
      facts: { failures: 0, isLocked: false },
    });
    const signIn = async (password: string) =>
      (await new Client(scene.url).post('/sessions', { email: owner.email, password })).status;
    for (let failure = 0; failure < 10; failure++) expect(await signIn('wrong')).toBe(401);
    expect(await signIn(PASSWORD)).toBe(429);
    expect((await preview(staff.support, 'lift-sign-in-lock', id)).json).toMatchObject({
      facts: { email: owner.email, failures: 10, isLocked: true },
    });
    const { json } = await ask(staff.support, 'lift-sign-in-lock', id);
    expect((await decide(staff['support-lead'], 'approve', json.requestId)).status).toBe(200);
    expect(await signIn(PASSWORD)).toBe(201);
    expect(await eventsOf('support.sign-in-lock-lifted')).toHaveLength(1);
  });

  test('tells the form which fields are at fault', async () => {
    const faulty = { reason: 'short', ticket: 'not a ticket', idempotencyKey: '', extra: 1 };
    const { status, json } = await ask(staff.support, 'send-link', undefined, faulty);
    expect(status).toBe(422);
    const paths = (json.errors as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['reason', 'ticket', 'idempotencyKey']));
  });

  test('finds nothing where there is nothing, nor what is another business’s', async () => {
    const other = await Client.withBooks(scene.url);
    const feed = await other.connectFeed();
    for (const target of [feed.id, newId()]) {
      expect((await ask(staff.support, 'disconnect-feed', target)).status).toBe(404);
      expect((await preview(staff.support, 'disconnect-feed', target)).status).toBe(404);
      // What was not shown was not looked at.
      expect(await eventsOf('business.viewed-by-staff')).toEqual([]);
      expect((await ask(staff.support, 'lift-sign-in-lock', target)).status).toBe(404);
    }
    expect((await ask(staff.support, 'lift-sign-in-lock', await other.userId())).status).toBe(404);
    expect((await ask(staff.support, 'disconnect-feed')).status).toBe(404);
    expect((await decide(otherLead, 'approve', newId())).status).toBe(404);
    owner = owner.at(newId());
    for (const action of ['send-link', 'resend-notice']) {
      expect((await ask(staff.support, action)).status).toBe(404);
      expect((await preview(staff.support, action)).status).toBe(404);
    }
  });

  test('shows who may do what on the page of a business, and compliance alone why a snapshot is held', async () => {
    const snapshot = ((await owner.reset()).body.snapshot as { id: string }).id;
    const hold = (who: PanelClient, command: string, id: string) =>
      who.post('/api/pages/hold', { command, id, ...why({ ticket: 'LEG-1' }) });
    const placed = await hold(staff.compliance, 'place', snapshot);
    expect(placed.status).toBe(200);
    const seen = async (who: PanelClient) =>
      (await who.get(`/api/pages/business?id=${owner.businessId}&tab=snapshots`)).json;
    expect(await seen(staff.support)).toMatchObject({
      allowed: ['disconnect-feed', 'lift-sign-in-lock', 'send-link', 'resend-notice', 'answer', 'note'],
      part: { snapshots: [{ id: snapshot, holds: [{ id: placed.json.holdId }] }] },
    });
    expect(JSON.stringify(await seen(staff.support))).not.toContain('LEG-1');
    expect(await seen(staff.compliance)).toMatchObject({
      allowed: ['hold', 'verify', 'evidence'],
      part: { snapshots: [{ holds: [{ why: { ticket: 'LEG-1', by: staff.compliance.email } }] }] },
    });
    const page = await staff.compliance.get(`/api/pages/hold?snapshot=${snapshot}`);
    expect(page.json).toMatchObject({ snapshot: { id: snapshot, state: 'kept' }, holds: [{ id: placed.json.holdId }] });

    // A hold outlives the restore of its snapshot, and can be lifted then.
    await owner.restore({ snapshotId: snapshot });
    expect((await seen(staff.compliance)).part.restoredHeld).toEqual([snapshot]);
    const restored = await staff.compliance.get(`/api/pages/hold?snapshot=${snapshot}`);
    expect(restored.json).toMatchObject({ snapshot: { id: snapshot, state: 'restored' } });
    expect((await hold(staff.compliance, 'lift', placed.json.holdId)).status).toBe(200);
    expect((await hold(staff.compliance, 'lift', placed.json.holdId)).status).toBe(409);
    expect((await staff.compliance.get(`/api/pages/hold?snapshot=${snapshot}`)).json).toMatchObject({ holds: [] });
    for (const role of ['support', 'support-lead', 'operator'] as const) {
      expect((await hold(staff[role], 'place', snapshot)).status).toBe(403);
    }
  });
});
