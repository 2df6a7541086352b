import { Client } from '../builders/client.js';
import { PageReader } from '../builders/pages.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** What a restore would bring back and overwrite, on pages and as files. */
describe('the pages of a comparison', () => {
  let world: TestApp;
  let owner: Client;
  let at: string;

  beforeAll(async () => {
    world = await startTestApp('comparison-pages');
    owner = await Client.signUp(world.url, { locale: 'en' });
    const contact = (name: string, email?: string) => owner.post(owner.of('/contacts'), { name, email });
    const entry = (amount: string) =>
      owner.post(owner.of('/journal-entries'), {
        date: '2026-01-31',
        lines: [
          { account: '5200', debit: amount },
          { account: '1010', credit: amount },
        ],
      });
    await contact('Nadeau', 'before@example.test');
    for (let i = 0; i < 55; i += 1) await contact(`Gone ${i}`);
    await entry('950.00');
    const { body } = await owner.reset();
    await contact('Nadeau', 'after@example.test');
    await contact('=New');
    await entry('0.01');
    at = `/b/${owner.businessId}/snapshots/${(body.snapshot as { id: string }).id}/comparison`;
  });
  afterAll(() => world.stop());

  const read = (path = '', client = owner) => new PageReader(world.url, client.token).open(at + path);
  const download = async (path: string, client = owner) => {
    const answer = await fetch(world.url + at + path, { headers: { cookie: `ardoise_session=${client.token}` } });
    return { status: answer.status, text: await answer.text() };
  };

  test('say what differs by kind, and the difference of each balance', async () => {
    const { status, text } = await read();
    expect(status).toBe(200);
    expect(text).toMatch(/Contacts.*55.*1.*1/);
    expect(text).toMatch(/1010.*-?950.*949\.99/);
  });

  test('list what would come back, a page at a time, and what changes field by field', async () => {
    const first = await read('/contacts/comesBack');
    expect(first.text).toContain('Gone 0');
    expect(first.text).not.toContain('Gone 54');
    const next = first.links.find((link) => link.includes('after='))!;
    expect((await new PageReader(world.url, owner.token).open(next)).text).toContain('Gone 54');
    expect((await read('/contacts/changes')).text).toMatch(/Nadeau.*E-mail.*before@example\.test.*after@example\.test/);
    expect((await read('/contacts/goes')).text).toContain('=New');
    expect((await read('/contacts/nonsense')).status).toBe(404);
    expect((await read('/nonsense/goes')).status).toBe(404);
  });

  test('are files too, which are recorded', async () => {
    const differences = await download('/differences.csv');
    expect(differences.text).toContain('Kind,Difference,What,Field,Snapshot,Open books');
    expect(differences.text).toContain('Contacts,Would change,Nadeau,E-mail,before@example.test,after@example.test');
    expect(differences.text).toContain("Contacts,Would be overwritten,'=New");
    expect(differences.text.split('Would come back,Gone')).toHaveLength(56);
    const balances = await download('/balances.csv');
    expect(balances.text).toMatch(/1010,[^,]*,-950\.00,-0\.01,-949\.99/);
    const exported = (await owner.events()).filter(({ type }) => type === 'books.exported');
    expect(
      exported.map(({ data }) => (data as unknown as { details: { format: string } }).details.format).sort(),
    ).toEqual(['comparison-of-balances.csv', 'comparison.csv']);
  });

  test('are for those who may look at snapshots', async () => {
    const accountant = await owner.invite('accountant');
    expect((await read('', accountant)).status).toBe(200);
    for (const role of ['viewer', 'bookkeeper'] as const) {
      const member = await owner.invite(role);
      expect((await read('', member)).status).toBe(403);
      expect((await download('/differences.csv', member)).status).toBe(403);
    }
    expect((await read('', await Client.signUp(world.url))).status).toBe(404);
  });

  test('a page that does not exist is refused in words', async () => {
    for (const after of ['undefined', '<script>']) {
      const page = await read(`/contacts/comesBack?after=${encodeURIComponent(after)}`);
      expect(page.status).toBe(422);
    }
  });
});
