import { PASSWORD } from '../builders/client.js';
import { PanelClient, type PanelAnswer } from '../builders/panel-client.js';
import { CLIENT, IdentityProvider, TWO_FACTORS, type PersonThere } from '../setup/identity-provider.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';
import { secondProcess } from '../setup/test-app.js';
import { until } from '../setup/until.js';

const PUBLIC_URL = 'http://panel.example';

/** A browser that goes to the provider and comes back, as far as cookies and redirects make one. */
class Browser {
  readonly panel: PanelClient;
  private readonly there = new Map<string, string>();
  private readonly attempts = new Map<string, string>();

  constructor(
    private readonly provider: IdentityProvider,
    url: string,
  ) {
    this.panel = new PanelClient(url);
  }

  /** Begins at the panel and ends at its answer to the way back. */
  async signOn(next = '/admin'): Promise<PanelAnswer> {
    return this.comeBack(await this.goThere(next));
  }

  /** The provider's page to which the panel sends. */
  async goThere(next = '/admin'): Promise<string> {
    const { headers } = await this.ask(`/sign-on?next=${encodeURIComponent(next)}`);
    return headers.get('location')!;
  }

  /** Through the provider's pages; the address to which it sends back. */
  async through(location: string): Promise<string> {
    let at = location;
    while (!at.startsWith(PUBLIC_URL)) {
      const response = await this.askThere(at);
      const onward = response.headers.get('location');
      if (onward === null) throw new Error(`The provider answered ${response.status}: ${await response.text()}`);
      at = new URL(onward, this.provider.issuer).href;
    }
    return at.slice(`${PUBLIC_URL}/admin`.length);
  }

  async comeBack(location: string): Promise<PanelAnswer> {
    return this.ask(await this.through(location));
  }

  /** Signs out at the provider, on its own page. */
  async signOutThere(): Promise<void> {
    const page = await (await this.askThere(`${this.provider.issuer}/session/end?client_id=${CLIENT.id}`)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)![1]!;
    const body = new URLSearchParams({ xsrf, logout: 'yes' });
    await this.askThere(`${this.provider.issuer}/session/end/confirm`, { method: 'POST', body });
  }

  async isIn(): Promise<boolean> {
    return (await this.panel.get('/api/dashboard')).status === 200;
  }

  /** As from a link: the panel's cookies of the attempt go along. */
  async ask(path: string): Promise<PanelAnswer> {
    const cookies = [this.panel.cookie, ...[...this.attempts].map(([name, value]) => `${name}=${value}`)];
    const own = this.panel.cookie;
    const answer = await this.panel.send('GET', path, {
      headers: { Cookie: cookies.filter(Boolean).join('; '), 'Sec-Fetch-Site': 'cross-site' },
    });
    this.panel.cookie = own;
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]!.split(/=(.*)/s);
      if (name.startsWith('ardoise_staff')) this.panel.cookie = `${name}=${value}`;
      else this.attempts.set(name, value);
    }
    return answer;
  }

  private async askThere(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = { Cookie: [...this.there].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]!.split(/=(.*)/s);
      this.there.set(name, value);
    }
    return response;
  }
}

let people = 0;

