import { Secret, TOTP } from 'otpauth';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor, type StaffRole } from '../../src/platform/kernel/actor.js';
import { DAY_MS, now } from '../../src/platform/kernel/clock.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { PanelContents } from '../../src/panel/panel-contents.js';
import { panelSignIn, type SignInParts } from '../../src/panel/panel-sign-in.js';
import type { ReviewView } from '../../src/panel/reviews/review-views.js';
import { panelTextsFor, refusalText } from '../../src/panel/texts/texts.js';
import { Client, PASSWORD } from '../builders/client.js';
import { formTo, PageReader, type ShownPage } from '../builders/pages.js';
import { oneTimePasswordOf, PanelClient, type PanelAnswer } from '../builders/panel-client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** What is posted from a page that is shown in two tabs, and at a colleague's. */
type Given = Readonly<Record<string, unknown>>;
/** `done`: it is done once more. `so already`: nothing is changed. Else the code of the refusal. */
type Said = 'done' | 'so already' | 'FORBIDDEN' | 'INVALID_STATE' | 'ALREADY_EXISTS' | 'NOT_FOUND';

interface Case {
  readonly role: StaffRole;
  /** Furnishes what it is about; returns what the form sends, and the address of its page below /api/pages. */
  readonly show: (one: PanelClient) => Promise<{ given: Given; page: string }>;
  /** What is said of the form in the second tab, and of a colleague's, once it was sent from the first. */
  readonly twice: Said;
  readonly byColleague?: Said;
}

const WHY = { reason: 'The owner asked by phone and gave the code', ticket: 'SUP-1' };
const WAITS = { twice: 'done', byColleague: 'INVALID_STATE' } as const;
const OWN_PASSWORD = 'a long sentence of my own';

