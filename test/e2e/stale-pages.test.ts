import { Client } from '../builders/client.js';
import { formTo, PageReader } from '../builders/pages.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** A page that was shown before something else was done, and is used after: two tabs, Back, somebody else. */
describe('a page that is no longer so', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await startTestApp('stale');
  });
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
      const options = [...page.html.matchAll(/<option[^>]*>([^<]*)/g)].map(([, text]) => text!);
      expect(options).toHaveLength(2);
      for (const option of options) expect(option).toMatch(/\d:\d\d:\d\d/);
      expect((await reader.open(manage(owner))).text).toMatch(/\d:\d\d:\d\d/);
    });
  });
});
