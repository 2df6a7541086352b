import { MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { entry } from '../builders/calls.js';
import { Client } from '../builders/client.js';
import { PageReader } from '../builders/pages.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** After a reset or a recovery the way back stands on every page for ten minutes, and the choices say what each of them is. */
describe('right after a switch', () => {
  let world: TestApp;
  let owner: Client;
  let snapshot: string;

  beforeAll(async () => {
    world = await startTestApp('undo');
    owner = await Client.withBooks(world.url);
    await owner.post(owner.of('/journal-entries'), entry());
    snapshot = ((await owner.reset()).body.snapshot as { id: string }).id;
  });
  afterEach(() => shiftClock(0));
  afterAll(() => world.stop());

  const home = () => `/b/${owner.businessId}`;
  const undo = () => `${home()}/settings/personalisation/manage-your-data/recover?snapshot=${snapshot}`;

  test('every page leads the original owner to the confirmation that undoes it, and nothing is done by the link', async () => {
    const reader = new PageReader(world.url, owner.token);
    for (const path of ['/journal', '/invoices', '/settings', '/reports/ledger']) {
      const page = await reader.open(`${home()}${path}`);
      expect(page.links).toContain(undo());
      expect(page.text).toMatch(/You reset your data on .*:\d\d:\d\d/);
    }
    expect((await reader.open(undo())).text).toContain('Confirm that it is you');
  });

  test('the others see who did it, and no way to undo it', async () => {
    const member = await owner.invite('owner');
    const page = await new PageReader(world.url, member.token).open(`${home()}/journal`);
    expect(page.text).toContain(`by ${owner.email}`);
    expect(page.links).not.toContain(undo());
    const viewer = await owner.invite('viewer');
    const seen = await new PageReader(world.url, viewer.token).open(`${home()}/journal`);
    expect(seen.text).toContain('by the original owner');
    expect(seen.text).not.toContain(owner.email);
  });

  test('it is gone after ten minutes', async () => {
    shiftClock(11 * MINUTE_MS);
    const page = await new PageReader(world.url, owner.token).open(`${home()}/journal`);
    expect(page.text).not.toContain('You reset your data');
    expect(page.links).not.toContain(undo());
  });

  test('each choice says when, why, how much, how late and by whom, and empty books come last', async () => {
    await owner.restore({ snapshotId: snapshot });
    const reader = new PageReader(world.url, owner.token);
    await owner.reset();
    const page = await reader.open(undo());
    expect(page.text).toMatch(/Last entry: \S/);
    expect(page.text).toContain(`By ${owner.email}`);
    expect(page.text.indexOf('Set aside by a reset')).toBeLessThan(page.text.indexOf('Set aside by a recovery'));
  });
});
