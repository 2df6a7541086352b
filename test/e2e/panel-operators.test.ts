import { COMMANDS as COMMANDS_OF_CLI } from '../../src/cli/commands.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { STAFF_ROLES, systemActor, type StaffRole } from '../../src/platform/kernel/actor.js';
import { DAY_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { newId, type StaffId } from '../../src/platform/kernel/ids.js';
import { Client } from '../builders/client.js';
import { codeOf, oneTimePasswordOf, PanelClient } from '../builders/panel-client.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

const OWN_PASSWORD = 'a long sentence of my own';

describe('operators', () => {
  let scene: Scene;
  let operator: PanelClient;
  let second: PanelClient;

  beforeAll(async () => {
    scene = await Scene.start('panel-operators', { PANEL: 'on' });
    operator = await PanelClient.signedIn(scene.world.app, scene.url, 'operator');
    second = await PanelClient.signedIn(scene.world.app, scene.url, 'operator');
  });
  afterEach(() => shiftClock(0));
  afterAll(() => scene.stop());

  const accounts = () => scene.world.app.get(StaffAccounts);
  const idOf = ({ email }: PanelClient) => accounts().idOf(email);
  const hired = (role: StaffRole = 'support') => PanelClient.signedIn(scene.world.app, scene.url, role);
  const ask = (command: string, given: object, by = operator) =>
    by.post(`/api/pages/${command === 'add' ? 'staff-new' : 'staff-account'}`, { command, ticket: 'OPS-0', ...given });
  /** With the approval of a second operator, where one is needed. */
  const send = async (
    command: string,
    given: { id?: string; email?: string; [field: string]: unknown },
    by = operator,
  ) => {
    const answer = await ask(command, given, by);
    if (answer.status !== 200 || (command !== 'add' && answer.json.happened !== 'waits')) return answer;
    await second.signIn();
    for (const { id } of (await second.get('/api/pages/staff-requests')).json.pending) {
      expect((await second.post('/api/pages/staff-requests', { command: 'approve', request: id })).status).toBe(200);
    }
    const account = await show(given.id ?? (await accounts().idOf(given.email!)));
    return { ...answer, json: { ...answer.json, account } };
  };
  const show = async (id: string, by = operator) => (await by.get(`/api/pages/staff-account?id=${id}`)).json;
  const isIn = async (client: PanelClient) => (await client.get('/api/dashboard')).status === 200;
  const invite = async (email = `${newId()}@ardoise.test`, role: StaffRole = 'support') => {
    const { json } = await send('add', { email, role, reason: 'JOINED' });
    const client = new PanelClient(scene.url, email);
    return { client, id: json.account.id as StaffId, password: await oneTimePasswordOf(client) };
  };
  const eventsOf = async (id: string) =>
    (
      await rows<{ payload: Buffer }>(
        scene.sql.owner,
        'SELECT payload FROM audit_events WHERE subject = ? ORDER BY id',
        [`staff/${id}`],
      )
    ).map(({ payload }) => JSON.parse(payload.toString('utf8')));
  const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);

  /** With a second factor on a phone. */
  async function enrolled() {
    const client = await hired();
    const secret = await client.beginEnrolment();
    await client.form('/second-factor/enrolment', { code: codeOf(secret) });
    return client;
  }

  const COMMANDS = {
    'change-role': { role: 'compliance', reason: 'OTHER_WORK' },
    disable: { reason: 'LEFT' },
    enable: { reason: 'RETURNED' },
    'reset-second-factor': { reason: 'PHONE_LOST' },
    'reset-password': { reason: 'FORGOTTEN' },
    'end-sessions': { reason: 'LEFT_OPEN' },
  };

  test('do nothing that changes rights without a reason of its kind and a ticket, and both are in the event', async () => {
    const id = await idOf(await hired());
    const before = await eventsOf(id);
    const add = { email: 'unexplained@ardoise.test', role: 'operator', reason: 'JOINED' };
    for (const [command, given] of [...Object.entries(COMMANDS), ['add', add] as const]) {
      const target = command === 'add' ? {} : { id };
      for (const why of [{ ticket: undefined }, { ticket: '' }, { reason: undefined }, { reason: 'ASKED' }]) {
        const answer = await send(command, { ...target, ...given, ...why });
        expect({ command, why, status: answer.status }).toEqual({ command, why, status: 422 });
      }
    }
    expect(await eventsOf(id)).toEqual(before);
    await expect(accounts().idOf(add.email)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { json } = await send('add', { ...add, ticket: 'OPS-9' });
    expect((await eventsOf(json.account.id))[0].data).toMatchObject({ reason: 'JOINED', ticket: 'OPS-9' });
    await send('disable', { id: json.account.id, ...COMMANDS.disable });
  });

  test('alone may do any of it, and nobody without a session', async () => {
    const id = await idOf(await hired());
    const others = await Promise.all(STAFF_ROLES.filter((role) => role !== 'operator').map((role) => hired(role)));
    const before = await eventsOf(id);
    const attempts = [
      ...Object.entries(COMMANDS),
      ['add', { email: 'x@ardoise.test', role: 'operator', reason: 'JOINED' }] as const,
    ];
    for (const [command, given] of attempts) {
      for (const other of others) expect((await send(command, { id, ...given }, other)).status).toBe(403);
      expect((await send(command, { id, ...given }, new PanelClient(scene.url))).status).toBe(401);
    }
    expect(await eventsOf(id)).toEqual(before);
    await expect(accounts().idOf('x@ardoise.test')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('add an account with a password that its owner replaces at the first sign-in', async () => {
    const { client, id, password } = await invite();
    expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(JSON.stringify([await show(id), await eventsOf(id)])).not.toContain(password);
    expect((await eventsOf(id))[0]).toMatchObject({
      type: 'staff.change-asked',
      data: { actor: { id: await idOf(operator), roles: ['operator'] }, details: { action: 'add', role: 'support' } },
    });
    expect((await eventsOf(id))[1]).toMatchObject({
      type: 'staff.added',
      data: { actor: { id: await idOf(second) }, details: { role: 'support', asked_by: await idOf(operator) } },
    });

    await client.signIn(password);
    expect((await client.get('/pages/search')).headers.get('location')).toBe(
      '/admin/choose-password?next=%2Fadmin%2Fpages%2Fsearch',
    );
    expect((await client.get('/second-factor/enrolment')).headers.get('location')).toBe('/admin');
    expect(await isIn(client)).toBe(false);
    const elsewhere = new PanelClient(scene.url, client.email);
    await elsewhere.signIn(password);
    for (const refused of ['short', password]) {
      expect((await client.form('/choose-password', { password: refused })).status).toBe(422);
    }
    expect((await client.form('/choose-password', { password: OWN_PASSWORD })).status).toBe(303);
    expect(await isIn(client)).toBe(true);
    expect((await elsewhere.get('')).headers.get('location')).toMatch(/^\/admin\/sign-in/);
    expect((await client.signIn(password)).status).toBe(401);
    expect(await typesOf(id)).toContain('staff.password-chosen');
    expect(await show(id)).toMatchObject({ oneTimeUntil: null });
  });

  test('give a password that is good for a week, and another one after it', async () => {
    const { client, id, password } = await invite();
    shiftClock(8 * DAY_MS);
    expect((await client.signIn(password)).status).toBe(401);
    await operator.signIn();
    await send('reset-password', { id, ...COMMANDS['reset-password'] });
    expect((await client.signIn(await oneTimePasswordOf(client))).status).toBe(303);
    expect((await client.get('')).headers.get('location')).toBe('/admin/choose-password?next=%2Fadmin');
    shiftClock(0);
    await operator.signIn();
  });

  test('are told what is wrong with an address', async () => {
    const { client } = await invite();
    for (const email of [client.email, ` ${client.email.toUpperCase()} `]) {
      expect(await send('add', { email, role: 'support', reason: 'JOINED' })).toMatchObject({
        status: 409,
        json: { code: 'ALREADY_EXISTS' },
      });
    }
    for (const wrong of [{ email: 'nobody' }, { email: '' }, { role: 'owner' }, { password: 'mine' }]) {
      const given = { email: 'new@ardoise.test', role: 'support', reason: 'JOINED', ...wrong };
      expect(await send('add', given)).toMatchObject({ status: 422, json: { code: 'VALIDATION' } });
    }
  });

  test('change a role, which ends the sessions, and say so in the log with the role before', async () => {
    const client = await hired();
    const id = await idOf(client);
    const { json } = await send('change-role', { id, ...COMMANDS['change-role'], ticket: 'OPS-1' });
    expect(json.account).toMatchObject({ role: 'compliance', sessions: [] });
    expect(await isIn(client)).toBe(false);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      type: 'staff.role-changed',
      data: { ticket: 'OPS-1', reason: 'OTHER_WORK', details: { role: 'compliance', role_before: 'support' } },
    });
    expect((await send('change-role', { id, ...COMMANDS['change-role'], role: 'original-owner' })).status).toBe(422);
    expect((await send('change-role', { id, ...COMMANDS['change-role'], ticket: 'not a ticket' })).status).toBe(422);
  });

  test('take away a second factor with its recovery codes', async () => {
    const client = await enrolled();
    const id = await idOf(client);
    expect((await show(id)).secondFactorSince).not.toBeNull();
    const { json } = await send('reset-second-factor', { id, reason: 'PHONE_LOST', ticket: 'OPS-2' });
    expect(json.account).toMatchObject({ secondFactorSince: null, sessions: [] });
    expect(await isIn(client)).toBe(false);
    const left = `SELECT COUNT(*) AS n FROM staff_recovery_codes WHERE staff_id IN (SELECT id FROM staff WHERE email = ?)`;
    expect(Number((await rows<{ n: number }>(scene.sql.owner, left, [client.email]))[0]!.n)).toBe(0);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      type: 'staff.second-factor-reset',
      data: { reason: 'PHONE_LOST', ticket: 'OPS-2' },
    });
    await client.signIn();
    expect(await isIn(client)).toBe(true);
  });

  test('disable an account and enable it again, without the sessions from before', async () => {
    const client = await hired();
    const id = await idOf(client);
    expect((await send('disable', { id })).status).toBe(422);
    expect((await send('disable', { id, reason: 'LEFT' })).json.account.disabledAt).not.toBeNull();
    expect((await send('enable', { id, ...COMMANDS.enable })).json.account.disabledAt).toBeNull();
    expect(await isIn(client)).toBe(false);
    expect((await client.signIn()).status).toBe(303);
    expect((await show(id)).sessions).toHaveLength(1);
    expect((await show(id)).lastSignInAt).not.toBeNull();
    await send('end-sessions', { id, ...COMMANDS['end-sessions'] });
    expect(await isIn(client)).toBe(false);
  });

  test('may ask for the same thing again: it is done and recorded once', async () => {
    const client = await enrolled();
    const id = await idOf(client);
    for (const command of ['change-role', 'reset-second-factor', 'end-sessions', 'disable'] as const) {
      const given = COMMANDS[command];
      if (command === 'end-sessions') await client.signIn();
      const before = (await eventsOf(id)).length;
      const answers = await Promise.all([1, 2, 3].map(() => ask(command, { id, ...given })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect({ command, events: (await eventsOf(id)).length - before }).toEqual({ command, events: 1 });
    }
  });

  test('do nothing of it to their own account, but for ending its sessions', async () => {
    const client = await hired('operator');
    const id = await idOf(client);
    for (const [command, given] of Object.entries(COMMANDS)) {
      if (command === 'end-sessions') continue;
      const answer = await send(command, { id, ...given }, client);
      expect({ command, ...answer }).toMatchObject({ command, status: 409, json: { code: 'INVALID_STATE' } });
    }
    expect(await show(id, client)).toMatchObject({ isOwn: true, role: 'operator', disabledAt: null });
    await send('end-sessions', { id, ...COMMANDS['end-sessions'] }, client);
    expect(await isIn(client)).toBe(false);
  });

  test('never leave the service without an operator, two at once included', async () => {
    const left = async () =>
      (await accounts().list()).filter(({ role, disabledAt }) => role === 'operator' && !disabledAt);
    const other = await hired('operator');
    for (const { id, email } of await left()) {
      if (email !== operator.email && email !== other.email) await accounts().disable(systemActor('test'), id);
    }
    const [mine, theirs] = [await idOf(operator), await idOf(other)];
    expect(await left()).toHaveLength(2);

    // Each disables the other: one of them is faster, and the other is no operator any more.
    const answers = await Promise.all([
      ask('disable', { id: theirs, reason: 'LEFT' }),
      ask('disable', { id: mine, reason: 'LEFT' }, other),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    const [last, ...none] = await left();
    expect(none).toEqual([]);

    const admin = systemActor('test');
    await expect(accounts().disable(admin, last!.id)).rejects.toMatchObject({ code: 'INVALID_STATE' });
    await expect(accounts().changeRole(admin, last!.id, 'support')).rejects.toMatchObject({ code: 'INVALID_STATE' });
    operator = last!.email === operator.email ? operator : other;
    expect(await show(last!.id)).toMatchObject({ isLastOperator: true });
  });

  test('have a way back on the command line, when every phone is lost', async () => {
    const client = await enrolled();
    const command = COMMANDS_OF_CLI['staff reset-second-factor']!;
    const said: string[] = [];
    const open = () =>
      Promise.resolve({ app: scene.world.app, isEmbedded: false, migrated: [], urls: scene.world.database });
    const run = (email: string) =>
      command.run(
        { open, print: (line) => said.push(line) },
        command.parse(['--email', email, '--reason', 'PHONE_LOST', '--ticket', 'OPS-7']),
      );
    expect(await run(client.email.toUpperCase())).toBe(true);
    expect(said.join()).toContain('has no second factor');
    expect(await isIn(client)).toBe(false);
    expect((await eventsOf(await idOf(client))).at(-1)).toMatchObject({
      type: 'staff.second-factor-reset',
      data: { actor: { type: 'system', id: 'cli' }, reason: 'PHONE_LOST', ticket: 'OPS-7' },
    });
    await expect(run('nobody@ardoise.test')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each(['staff add', 'staff reset-second-factor'])(
    'on the command line: %s, which widens rights, asks for a reason and a ticket as the panel does',
    (name) => {
      const known = name === 'staff add' ? 'REPLACES' : 'PHONE_REPLACED';
      const role = name === 'staff add' ? ['--role', 'support'] : [];
      const parse = (...why: string[]) => COMMANDS_OF_CLI[name]!.parse(['--email', 'a@ardoise.test', ...role, ...why]);
      expect(parse('--reason', known, '--ticket', 'OPS-7')).toMatchObject({ why: { reason: known, ticket: 'OPS-7' } });
      expect(() => parse()).toThrow('--reason is missing');
      expect(() => parse('--reason', known)).toThrow('--ticket is missing');
      expect(() => parse('--reason', 'WISHED', '--ticket', 'OPS-7')).toThrow(`--reason must be one of`);
      expect(() => parse('--reason', known, '--ticket', 'a wish')).toThrow('--ticket must be the number of a ticket');
    },
  );

  test('see which accounts wait for a second factor, and nothing of businesses', async () => {
    const client = await hired();
    const { json } = await operator.get('/api/pages/waiting?list=staff-without-second-factor');
    expect(json.lists).toEqual(['staff-without-second-factor']);
    expect(json.rows).toContainEqual(expect.objectContaining({ name: client.email }));
    expect((await operator.get('/api/pages/waiting?list=feeds-failing')).status).toBe(404);
    const home = (await operator.get('/api/dashboard')).json;
    expect(home.counts.map(({ name }: { name: string }) => name)).toEqual([
      'staff-changes-waiting',
      'staff-without-second-factor',
      'staff-in-use',
    ]);
    expect(home.switches).toBeUndefined();
  });

  test('the lists of support: what waits and what happened, in order, with the place to look into it', async () => {
    const support = await hired();
    const owner = await Client.withBooks(scene.url, { businessName: 'Atelier Lachance' });
    await owner.reset();
    await owner.reset({ signUpEmail: 'somebody@else.test' });
    const list = async (name: string, more = '') => (await support.get(`/api/pages/waiting?list=${name}${more}`)).json;
    const href = (tab: string) => `/admin/pages/business?id=${owner.businessId}&tab=${tab}`;
    expect((await list('switches-done')).rows).toEqual([
      expect.objectContaining({ name: 'Atelier Lachance', href: href('switches'), what: { kind: 'reset' } }),
    ]);
    expect((await list('switches-refused')).rows).toEqual([
      expect.objectContaining({ href: href('timeline'), what: { kind: 'reset', code: 'SIGN_UP_EMAIL_MISMATCH' } }),
    ]);
    const { counts, switches } = (await support.get('/api/dashboard')).json;
    expect(counts).toContainEqual(expect.objectContaining({ name: 'switches-done', count: 1 }));
    expect(switches).toHaveLength(30);
    expect(switches.at(-1)).toMatchObject({ resets: 1, restores: 0, refused: 1 });
  });

  test('a list goes on behind its last row, whatever its length', async () => {
    const support = await hired();
    const { businessId } = await Client.withBooks(scene.url);
    const since = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, Math.floor(n / 3)));
    const feeds = Array.from({ length: 120 }, (_, n) => [
      ...[newId(), businessId, newId()].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')),
      ...['Compte', 'sandbox', 'error', since(n), since(n), 0],
    ]);
    await scene.sql.owner.query(
      `INSERT INTO bank_feeds (id, business_id, bank_account_id, bank_account_name, institution, state, state_since,
         created_at, fetched_count) VALUES ?`,
      [feeds],
    );
    const seen: { key: string; at: string }[] = [];
    let after = '';
    do {
      const { json } = await support.get(`/api/pages/waiting?list=feeds-failing${after}`);
      seen.push(...json.rows);
      after = json.next === null ? '' : `&after=${encodeURIComponent(json.next)}`;
    } while (after !== '');
    expect(new Set(seen.map(({ key }) => key)).size).toBe(120);
    expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).toSorted());
    for (const odd of ['x', `${newId()}_x`, '2026-01-01_']) {
      expect((await support.get(`/api/pages/waiting?list=feeds-failing&after=${odd}`)).status).toBe(422);
    }
  });

  test('everybody of the staff reads the policy as the program has it', async () => {
    const { json } = await (await hired('compliance')).get('/api/pages/permissions');
    const rowOf = (on: string, action: string) =>
      json.rows.find((row: { on: string; action: string }) => row.on === on && row.action === action);
    expect(rowOf('Business', 'reset').who).toEqual(['original-owner']);
    expect(rowOf('StaffAccount', 'manage').who).toEqual(['operator']);
    expect(rowOf('Accounting', 'reset')).toBeUndefined();
  });
});
