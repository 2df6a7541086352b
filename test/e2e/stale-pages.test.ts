import { DAY_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Client, PASSWORD } from '../builders/client.js';
import { formTo, PageReader } from '../builders/pages.js';
import { paidInvoice } from '../builders/payments.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** A page that was shown before something else was done, and is used after: two tabs, Back, somebody else. */
describe('a page that is no longer so', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await startTestApp('stale', { SNAPSHOT_RETENTION_DAYS: '1' });
  });
  afterEach(() => shiftClock(0));
  afterAll(() => world.stop());

  const manage = (owner: Client, path = '') =>
    `/b/${owner.businessId}/settings/personalisation/manage-your-data${path}`;
  const enter = (client: Client) => new PageReader(world.url, client.token);

  describe('of a reset', () => {
    test('in a second tab: the data are reset already, and nothing more is done', async () => {
      const owner = await Client.withBooks(world.url);
      const reader = enter(owner);
      const [first, second] = [await reader.open(manage(owner, '/reset')), await reader.open(manage(owner, '/reset'))];
      const typed = { signUpEmail: owner.email };
      expect((await reader.send(first, formTo(first, '/reset'), typed)).path).toBe(manage(owner, '/reset/done'));
      await owner.withContent();
      const said = await reader.send(second, formTo(second, '/reset'), typed);
      expect(said).toMatchObject({ status: 409, title: 'Your data are already reset' });
      expect(said.text).toContain('Nothing more was done since');
      expect(said.forms.filter(({ action }) => action.endsWith('/reset'))).toEqual([]);
      const [snapshot] = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
      expect(said.links).toContain(`${manage(owner, '/recover')}?snapshot=${snapshot!.id}`);
      expect((await owner.counts()).contacts).toBe(1);
    });

    test('after Back, or where nothing was entered yet: no form, but where to go on', async () => {
      const owner = await Client.withBooks(world.url);
      const reader = enter(owner);
      await owner.reset();
      const back = await reader.open(manage(owner, '/reset'));
      expect(back).toMatchObject({ status: 200, title: 'Your data are already reset' });
      expect(back.forms.some(({ action }) => action.endsWith('/reset'))).toBe(false);
      const start = await reader.open(manage(owner));
      expect(start.text).toContain('There is nothing to reset');
      expect(start.links).not.toContain(manage(owner, '/reset'));
      const newcomer = await Client.signUp(world.url);
      expect((await enter(newcomer).open(manage(newcomer, '/reset'))).title).toBe('There is nothing to reset');
    });

    test('with a wrong address too: other books are not asked about', async () => {
      const owner = await Client.withBooks(world.url);
      const reader = enter(owner);
      const shown = await reader.open(manage(owner, '/reset'));
      await owner.reset();
      await owner.withContent();
      const said = await reader.send(shown, formTo(shown, '/reset'), { signUpEmail: 'wrong@example.test' });
      expect(said).toMatchObject({ status: 409, title: 'Your data are already reset' });
    });

    test('after a reset and a restore by somebody else: what was done last', async () => {
      const owner = await Client.withBooks(world.url);
      const reader = enter(owner);
      await owner.reset();
      await owner.withContent();
      const shown = await reader.open(manage(owner, '/reset'));
      await owner.restore();
      const said = await reader.send(shown, formTo(shown, '/reset'), { signUpEmail: owner.email });
      expect(said.status).toBe(409);
      expect(said.title).toContain('Nothing has changed');
      expect(said.text).toContain('were recovered');
    });

    test('that names no books is not carried out', async () => {
      const owner = await Client.withBooks(world.url);
      const reader = enter(owner);
      const shown = await reader.open(manage(owner, '/reset'));
      const typed = { signUpEmail: owner.email, book: '' };
      expect((await reader.send(shown, formTo(shown, '/reset'), typed)).status).toBe(422);
      expect((await owner.counts()).contacts).toBe(1);
    });
  });

  describe('of a recovery', () => {
    test('in a second tab: the data are back already', async () => {
      const owner = await Client.withBooks(world.url);
      const reader = enter(owner);
      await owner.reset();
      const path = manage(owner, '/recover');
      const [first, second] = [await reader.open(path), await reader.open(path)];
      const typed = { signUpEmail: owner.email };
      expect((await reader.send(first, formTo(first, '/recover'), typed)).path).toBe(manage(owner, '/recover/done'));
      const said = await reader.send(second, formTo(second, '/recover'), typed);
      expect(said).toMatchObject({ status: 409, title: 'These data are already back' });
      expect(said.links).toContain(`/b/${owner.businessId}`);
      const back = await reader.open(`${path}?snapshot=${formTo(first, '/recover').values.snapshot}`);
      expect(back).toMatchObject({ status: 200, title: 'These data are already back' });
    });

    test('without a choice, when no reset is left to undo: that, with what can be chosen', async () => {
      const owner = await Client.withBooks(world.url);
      const reader = enter(owner);
      expect((await reader.open(manage(owner, '/recover'))).title).toBe('There is nothing to recover');
      await owner.reset();
      await owner.restore();
      const said = await reader.open(manage(owner, '/recover'));
      expect(said).toMatchObject({ status: 200, title: 'No reset is left to undo' });
      expect(said.text).not.toContain('No reset was made');
      const [snapshot] = (await owner.get<{ id: string }[]>(owner.of('/snapshots'))).body;
      expect(said.links).toContain(`${manage(owner, '/recover')}?snapshot=${snapshot!.id}`);
      const empty = await reader.open(`${manage(owner, '/recover')}?snapshot=${snapshot!.id}`);
      expect(empty.title).toBe('Go back to empty books?');
    });

    test('says the seconds of snapshots that were set aside in the same minutes', async () => {
      const owner = await Client.withBooks(world.url);
      await owner.reset();
      await owner.withContent();
      await owner.reset();
      const reader = enter(owner);
      const page = await reader.open(manage(owner, '/recover'));
      const cards = [...page.html.matchAll(/<input type="radio" name="snapshot"[^>]*>.*?<time[^>]*>([^<]*)/gs)];
      expect(cards).toHaveLength(2);
      for (const [, at] of cards) expect(at).toMatch(/\d:\d\d:\d\d/);
      expect((await reader.open(manage(owner))).text).toMatch(/\d:\d\d:\d\d/);
    });
  });

  describe('of a snapshot', () => {
    const snapshotOf = async (owner: Client) => ((await owner.reset()).body.snapshot as { id: string }).id;

    test.each(['fr', 'en'])('that was recovered meanwhile: its data are the open ones (%s)', async (locale) => {
      const owner = await Client.withBooks(world.url, { locale });
      const reader = enter(owner);
      const path = `/b/${owner.businessId}/snapshots/${await snapshotOf(owner)}`;
      expect((await reader.open(path)).status).toBe(200);
      await owner.restore();
      for (const who of [reader, enter(await owner.invite('accountant', { locale }))]) {
        const said = await who.open(path);
        expect(said.status).toBe(200);
        expect(said.title).toBe(locale === 'fr' ? 'Ces données sont déjà de retour' : 'These data are already back');
        expect(said.links).toEqual(expect.arrayContaining([`/b/${owner.businessId}`, manage(owner)]));
      }
      // The open books are no snapshot, as long as they never were one.
      const fresh = await Client.withBooks(world.url);
      const { bookId } = (await fresh.get<{ bookId: string }>(fresh.of('/reset-preview'))).body;
      expect((await enter(fresh).open(`/b/${fresh.businessId}/snapshots/${bookId}`)).status).toBe(404);
      expect((await enter(fresh).open(path.replace(owner.businessId, fresh.businessId))).status).toBe(404);
    });

    test.each(['fr', 'en'])('whose time is over: that it is gone, with those that are left (%s)', async (locale) => {
      const owner = await Client.withBooks(world.url, { locale });
      const reader = enter(owner);
      const gone = await snapshotOf(owner);
      const shown = await reader.open(manage(owner, `/recover?snapshot=${gone}`));
      shiftClock(2 * DAY_MS);
      await owner.confirmSession();
      await owner.withContent();
      const left = await snapshotOf(owner);
      await owner.restore({ snapshotId: left });
      const title = locale === 'fr' ? 'Cet instantané n’est plus gardé' : 'This snapshot is no longer kept';
      const again = await reader.open(manage(owner, `/recover?snapshot=${gone}`));
      expect(again).toMatchObject({ status: 200, title });
      expect(again.links).toContain(manage(owner));
      expect(await reader.open(`/b/${owner.businessId}/snapshots/${gone}`)).toMatchObject({ status: 410, title });
      const books = (await owner.get<{ bookId: string }>(owner.of('/restore-preview'))).body.bookId;
      const typed = { signUpEmail: owner.email, book: books };
      const said = await reader.send(shown, formTo(shown, '/recover'), typed);
      expect(said).toMatchObject({ status: 410, title });
      expect(said.links).toContain(manage(owner));
      expect((await owner.counts()).contacts).toBe(1);
    });
  });

  describe('of a payment that was recorded meanwhile', () => {
    test('opened again or sent from a second tab: that it is done, with the list', async () => {
      const owner = await Client.withBooks(world.url);
      const { paymentId } = await paidInvoice(owner);
      const reader = enter(owner);
      const path = `/b/${owner.businessId}/payments-to-record/${paymentId}/recording`;
      const [first, second] = [await reader.open(path), await reader.open(path)];
      const done = await reader.send(first, formTo(first, '/recording'), { target: 'other-income' });
      expect(done.text).toMatch(/is recorded|was recorded|recorded/);
      for (const target of ['other-income', '']) {
        const said = await reader.send(second, formTo(second, '/recording'), { target });
        expect(said).toMatchObject({ status: 200 });
        expect(said.text).toContain('This payment is not waiting any more');
      }
      const back = await reader.open(path);
      expect(back.text).toContain('Nothing was added a second time');
      expect((await owner.counts()).recordedPayments).toBe(1);
      expect((await reader.open(path.replace(paymentId, newId()))).status).toBe(404);
    });
  });

  describe('of a session that has ended', () => {
    test.each([
      ['reset', ''],
      ['recover', '?snapshot='],
    ])('%s: nothing was changed, one comes back to the same page, and the reason is kept', async (step, query) => {
      const owner = await Client.withBooks(world.url);
      const { body } = await owner.reset();
      await owner.withContent();
      const path = manage(owner, `/${step}`) + (query && query + (body.snapshot as { id: string }).id);
      const reader = enter(owner);
      const shown = await reader.open(path);
      reader.endSession();
      const typed = { signUpEmail: owner.email, reason: 'Wrong « file », été' };
      const said = await reader.send(shown, formTo(shown, `/${step}`), typed);
      expect(said.status).toBe(401);
      expect(said.text).toContain('nothing was changed');
      expect(said.html).not.toContain(owner.email);
      const signIn = formTo(said, '/sign-in');
      expect(signIn.values).toMatchObject({ next: path, reason: typed.reason });
      const wrong = await reader.send(said, signIn, { email: owner.email, password: 'not it at all' });
      const back = await reader.send(wrong, formTo(wrong, '/sign-in'), { email: owner.email, password: PASSWORD });
      expect(back).toMatchObject({ status: 200, path });
      expect(formTo(back, `/${step}`).values).toMatchObject({ reason: typed.reason, signUpEmail: '' });
      // Once: the next opening knows nothing of it.
      expect(formTo(await reader.open(path), `/${step}`).values.reason).toBe('');
      expect((await owner.counts()).contacts).toBe(1);
    });

    test('signing out is done already', async () => {
      const owner = await Client.signUp(world.url);
      const reader = enter(owner);
      const shown = await reader.open(`/b/${owner.businessId}`);
      reader.endSession();
      expect(await reader.send(shown, formTo(shown, '/sign-out'))).toMatchObject({ status: 200, path: '/sign-in' });
    });

    test('does not lead to another site', async () => {
      const owner = await Client.signUp(world.url);
      const answer = await fetch(`${world.url}${manage(owner, '/reset')}`, {
        method: 'POST',
        headers: { Accept: 'text/html', Origin: world.url, Referer: 'https://evil.example/sign-in?x' },
        body: new URLSearchParams({ reason: 'x' }),
      });
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toContain('evil.example');
    });
  });

  describe('for members who are not the original owner', () => {
    const roles = ['owner', 'accountant', 'bookkeeper', 'viewer'] as const;

    test.each(roles)('who is named to those alone who may see members (%s)', async (role) => {
      const owner = await Client.withBooks(world.url);
      const member = await owner.invite(role);
      const reader = enter(member);
      const maySee = (await member.get(member.of('/members'))).status === 200;
      expect(maySee).toBe(role === 'owner' || role === 'accountant');
      for (const path of ['', '/reset', '/recover']) {
        const said = await reader.open(manage(owner, path));
        expect(said.status).toBe(path === '' ? 200 : 403);
        expect(said.text).toContain('Only the original owner can reset or recover');
        expect(said.text).not.toContain('full access can help');
        expect(said.html.includes(owner.email)).toBe(maySee);
        if (path !== '') expect(said.links).toContain(manage(owner));
      }
      expect((await owner.events()).filter(({ type }) => /^business\.re(set|store)\./.test(type))).toEqual([]);
      const answer = await fetch(`${world.url}${manage(owner, '/reset')}`, {
        method: 'POST',
        headers: { Accept: 'text/html', Origin: world.url, Cookie: `ardoise_session=${member.token}` },
      });
      expect(answer.status).toBe(403);
      expect((await owner.events()).filter(({ type }) => type === 'business.reset.denied')).toHaveLength(1);
    });

    test.each(roles)('the history is offered to those who may read it, and to no others (%s)', async (role) => {
      for (const edition of ['accounting', 'express']) {
        const owner = await Client.signUp(world.url, { edition });
        const reader = enter(await owner.invite(role));
        const history = `/b/${owner.businessId}/history`;
        const mayRead = (await reader.open(history)).status === 200;
        expect(mayRead).toBe(role === 'owner');
        for (const page of ['', '/settings', '/more']) {
          const { html } = await reader.open(`/b/${owner.businessId}${page}`);
          expect({ edition, page, offered: html.includes(`"${history}"`) }).toEqual({
            edition,
            page,
            offered: mayRead && (edition === 'accounting' || page !== ''),
          });
        }
      }
    });
  });
});