describe('a page of the panel that is no longer so', () => {
  let scene: Scene;
  let owner: Client;
  const staff = {} as Record<StaffRole, [PanelClient, PanelClient]>;

  beforeAll(async () => {
    scene = await Scene.start('panel-stale', { PANEL: 'on' });
    owner = await Client.withBooks(scene.url);
    for (const role of ['support', 'support-lead', 'compliance', 'operator'] as const) {
      staff[role] = [await hired(role), await hired(role)];
    }
  });
  afterAll(() => scene.stop());

  const hired = (role: StaffRole) => PanelClient.signedIn(scene.world.app, scene.url, role);
  const accounts = () => scene.world.app.get(StaffAccounts);
  const command = (who: PanelClient, name: string, given: Given, headers: Record<string, string> = {}) => {
    const [page, posted] = name.split(' ');
    return who.post(`/api/pages/${page}`, { command: posted, ...given }, headers);
  };
  const secretOn = (page: string) => /<code>([A-Z2-7 ]+)<\/code>/.exec(page)![1]!.replaceAll(' ', '');
  const codeOf = (secret: string, stepsLater = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now().getTime() + stepsLater * 30_000 });
  async function enrol(client: PanelClient): Promise<string> {
    const secret = await client.beginEnrolment();
    await client.form('/second-factor/enrolment', { code: codeOf(secret) });
    return secret;
  }

  /** What somebody asked for who is neither of the two operators at hand. */
  async function askedByAThird(): Promise<string> {
    const email = `${newId()}@ardoise.test`;
    const third = await hired('operator');
    await command(third, 'staff-new add', { email, role: 'support', reason: 'JOINED', ticket: 'OPS-1' });
    const { pending } = (await third.get('/api/pages/staff-requests')).json;
    return pending.find((row: { email: string }) => row.email === email).id;
  }

  /** A review of access in which every account is decided, one's own by a colleague. */
  async function decided(one: PanelClient) {
    const { reviewId } = (await command(one, 'access-reviews open', {})).json;
    const { rows: accountRows } = (await one.get(`/api/pages/access-review?id=${reviewId}`)).json;
    for (const { staffId, email } of accountRows) {
      const by = email === one.email ? staff.compliance.find((known) => known !== one)! : one;
      await command(by, 'access-review decide', { review: reviewId, account: staffId, decision: 'confirm' });
    }
    return { given: { review: reviewId }, page: `access-review?id=${reviewId}` };
  }

  const onBusiness = (action: string, target?: string) => {
    const query = new URLSearchParams({ action, business: owner.businessId, ...(target && { target }) });
    const targetId = target;
    return { given: { businessId: owner.businessId, targetId, ...WHY }, page: `support-action?${query.toString()}` };
  };
  async function request(): Promise<Given> {
    const { id } = await owner.connectFeed();
    const asker = staff.support[0];
    const { given } = onBusiness('disconnect-feed', id);
    const { json } = await command(asker, 'support-action disconnect-feed', { ...given, idempotencyKey: newId() });
    return { requestId: json.requestId };
  }
  async function snapshot(): Promise<string> {
    const other = await Client.withBooks(scene.url);
    return ((await other.reset()).body.snapshot as { id: string }).id;
  }
  async function hold(one: PanelClient): Promise<{ given: Given; page: string }> {
    const id = await snapshot();
    const { json } = await command(one, 'hold place', { id, ...WHY, idempotencyKey: newId() });
    return { given: { id: json.holdId, ...WHY }, page: `hold?snapshot=${id}&lift=${json.holdId}` };
  }
  async function period(): Promise<Given> {
    await scene.world.app.get(LogWorker).keep();
    const at = now().getTime();
    const [from, until] = [new Date(at - DAY_MS), new Date(at)].map((time) => time.toISOString());
    return { from, until, sampleSize: '1' };
  }
  async function review(one: PanelClient): Promise<{ reviewId: string; itemId: string }> {
    await (await Client.withBooks(scene.url)).reset();
    const { json } = await command(one, 'review-new open', { ...(await period()), idempotencyKey: newId() });
    const { reviewId } = json as { reviewId: string };
    const shown = await one.get(`/api/pages/review?id=${reviewId}`);
    return { reviewId, itemId: (shown.json.sample.items as string[])[0]! };
  }
  async function judged(one: PanelClient): Promise<{ reviewId: string; version: string }> {
    const { reviewId } = await review(one);
    const { json } = await one.get(`/api/pages/review?id=${reviewId}`);
    const { sample, shownExceptions } = json as ReviewView;
    const items = new Set([...sample.items, ...shownExceptions.map(({ item }) => item)]);
    for (const itemId of items) {
      const noted = { reviewId, itemId, verdict: 'ok', version: '0', idempotencyKey: newId() };
      await command(one, 'review note', noted);
    }
    return { reviewId, version: String(1 + items.size) };
  }
  /** By a third person, so that neither of the two who are asked here has made it. */
  async function submitted(): Promise<{ given: Given; page: string }> {
    const reviewer = await hired('compliance');
    const { reviewId, version } = await judged(reviewer);
    const ask = { reviewId, version, conclusion: 'In order', idempotencyKey: newId() };
    await command(reviewer, 'review submit', ask);
    return { given: { reviewId, version: String(Number(version) + 1), note: 'Read' }, page: `review?id=${reviewId}` };
  }
  const onAccount = (reason: string, more: Given = {}, prepare?: (client: PanelClient) => Promise<unknown>): Case => ({
    role: 'operator',
    show: async () => {
      const client = await hired('support');
      await prepare?.(client);
      const id = await accounts().idOf(client.email);
      return { given: { id, reason, ticket: 'OPS-1', ...more }, page: `staff-account?id=${id}` };
    },
    twice: 'so already',
  });
  const disable = async ({ email }: PanelClient) =>
    accounts().disable(systemActor('test'), await accounts().idOf(email));

  /** Every command of every page, as `page command`: one that is missing here fails the first test. */
  const CASES: Readonly<Record<string, Case>> = {
    'support-action disconnect-feed': {
      role: 'support',
      show: async () => onBusiness('disconnect-feed', (await owner.connectFeed()).id),
      twice: 'INVALID_STATE',
    },
    'support-action lift-sign-in-lock': {
      role: 'support',
      show: async () => {
        const member = await owner.invite('viewer');
        for (let failure = 0; failure < 10; failure++) {
          await new Client(scene.url).post('/sessions', { email: member.email, password: 'wrong' });
        }
        return onBusiness('lift-sign-in-lock', await member.userId());
      },
      twice: 'INVALID_STATE',
    },
    'support-action send-link': {
      role: 'support',
      show: async () => onBusiness('send-link'),
      twice: 'done',
    },
    'support-action resend-notice': {
      role: 'support',
      show: async () => {
        owner = await Client.withBooks(scene.url);
        await owner.reset();
        return onBusiness('resend-notice');
      },
      twice: 'done',
    },
    'requests approve': {
      role: 'support-lead',
      show: async () => ({ given: await request(), page: 'requests' }),
      twice: 'INVALID_STATE',
    },
    'requests refuse': {
      role: 'support-lead',
      show: async () => ({ given: { ...(await request()), reason: WHY.reason }, page: 'requests' }),
      twice: 'INVALID_STATE',
    },
    'requests decide-many': {
      role: 'support-lead',
      show: async () => {
        const { requestId } = await request();
        return { given: { requestIds: [requestId], decision: 'approve' }, page: 'requests' };
      },
      // Each of them for itself: what became of each is in the answer.
      twice: 'done',
    },
    'requests take': {
      role: 'support-lead',
      show: async () => ({ given: await request(), page: 'requests' }),
      twice: 'done',
    },
    'requests leave': {
      role: 'support-lead',
      show: async () => ({ given: await request(), page: 'requests' }),
      twice: 'done',
    },
    'display save': {
      role: 'support',
      show: async () => ({ given: { density: 'compact' }, page: 'display' }),
      twice: 'done',
    },
    'business add-note': {
      role: 'support',
      show: async () => ({
        given: { businessId: owner.businessId, text: 'Called, will call again' },
        page: `business?id=${owner.businessId}`,
      }),
      twice: 'done',
    },
    'answer send': {
      role: 'support',
      show: async () => ({
        given: { businessId: owner.businessId, kind: 'reset-possible', text: 'Bonjour', ticket: 'SUP-1' },
        page: `answer?business=${owner.businessId}`,
      }),
      twice: 'done',
    },
    'snapshot verify': {
      role: 'compliance',
      show: async () => {
        const id = await snapshot();
        return { given: { id }, page: `snapshot?id=${id}` };
      },
      twice: 'done',
    },
    'hold place': {
      role: 'compliance',
      show: async () => {
        const id = await snapshot();
        return { given: { id, ...WHY }, page: `hold?snapshot=${id}` };
      },
      twice: 'so already',
      // Compliance may hold it twice, each person for a matter of their own.
      byColleague: 'done',
    },
    'hold lift': { role: 'compliance', show: hold, twice: 'INVALID_STATE' },
    // Each opening is a review of its own.
    'review-new open': {
      role: 'compliance',
      show: async () => ({ given: await period(), page: 'review-new' }),
      twice: 'done',
    },
    'review note': {
      role: 'compliance',
      show: async (one) => {
        const { reviewId, itemId } = await review(one);
        return { given: { reviewId, itemId, verdict: 'ok', version: '0' }, page: `review?id=${reviewId}` };
      },
      twice: 'so already',
      byColleague: 'FORBIDDEN',
    },
    'review submit': {
      role: 'compliance',
      show: async (one) => {
        const { reviewId, version } = await judged(one);
        return { given: { reviewId, version, conclusion: 'In order' }, page: `review?id=${reviewId}` };
      },
      twice: 'INVALID_STATE',
      byColleague: 'FORBIDDEN',
    },
    'review sign': { role: 'compliance', show: submitted, twice: 'INVALID_STATE' },
    'review return': { role: 'compliance', show: submitted, twice: 'INVALID_STATE' },
    // What gives more rights waits: asked again it is the same request, and a colleague's is another one.
    'staff-account change-role': { ...onAccount('OTHER_WORK', { role: 'compliance' }), ...WAITS },
    'staff-account disable': onAccount('LEFT'),
    'staff-account enable': { ...onAccount('RETURNED', {}, disable), ...WAITS },
    'staff-account reset-second-factor': { ...onAccount('PHONE_LOST', {}, enrol), ...WAITS },
    // Each password replaces the one before, which the form says.
    'staff-account reset-password': { ...onAccount('FORGOTTEN'), twice: 'done' },
    'staff-account end-sessions': onAccount('LEFT_OPEN'),
    'staff-new add': {
      role: 'operator',
      show: async () => ({
        given: { email: `${newId()}@ardoise.test`, role: 'support', reason: 'JOINED', ticket: 'OPS-1' },
        page: 'staff-new',
      }),
      ...WAITS,
    },
    'staff-requests approve': {
      role: 'operator',
      show: async () => ({ given: { request: await askedByAThird() }, page: 'staff-requests' }),
      twice: 'INVALID_STATE',
    },
    'staff-requests refuse': {
      role: 'operator',
      show: async () => ({ given: { request: await askedByAThird() }, page: 'staff-requests' }),
      twice: 'INVALID_STATE',
    },
    // One is open at a time: opening it again is going there.
    'access-reviews open': {
      role: 'compliance',
      show: async () => ({ given: {}, page: 'access-reviews' }),
      twice: 'done',
    },
    'access-review decide': {
      role: 'compliance',
      show: async (one) => {
        const { reviewId } = (await command(one, 'access-reviews open', {})).json;
        const account = await accounts().idOf(staff.support[0].email);
        return { given: { review: reviewId, account, decision: 'confirm' }, page: `access-review?id=${reviewId}` };
      },
      twice: 'done',
    },
    'access-review sign': { role: 'compliance', show: decided, twice: 'INVALID_STATE' },
    // One runs for everybody: asking for another one is asking for that.
    'log check': { role: 'compliance', show: async () => ({ given: {}, page: 'log' }), twice: 'done' },
    'log subscribe': {
      role: 'compliance',
      show: async () => ({ given: { email: `${newId()}@example.test`, locale: 'fr' }, page: 'log' }),
      twice: 'ALREADY_EXISTS',
    },
    'log unsubscribe': {
      role: 'compliance',
      show: async (one) => {
        const subscriber = { email: `${newId()}@example.test`, locale: 'en' };
        return { given: { id: (await command(one, 'log subscribe', subscriber)).json.id }, page: 'log' };
      },
      twice: 'NOT_FOUND',
    },
    'events save-view': {
      role: 'compliance',
      show: async () => ({
        given: { name: `View ${newId()}`, query: 'type=business.reset.denied', isShared: true },
        page: 'events',
      }),
      twice: 'ALREADY_EXISTS',
      // Names are each person's own.
      byColleague: 'done',
    },
    'events delete-view': {
      role: 'compliance',
      show: async (one) => {
        const view = { name: `View ${newId()}`, query: 'type=business.reset.denied', isShared: true };
        return { given: { id: (await command(one, 'events save-view', view)).json.id }, page: 'events' };
      },
      twice: 'NOT_FOUND',
    },
  };

  /** What was changed and recorded so far, but the sessions of the staff themselves. */
  const changes = async () =>
    rows<{ n: unknown }>(
      scene.sql.admin,
      `SELECT (SELECT COUNT(*) FROM audit_events WHERE type NOT LIKE 'staff-session.%') AS n,
         (SELECT COUNT(*) FROM saved_views) AS views, (SELECT COUNT(*) FROM staff) AS staff`,
    );
  /** What the script of a page says of whose page it is. */
  const ownerOf = async (who: PanelClient) => {
    const [, state] = /<script id="state"[^>]*>(.*?)<\/script>/.exec((await who.get('')).text)!;
    return { 'X-Page-Owner': (JSON.parse(state!) as { owner: string }).owner };
  };
  const saidBy = ({ status, json }: PanelAnswer): unknown =>
    status === 200 ? (json.wasSoAlready || json.happened === 'was-so' ? 'so already' : 'done') : json.code;

  /** These are asked without a key: doing them twice is doing them once. */
  const NO_KEY = /^(staff|events|log|access|display|requests (take|leave|withdraw))/;

  test('has a case here for every command of every page', () => {
    const pages = Object.entries(scene.world.app.get(PanelContents).pages());
    const all = pages.flatMap(([page, { commands = {} }]) => Object.keys(commands).map((name) => `${page} ${name}`));
    // Withdrawing is its asker's alone: test/e2e/panel-support-work.test.ts has it.
    expect([...Object.keys(CASES), 'requests withdraw'].sort()).toEqual(all.sort());
  });

  test.each(Object.keys(CASES))('after the session’s end, in a second tab, at a colleague’s: %s', async (name) => {
    const { role, show, twice, byColleague = twice } = CASES[name]!;
    const [one, colleague] = staff[role];
    const { given, page } = await show(one);
    const key = NO_KEY.test(name) ? () => ({}) : () => ({ idempotencyKey: newId() });
    const first = { ...given, ...key() };

    await new PanelClient(scene.url, '', one.cookie).form('/sign-out', {});
    const before = await changes();
    expect(await command(one, name, first)).toMatchObject({ status: 401, json: { code: 'UNAUTHENTICATED' } });
    expect(await changes()).toEqual(before);
    await one.signIn();

    expect(saidBy(await command(one, name, first))).toBe('done');
    const after = await changes();
    const said = [
      saidBy(await command(one, name, { ...given, ...key() })),
      saidBy(await command(colleague, name, { ...given, ...key() })),
    ];
    expect(said).toEqual([twice, byColleague]);
    if (!said.includes('done')) expect(await changes()).toEqual(after);
    // The same form again, as by Back: what it did is not done twice.
    if ('idempotencyKey' in first) expect(saidBy(await command(one, name, first))).toBe('done');
    expect((await one.get(`/api/pages/${page}`)).status).toBe(200);
  });

  test.each(Object.keys(CASES))('when a colleague has signed in in another tab since: %s', async (name) => {
    const { role, show } = CASES[name]!;
    const [one, colleague] = staff[role];
    const { given, page } = await show(one);
    const of = await ownerOf(one);
    const before = await changes();
    const ask = { ...given, idempotencyKey: newId() };
    const refused = { status: 409, json: { code: 'OTHER_PERSON', signedInAs: colleague.email } };
    expect(await command(colleague, name, ask, of)).toMatchObject(refused);
    // Nor is anything looked at, and recorded, in the colleague's name.
    expect(await colleague.get(`/api/pages/${page}`, of)).toMatchObject(refused);
    expect(await changes()).toEqual(before);
    const sent = NO_KEY.test(name) ? given : ask;
    expect(saidBy(await command(one, name, sent, of))).toBe('done');
  });

  test('says in both languages that nothing was changed', () => {
    for (const code of ['UNAUTHENTICATED', 'FORBIDDEN', 'INVALID_STATE', 'NOT_FOUND', 'OTHER_PERSON']) {
      expect(refusalText(panelTextsFor('en'), code)).toMatch(/[Nn]othing was (changed|done)/);
      expect(refusalText(panelTextsFor('fr'), code)).toMatch(/[Rr]ien n’a été (changé|fait)/);
    }
    for (const locale of ['fr', 'en'] as const) {
      const { staff: texts } = panelTextsFor(locale).operators;
      expect(texts.wasSoAlready).not.toBe(texts.done);
    }
  });

  describe('about what went away meanwhile', () => {
    test('a hold on a snapshot that was restored: that it is, and no address of nothing', async () => {
      const other = await Client.withBooks(scene.url);
      const { id } = (await other.reset()).body.snapshot as { id: string };
      await other.restore();
      const [one] = staff.compliance;
      const ask = { id, ...WHY, idempotencyKey: newId() };
      expect(saidBy(await command(one, 'hold place', ask))).toBe('INVALID_STATE');
      const shown = await one.get(`/api/pages/hold?snapshot=${id}`);
      expect(shown).toMatchObject({ status: 200, json: { snapshot: { id, state: 'restored' }, holds: [] } });
      const { bookId } = (await owner.get<{ bookId: string }>(owner.of('/reset-preview'))).body;
      expect((await one.get(`/api/pages/hold?snapshot=${bookId}`)).status).toBe(404);
      expect(saidBy(await command(one, 'hold place', { ...ask, id: bookId, idempotencyKey: newId() }))).toBe(
        'NOT_FOUND',
      );
    });
  });

  describe('of the sign-in', () => {
    const enter = (client: PanelClient) => {
      const reader = new PageReader(scene.url);
      reader.signInAs(client.cookie);
      return reader;
    };
    const expectEnded = (said: ShownPage, next: string | undefined) => {
      expect(said.status).toBe(401);
      expect(said.text).toContain('nothing was changed');
      expect(formTo(said, '/sign-in').values.next).toBe(next);
    };
    const signIn = (reader: PageReader, said: ShownPage, { email }: PanelClient, password = PASSWORD) =>
      reader.send(said, formTo(said, '/sign-in'), { email, password });

    test('has a case here for every form', () => {
      const { stack } = panelSignIn({} as SignInParts) as unknown as { stack: { route?: PostRoute }[] };
      const posts = stack.flatMap(({ route }) => (route?.methods.post ? [route.path] : []));
      expect(posts.sort()).toEqual(
        [
          '/choose-password',
          '/second-factor',
          '/second-factor/enrolment',
          '/sign-in',
          // No form: what a device is to sign, for whoever asks.
          '/sign-in/passkey-challenges',
          '/sign-out',
        ].sort(),
      );
    });

    test('signing in and out a second time is done already, and leads on', async () => {
      const client = await PanelClient.hire(scene.world.app, scene.url, 'support');
      const reader = new PageReader(scene.url);
      const wanted = '/admin/pages/search';
      const [first, second] = [await reader.open(wanted), await reader.open(wanted)];
      expect((await signIn(reader, first, client)).path).toBe(wanted);
      expect((await reader.open(first.path)).path).toBe(wanted);
      const home = await signIn(reader, second, client);
      expect(home.path).toBe(wanted);
      reader.endSession('ardoise_staff');
      expect(await reader.send(home, formTo(home, '/sign-out'))).toMatchObject({ status: 200, path: '/admin/sign-in' });
    });

    test('somebody else has signed in since: nothing is done, and it says who', async () => {
      const [one] = staff.compliance;
      const other = await hired('compliance');
      const reader = enter(one);
      const path = '/admin/second-factor/enrolment';
      const shown = await reader.open(path);
      const home = await reader.open('/admin');
      reader.signInAs(other.cookie);
      const before = await changes();
      const owned = formTo(home, '/sign-out').values;
      const exported = { action: '/admin/exports', method: 'post', isUpload: false } as const;
      const sent = [
        await reader.send(shown, formTo(shown, '/enrolment'), { password: PASSWORD }),
        await reader.send(home, formTo(home, '/sign-out')),
        await reader.send(home, { ...exported, values: { ...owned, format: 'csv' } }),
      ];
      for (const said of sent) {
        expect(said).toMatchObject({ status: 409, title: 'Somebody else is signed in now' });
        expect(said.text).toContain('Nothing was changed');
        expect(said.text).toContain(other.email);
        expect(said.html).not.toContain(one.email);
      }
      expect(sent[0]!.links).toContain(path);
      expect(await changes()).toEqual(before);
      const [, , out] = sent;
      const back = await reader.send(out!, formTo(out!, '/sign-out'));
      expect(formTo(back, '/sign-in').values.next).toBe('/admin');
    });

    test('the code was entered in another tab, or its time is over', async () => {
      const client = await hired('support');
      const secret = await enrol(client);
      const reader = new PageReader(scene.url);
      const wanted = '/admin/pages/search';
      await signIn(reader, await reader.open(wanted), client);
      const [first, second, third] = [await reader.open(wanted), await reader.open(wanted), await reader.open(wanted)];
      const code = { code: codeOf(secret, 1) };
      expect((await reader.send(first, formTo(first, '/second-factor'), code)).path).toBe(wanted);
      expect((await reader.send(second, formTo(second, '/second-factor'), code)).path).toBe(wanted);
      expect((await reader.open(first.path)).path).toBe(wanted);
      reader.endSession('ardoise_staff');
      expectEnded(await reader.send(third, formTo(third, '/second-factor'), code), wanted);
    });

    test('the phone was paired in another tab, or the session is over', async () => {
      const client = await hired('support');
      const reader = enter(client);
      const path = '/admin/second-factor/enrolment';
      const begin = async () => {
        const asked = await reader.open(path);
        return reader.send(asked, formTo(asked, '/enrolment'), { password: PASSWORD });
      };
      const third = await begin();
      const second = await begin();
      const first = await begin();
      const typed = { code: codeOf(secretOn(first.html)) };
      reader.endSession('ardoise_staff');
      const said = await reader.send(third, formTo(third, '/enrolment'), typed);
      expectEnded(said, path);
      expect((await signIn(reader, said, client)).path).toBe(path);
      expect((await reader.send(first, formTo(first, '/enrolment'), typed)).title).toBe('Your account is protected');
      for (const [told, status] of [
        [await reader.send(second, formTo(second, '/enrolment'), typed), 409],
        [await reader.open(path), 200],
      ] as const) {
        expect(told).toMatchObject({ status, title: 'This account is protected already' });
        expect(told.links).toContain('/admin');
      }
    });

    test('the password was chosen in another tab, or the session is over', async () => {
      const client = await PanelClient.hire(scene.world.app, scene.url, 'support');
      const [operator] = staff.operator;
      const why = { id: await accounts().idOf(client.email), reason: 'FORGOTTEN', ticket: 'OPS-1' };
      await command(operator, 'staff-account reset-password', why);
      const password = await oneTimePasswordOf(client);
      await client.signIn(password);
      const reader = enter(client);
      const path = '/admin/choose-password';
      const [first, second, third] = [await reader.open(path), await reader.open(path), await reader.open(path)];
      const typed = { password: OWN_PASSWORD };
      reader.endSession('ardoise_staff');
      const said = await reader.send(third, formTo(third, '/choose-password'), typed);
      expectEnded(said, path);
      expect((await signIn(reader, said, client, password)).path).toBe(path);
      expect((await reader.send(first, formTo(first, '/choose-password'), typed)).path).toBe('/admin');
      for (const [told, status] of [
        [await reader.send(second, formTo(second, '/choose-password'), typed), 409],
        [await reader.open(path), 200],
      ] as const) {
        expect(told).toMatchObject({ status, title: 'Your password is your own already' });
        expect(told.links).toContain('/admin');
      }
    });

    test('an export after the session’s end leads back to what was to be exported', async () => {
      const [client] = staff.compliance;
      const reader = enter(client);
      const shown = await reader.open('/admin/pages/export?type=business.reset.denied');
      reader.endSession('ardoise_staff');
      // The form is drawn by the script; without one it is sent as it is there.
      const form = { method: 'post', action: '/admin/exports', values: { format: 'csv' }, isUpload: false } as const;
      const said = await reader.send(shown, form);
      expectEnded(said, shown.path);
      expect((await signIn(reader, said, client)).path).toBe(shown.path);
    });
  });
});

interface PostRoute {
  readonly path: string;
  readonly methods: Readonly<Record<string, boolean>>;
}
