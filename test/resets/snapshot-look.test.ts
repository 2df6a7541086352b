import { REPORTS } from '../../src/accounting/reports/report.js';
import { LISTS as PAGES_OF_LISTS } from '../../src/web/paths.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { MINUTE_MS, shiftClock } from '../../src/platform/kernel/clock.js';
import { entry } from '../builders/calls.js';
import { Client } from '../builders/client.js';
import { PageReader } from '../builders/pages.js';
import { sendInvoice } from '../builders/payments.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

interface Listed {
  readonly items: readonly { readonly id: string }[];
}

/** What is looked up in a snapshot is what the open books would show of it, and nothing is changed by it. */
describe('a look at a snapshot', () => {
  let world: TestApp;
  let owner: Client;
  let snapshot: string;
  const before = new Map<string, Listed>();

  const LISTS = ['/contacts', '/ledger-accounts', '/journal-entries', '/invoices', '/bank-accounts', '/trial-balance'];

  beforeAll(async () => {
    world = await startTestApp('look');
    owner = await Client.withBooks(world.url);
    await owner.withContent();
    await sendInvoice(owner);
    await owner.post(owner.of('/bank-accounts'), { name: 'Chequing' });
    await owner.post(owner.of('/ledger-accounts'), { number: '5999', name: 'Of then' });
    await owner.post(owner.of('/journal-entries'), entry());
    for (const list of LISTS) before.set(list, (await owner.get<Listed>(owner.of(list))).body);
    snapshot = ((await owner.reset()).body.snapshot as { id: string }).id;
    await owner.post(owner.of('/contacts'), { name: 'Of the open books' });
  });
  afterEach(() => shiftClock(0));
  afterAll(() => world.stop());

  const inSnapshot = (path: string, id = snapshot) => owner.of(`/snapshots/${id}${path}`);
  const visits = async () => (await owner.events()).filter(({ type }) => type === 'snapshot.viewed').length;

  test.each(LISTS)('gives %s as it was', async (list) => {
    expect((await owner.get(inSnapshot(list))).body).toEqual(before.get(list));
    expect((await owner.get(owner.of(list))).body).not.toEqual(before.get(list));
  });

  test('gives the lines of an entry, which the open books do not have', async () => {
    const [entry] = before.get('/journal-entries')!.items;
    const lines = await owner.get<Listed>(inSnapshot(`/journal-entries/${entry!.id}/lines`));
    expect(lines.body.items).toEqual((entry as unknown as { lines: unknown }).lines);
    expect((await owner.get(owner.of(`/journal-entries/${entry!.id}/lines`))).status).toBe(404);
  });

  test('shows every list and report under a band that leads back, and nothing to press', async () => {
    const reader = new PageReader(world.url, owner.token);
    const base = `/b/${owner.businessId}/snapshots/${snapshot}`;
    const reports = ['/reports', ...REPORTS.map((name) => `/reports/${name}`)];
    for (const path of ['', ...PAGES_OF_LISTS.map((list) => `/${list}`), ...reports]) {
      const page = await reader.open(`${base}${path}`);
      expect(page.status).toBe(200);
      expect(page.text).toMatch(/You are looking at a snapshot of .*:\d\d:\d\d.*: read only/);
      expect(page.text).not.toContain('Of the open books');
      expect(page.links).toContain(`/b/${owner.businessId}`);
      // But that it may be taken along as a pack, which changes nothing of it.
      const pressed = page.forms.filter(
        ({ action, method }) => method === 'post' && /^\/b\/.*(?<!\/packs)$/.test(action),
      );
      expect(pressed).toEqual([]);
      expect(page.links.filter((link) => link.endsWith('/new'))).toEqual([]);
    }
  });

  test('gives the same files as the open books gave', async () => {
    const fetchFile = (path: string) =>
      fetch(`${world.url}/b/${owner.businessId}${path}`, { headers: { cookie: `ardoise_session=${owner.token}` } });
    for (const file of [
      '/contacts.csv',
      '/lists/invoices/file?format=csv',
      '/reports/trial-balance/file?format=csv',
      '/reports/ledger.fec.txt',
    ]) {
      const answer = await fetchFile(`/snapshots/${snapshot}${file}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toContain('attachment');
      expect(await answer.text()).not.toContain('Of the open books');
    }
    const exported = (await owner.events()).filter(({ type }) => type === 'books.exported');
    expect(exported).toHaveLength(4);
    expect(exported[0]!.data).toMatchObject({ details: { book_id: snapshot } });
  });

  test('is recorded once for a visit, however many pages it has, and again after a quarter of an hour', async () => {
    await owner.get(inSnapshot('/counts'));
    const so = await visits();
    for (const list of LISTS) await owner.get(inSnapshot(list));
    expect(await visits()).toBe(so);
    shiftClock(16 * MINUTE_MS);
    await owner.get(inSnapshot('/contacts'));
    await owner.get(inSnapshot('/invoices'));
    expect(await visits()).toBe(so + 1);
  });

  test('of another business, or of none, finds nothing', async () => {
    const other = await Client.withBooks(world.url);
    for (const list of [...LISTS, '/counts']) {
      expect((await other.get(other.of(`/snapshots/${snapshot}${list}`))).status).toBe(404);
      expect((await owner.get(inSnapshot(list, newId()))).status).toBe(404);
    }
  });
});
