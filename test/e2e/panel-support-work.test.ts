import { newId } from '../../src/platform/kernel/ids.js';
import type { StaffRole } from '../../src/platform/kernel/actor.js';
import { STAFF_ROLES } from '../../src/platform/kernel/actor.js';
import { Client } from '../builders/client.js';
import { mailsTo } from '../builders/mailbox.js';
import { PanelClient } from '../builders/panel-client.js';
import { Scene } from '../setup/scene.js';

const REASON = 'The owner asked by phone and gave the code';

/** What the support team does all day, at the panel's API: answers, notes, requests that are withdrawn, taken and decided together. */
describe('the work of support at the panel', () => {
  let scene: Scene;
  let owner: Client;
  const staff = {} as Record<StaffRole, PanelClient>;

  beforeAll(async () => {
    scene = await Scene.start('support-work', { PANEL: 'on', TICKET_URL: 'https://tickets.example/{ticket}' });
    for (const role of STAFF_ROLES) staff[role] = await PanelClient.signedIn(scene.world.app, scene.url, role);
  });
  afterAll(() => scene.stop());
  beforeEach(async () => {
    owner = await Client.withBooks(scene.url, { businessName: 'Atelier Lachance', locale: 'fr' });
  });

  const command = (who: PanelClient, page: string, name: string, given: object = {}) =>
    who.post(`/api/pages/${page}`, { command: name, ...given });
  const business = async (who: PanelClient, query = '') =>
    (await who.get(`/api/pages/business?id=${owner.businessId}${query}`)).json;
  const situation = async () => (await business(staff.support)).situation;
  const ask = async (feedId: string): Promise<string> => {
    const why = { reason: REASON, ticket: 'SUP-1', idempotencyKey: newId() };
    const target = { businessId: owner.businessId, targetId: feedId };
    return (await command(staff.support, 'support-action', 'disconnect-feed', { ...target, ...why })).json.requestId;
  };
  const stateOf = async (id: string) => {
    const { pending, decided } = (await staff.support.get('/api/pages/requests')).json;
    return [...pending, ...decided].find((row: { id: string }) => row.id === id)?.state;
  };
  const typesOf = async () => (await owner.events()).map(({ type }) => type);

  test('the strip says what happened last, what blocks a restore, and what was asked for', async () => {
    await owner.reset();
    const feed = await owner.connectFeed();
    expect(await situation()).toMatchObject({ last: { kind: 'reset', by: owner.email }, pending: [], locked: [] });
    const requestId = await ask(feed.id);
    const { pending, restore } = await situation();
    expect(pending).toMatchObject([{ id: requestId, targetId: feed.id, askedBy: staff.support.email }]);
    expect(restore.find(({ name }: { name: string }) => name === 'bank-feeds')).toMatchObject({ state: 'fails' });
  });

  describe('an answer', () => {
    const answer = (more: object = {}) => ({
      businessId: owner.businessId,
      kind: 'restore-blocked',
      text: 'Bonjour,\n\nTout peut revenir.',
      ticket: 'SUP-9',
      idempotencyKey: newId(),
      ...more,
    });

    test('has the facts of the moment, in the language of the customer', async () => {
      await owner.reset();
      await owner.connectFeed();
      const { json } = await staff.support.get(`/api/pages/answer?business=${owner.businessId}`);
      expect(json).toMatchObject({ to: { email: owner.email, locale: 'fr' } });
      const [first] = json.answers;
      expect(first.kind).toBe('restore-blocked');
      expect(first.text).toMatch(/^Bonjour,[^]*jusqu’au[^]*– Banque d’essai · Chequing[^]*manage-your-data/);
    });

    test('is mailed once as it was written, and is on record with its words', async () => {
      await owner.reset();
      const ask = answer();
      for (let sent = 0; sent < 2; sent++) {
        expect((await command(staff.support, 'answer', 'send', ask)).status).toBe(200);
      }
      const mails = (await mailsTo(scene.url, owner.email)).filter(({ text }) => text.includes('Tout peut revenir.'));
      expect(mails).toHaveLength(1);
      expect((await typesOf()).filter((type) => type === 'support.answer-sent')).toHaveLength(1);
      const { events } = (await business(staff.support, '&tab=timeline&only=staff')).part;
      expect(events[0]).toMatchObject({
        said: { answer: ask.text },
        actor: { name: staff.support.email },
        ticket: 'SUP-9',
      });
    });

    test('needs words, a ticket and a kind that there is', async () => {
      for (const wrong of [{ text: ' ' }, { text: 'x'.repeat(4_001) }, { ticket: 'two words' }, { kind: 'nothing' }]) {
        expect((await command(staff.support, 'answer', 'send', answer(wrong))).status).toBe(422);
      }
      expect((await command(staff.support, 'answer', 'send', answer({ businessId: newId() }))).status).toBe(404);
      expect((await command(staff.compliance, 'answer', 'send', answer())).status).toBe(403);
    });
  });

  describe('a request', () => {
    test('is withdrawn by who asked, and by nobody else', async () => {
      const requestId = await ask((await owner.connectFeed()).id);
      expect((await command(staff['support-lead'], 'requests', 'withdraw', { requestId })).status).toBe(403);
      expect((await command(staff.support, 'requests', 'withdraw', { requestId })).status).toBe(200);
      expect(await stateOf(requestId)).toBe('withdrawn');
      expect(await typesOf()).toContain('support.withdrawn');
      expect((await command(staff.support, 'requests', 'withdraw', { requestId })).status).toBe(409);
      expect((await situation()).pending).toEqual([]);
    });

    test('is taken by a lead and left again', async () => {
      const requestId = await ask((await owner.connectFeed()).id);
      const lead = staff['support-lead'];
      const taker = async () =>
        (await lead.get('/api/pages/requests')).json.pending.find((row: { id: string }) => row.id === requestId)
          .takenBy;
      expect((await command(staff.support, 'requests', 'take', { requestId })).status).toBe(403);
      expect((await command(lead, 'requests', 'take', { requestId })).status).toBe(200);
      expect(await taker()).toBe(lead.email);
      expect((await command(lead, 'requests', 'leave', { requestId })).status).toBe(200);
      expect(await taker()).toBeUndefined();
      expect((await command(lead, 'requests', 'take', { requestId: newId() })).status).toBe(404);
    });

    test('several are decided together, each for itself, and who asked is told of each', async () => {
      const feeds = [await owner.connectFeed(), await owner.connectFeed(), await owner.connectFeed()];
      const requestIds = [];
      for (const { id } of feeds) requestIds.push(await ask(id));
      await command(staff.support, 'requests', 'withdraw', { requestId: requestIds[2] });
      const given = { requestIds, decision: 'approve', idempotencyKey: newId() };
      expect((await command(staff.support, 'requests', 'decide-many', given)).status).toBe(403);
      const { json } = await command(staff['support-lead'], 'requests', 'decide-many', given);
      expect(json.decided.map(({ code = 'done' }) => code)).toEqual(['done', 'done', 'INVALID_STATE']);
      expect(await stateOf(requestIds[0]!)).toBe('approved');
      const told = (await mailsTo(scene.url, staff.support.email)).filter(({ text }) =>
        text.includes(owner.businessId),
      );
      expect(told).toHaveLength(2);
      expect(told[0]!.text).toMatch(/approuvée[^]*approved/);
    });

    test('a refusal of several wants a reason', async () => {
      const requestIds = [await ask((await owner.connectFeed()).id)];
      const given = { requestIds, decision: 'refuse', idempotencyKey: newId() };
      const { status, json } = await command(staff['support-lead'], 'requests', 'decide-many', given);
      expect({ status, path: json.errors?.[0]?.path }).toEqual({ status: 422, path: 'reason' });
      const reason = 'The code was wrong on the phone';
      expect((await command(staff['support-lead'], 'requests', 'decide-many', { ...given, reason })).status).toBe(200);
      const [mail] = (await mailsTo(scene.url, staff.support.email)).filter(({ text }) =>
        text.includes(owner.businessId),
      );
      expect(mail!.text).toContain(reason);
    });
  });

  test('a note is read by the team and written by support alone; the owner sees that there is one, and no word of it', async () => {
    const note = { businessId: owner.businessId, text: 'Called twice,\nwill call again', idempotencyKey: newId() };
    expect((await command(staff.compliance, 'business', 'add-note', note)).status).toBe(403);
    for (let sent = 0; sent < 2; sent++) {
      expect((await command(staff.support, 'business', 'add-note', note)).status).toBe(200);
    }
    for (const role of ['support', 'support-lead', 'compliance'] as const) {
      const { notes } = (await business(staff[role], '&tab=notes')).part;
      expect(notes).toMatchObject([{ by: staff.support.email, text: note.text }]);
    }
    expect(await typesOf()).toContain('support.note-added');
    expect(JSON.stringify(await owner.events())).not.toContain('Called twice');
    const empty = { ...note, text: ' ', idempotencyKey: newId() };
    expect((await command(staff.support, 'business', 'add-note', empty)).status).toBe(422);
  });

  test('the timeline folds away who looked, and is filtered by what it is about', async () => {
    await owner.reset();
    await owner.connectFeed();
    await business(staff.compliance);
    const types = async (only = '') =>
      (await business(staff.support, `&tab=timeline${only && `&only=${only}`}`)).part.events.map(
        ({ type }: { type: string }) => type,
      );
    expect(await types()).not.toContain('business.viewed-by-staff');
    expect(await types('readings')).toContain('business.viewed-by-staff');
    expect(await types('banks')).toEqual(['bank-feed.connected']);
    expect(await types('switches')).toContain('business.reset.completed');
    expect(await types('nothing')).toEqual(await types('story'));
  });

  test('what somebody likes to see is theirs alone, and is kept', async () => {
    const read = async (who: PanelClient) => (await who.get('/api/pages/display')).json;
    const usual = await read(staff.support);
    const changed = await command(staff.operator, 'display', 'save', { density: 'compact', timeZone: 'UTC' });
    expect(changed.status).toBe(200);
    expect(await read(staff.operator)).toMatchObject({ density: 'compact', timeZone: 'UTC', hasShortcuts: true });
    expect(await read(staff.support)).toEqual(usual);
    expect((await staff.operator.get('')).text).toContain('<html lang="fr-CA" data-density="compact">');
    for (const wrong of [{ density: 'tiny' }, { timeZone: 'Mars' }, { hiddenColumns: ['a b'] }, { role: 'operator' }]) {
      expect((await command(staff.operator, 'display', 'save', wrong)).status).toBe(422);
    }
  });

  test('the menu says how many wait, to those who may know', async () => {
    await ask((await owner.connectFeed()).id);
    const waiting = async (who: PanelClient) => (await who.get('/api/session')).json.waiting;
    expect((await waiting(staff.support))['/admin/pages/requests']).toBeGreaterThan(0);
    expect(await waiting(staff.operator)).toEqual({});
    expect((await staff.support.get('')).text).toContain('https://tickets.example/{ticket}');
  });
});