describe('staff who sign in at a provider', () => {
  let provider: IdentityProvider;
  let scene: Scene;

  beforeAll(async () => {
    provider = await IdentityProvider.start();
    scene = await Scene.start('sign-on', { PANEL: 'on', PUBLIC_URL, ...provider.settings });
    await provider.serves(PUBLIC_URL, scene.url);
  });
  afterAll(async () => {
    await scene?.stop();
    await provider.stop();
  });

  const browser = (url = scene.url) => new Browser(provider, url);
  const somebody = (groups: unknown, more: Partial<PersonThere> = {}, claims: object = {}): PersonThere => {
    people += 1;
    const email = `person-${people}@example.test`;
    return { id: `p-${people}`, claims: { email, email_verified: true, groups, ...claims }, ...more };
  };
  const signOn = async (person: PersonThere, at = browser()) => {
    await provider.seats(person);
    return { answer: await at.signOn('/admin/pages/search?q=x'), at };
  };
  const eventsOf = async (type: string) =>
    (
      await rows<{ payload: Buffer }>(scene.sql.owner, 'SELECT payload FROM audit_events WHERE type = ? ORDER BY id', [
        type,
      ])
    ).map(({ payload }) => JSON.parse(payload.toString('utf8')));
  const accountOf = async ({ claims }: PersonThere) => {
    const [row] = await rows<{ id: Buffer; role: string; password_hash: string | null; sign_on_key: Buffer | null }>(
      scene.sql.owner,
      'SELECT id, role, password_hash, sign_on_key FROM staff WHERE email = ?',
      [claims!['email']],
    );
    return row;
  };

  test('get an account at their first sign-in, with the role of their group, and are where they wanted to go', async () => {
    const person = somebody(['everybody', 'ardoise-support']);
    const { answer, at } = await signOn(person);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/pages/search?q=x']);
    expect(await at.isIn()).toBe(true);
    expect(await accountOf(person)).toMatchObject({ role: 'support', password_hash: null });
    expect((await eventsOf('staff.added')).at(-1).data).toMatchObject({
      reason: 'PROVIDER',
      actor: { type: 'system', id: 'sign-on' },
      details: { role: 'support' },
    });
    expect((await eventsOf('staff-session.started')).at(-1).data).toMatchObject({
      actor: { type: 'staff', roles: ['support'] },
      details: { method: 'sign-on', second_factor: false },
    });
    const added = (await eventsOf('staff.added')).length;
    await signOn(person);
    expect(await eventsOf('staff.added')).toHaveLength(added);
  });

  test('are asked with PKCE, a state and a nonce of that browser and that moment', async () => {
    const [one, other] = [new URL(await browser().goThere()), new URL(await browser().goThere())];
    expect(one.searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) {
      expect(one.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
      expect(one.searchParams.get(name)).not.toBe(other.searchParams.get(name));
    }
  });

  test('do not get in with the way back of another browser, with one of before, nor twice with one', async () => {
    await provider.seats(somebody('ardoise-support'));
    const [mine, theirs] = [browser(), browser()];
    const back = await mine.through(await mine.goThere());
    const taken = await theirs.ask(back);
    expect([taken.status, taken.text.includes('dans un autre navigateur')]).toEqual([403, true]);
    expect(await theirs.isIn()).toBe(false);
    expect((await mine.ask(back)).status).toBe(303);
    expect((await mine.ask(back)).status).toBe(403);
  });

  test.each([
    ['no group of the table', ['everybody'], {}, 'NO_ROLE'],
    ['no address', 'ardoise-support', { email: undefined }, 'NO_ADDRESS'],
    ['an address that is not confirmed', 'ardoise-support', { email_verified: false }, 'NO_ADDRESS'],
  ])('with %s do not get in; the log says why', async (_, groups, claims, reason) => {
    const { answer, at } = await signOn(somebody(groups, {}, claims));
    expect(answer.status).toBe(403);
    expect(await at.isIn()).toBe(false);
    expect((await eventsOf('staff-session.denied')).at(-1).data).toMatchObject({ outcome: 'denied', reason });
  });

  test('may call it off there, and are told so here', async () => {
    const { answer } = await signOn({ id: '' });
    expect([answer.status, answer.text.includes('ou vous avez annulé chez lui')]).toEqual([403, true]);
  });

  test('get the role of their group of now, which ends what they had open', async () => {
    const person = somebody('ardoise-support');
    const { at: before } = await signOn(person);
    const moved = { ...person, claims: { ...person.claims, groups: ['ardoise-audit'] } };
    const { at } = await signOn(moved);
    expect(await accountOf(person)).toMatchObject({ role: 'compliance' });
    expect([await before.isIn(), await at.isIn()]).toEqual([false, true]);
    expect((await eventsOf('staff.role-changed')).at(-1).data).toMatchObject({
      reason: 'PROVIDER',
      details: { role: 'compliance', role_before: 'support' },
    });
  });

  test('who have had an account here keep it and sign in there from then on; with a password no more', async () => {
    const client = await PanelClient.hire(scene.world.app, scene.url, 'compliance');
    expect((await client.signIn()).status).toBe(403);
    expect((await eventsOf('staff-session.denied')).at(-1).data.reason).toBe('SIGN_ON_ONLY');
    expect((await client.signIn('not it at all')).status).toBe(401);
    const person = somebody('ardoise-audit', {}, { email: client.email });
    await signOn(person);
    expect(await accountOf(person)).toMatchObject({ role: 'compliance', password_hash: null });
    expect(await eventsOf('staff.sign-on-linked')).toHaveLength(1);
    expect((await client.signIn()).status).toBe(401);
  });

  test('do not take over an account whose address the provider has not confirmed, nor one of an operator', async () => {
    const [helper, operator] = [
      await PanelClient.hire(scene.world.app, scene.url, 'support'),
      await PanelClient.hire(scene.world.app, scene.url, 'operator'),
    ];
    const attempts = [
      somebody('ardoise-support', {}, { email: helper.email, email_verified: undefined }),
      somebody('ardoise-ops', {}, { email: operator.email }),
    ];
    for (const person of attempts) {
      const { answer } = await signOn(person);
      expect(answer.status).toBe(403);
      expect((await accountOf(person))?.sign_on_key).toBeNull();
      expect((await eventsOf('staff-session.denied')).at(-1).data.reason).toBe('ADDRESS_TAKEN');
    }
  });

  test('leave a door for operators of the house, each use of which the log calls by its name', async () => {
    const operator = await PanelClient.hire(scene.world.app, scene.url, 'operator');
    const page = await operator.get('/sign-in');
    expect(page.text).toContain('Continuer avec Example ID');
    expect((await operator.signIn()).status).toBe(303);
    expect((await eventsOf('staff-session.started')).at(-1).data.details).toMatchObject({
      method: 'password',
      break_glass: true,
    });
  });

  test('are out when the provider says so, wherever this session is open, and only that one', async () => {
    const person = somebody('ardoise-support');
    const [laptop, phone] = [(await signOn(person)).at, (await signOn(person)).at];
    expect([await laptop.isIn(), await phone.isIn()]).toEqual([true, true]);
    await laptop.signOutThere();
    await until('the session ends', async () => !(await laptop.isIn()));
    expect(await phone.isIn()).toBe(true);
    expect((await eventsOf('staff.sessions-ended')).at(-1).data).toMatchObject({
      reason: 'PROVIDER',
      details: { sessions: 1 },
    });
  });

  test('are out on the word of nobody else', async () => {
    const { at } = await signOn(somebody('ardoise-support'));
    const alone = { alg: 'none' };
    const forged = [alone, { iss: provider.issuer, aud: CLIENT.id, sub: `p-${people}` }, '']
      .map((part) => (part === '' ? '' : Buffer.from(JSON.stringify(part)).toString('base64url')))
      .join('.');
    for (const token of [forged, 'x', '']) {
      const body = new URLSearchParams({ logout_token: token });
      const answer = await fetch(`${scene.url}/admin/sign-on/back-channel-logout`, { method: 'POST', body });
      expect([answer.status, await answer.json()]).toEqual([400, { error: 'invalid_request' }]);
    }
    expect(await at.isIn()).toBe(true);
  });

  test('do not get in with an account that was disabled here', async () => {
    const person = somebody('ardoise-support');
    const { at } = await signOn(person);
    await scene.sql.owner.query('UPDATE staff SET disabled_at = NOW(6) WHERE email = ?', [person.claims!['email']]);
    expect(await at.isIn()).toBe(false);
    expect((await signOn(person)).answer.status).toBe(403);
    expect((await eventsOf('staff-session.denied')).at(-1).data.reason).toBe('DISABLED');
  });

  test('make one account of two first sign-ins at once', async () => {
    const person = somebody('ardoise-support');
    await provider.seats(person);
    const ways = [browser(), browser(), browser()];
    const backs = await Promise.all(ways.map(async (way) => way.through(await way.goThere())));
    const answers = await Promise.all(ways.map((way, i) => way.ask(backs[i]!)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await rows(scene.sql.owner, 'SELECT 1 FROM staff WHERE email = ?', [person.claims!['email']])).toHaveLength(
      1,
    );
  });

  test('where a second factor is required, need one that the provider has seen: a class that is asked for, or mfa', async () => {
    const signOnSettings = { ...scene.world.settings.signOn!, strongAcr: [TWO_FACTORS] };
    const strict = await secondProcess(scene.world, { isSecondFactorRequired: true, signOn: signOnSettings });
    try {
      const at = () => browser(strict.url);
      expect(new URL(await at().goThere()).searchParams.get('acr_values')).toBe(TWO_FACTORS);
      const { answer } = await signOn(somebody('ardoise-support', { amr: ['pwd'] }), at());
      expect(answer.status).toBe(403);
      expect((await eventsOf('staff-session.denied')).at(-1).data.reason).toBe('NO_SECOND_FACTOR');
      for (const more of [{ amr: ['pwd', 'otp', 'mfa'] }, { acr: TWO_FACTORS }]) {
        const one = await signOn(somebody('ardoise-support', more), at());
        expect([one.answer.status, await one.at.isIn()]).toEqual([303, true]);
        expect((await eventsOf('staff-session.started')).at(-1).data.details.second_factor).toBe(true);
      }
    } finally {
      await strict.close();
    }
  });

  test('are told when the provider is down, and an operator of the house still gets in', async () => {
    const lost = { ...scene.world.settings.signOn!, issuer: 'http://127.0.0.1:9' };
    const alone = await secondProcess(scene.world, { signOn: lost });
    try {
      const answer = await browser(alone.url).ask('/sign-on');
      expect([answer.status, answer.text.includes('ne répond pas')]).toEqual([503, true]);
      const operator = await PanelClient.hire(scene.world.app, alone.url, 'operator');
      expect((await operator.signIn(PASSWORD)).status).toBe(303);
    } finally {
      await alone.close();
    }
  });
});
