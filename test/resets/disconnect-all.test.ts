import { Client } from '../builders/client.js';
import { PageReader } from '../builders/pages.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';

/** Several banks that block are one press, and each of them is recorded as if it had been pressed alone. */
describe('disconnecting all banks', () => {
  let world: TestApp;
  let owner: Client;

  beforeAll(async () => {
    world = await startTestApp('disconnect');
    owner = await Client.withBooks(world.url);
    for (const name of ['Chequing', 'Savings', 'Card']) {
      const account = await owner.post<{ id: string }>(owner.of('/bank-accounts'), { name });
      const feed = { bankAccountId: account.body.id, institution: 'sandbox' };
      expect((await owner.post(owner.of('/bank-feeds'), feed)).status).toBe(201);
    }
  });
  afterAll(() => world.stop());

  const manage = () => `/b/${owner.businessId}/settings/personalisation/manage-your-data`;
  const disconnections = async () => (await owner.events()).filter(({ type }) => type === 'bank-feed.disconnected');
  const formOf = async (reader: PageReader) => {
    const page = await reader.open(manage());
    return { page, form: page.forms.find(({ action }) => action.endsWith('/bank-feeds/disconnect-all')) };
  };

  test('is one form, after which nothing blocks; pressed in a second window it does nothing more', async () => {
    const reader = new PageReader(world.url, owner.token);
    const { page, form } = await formOf(reader);
    const after = await reader.send(page, form!);
    expect(after.path).toContain(manage());
    expect(after.text).toContain('Nothing blocks');
    expect((await disconnections()).length).toBe(3);
    expect((await reader.send(page, form!)).text).toContain('Nothing blocks');
    expect((await disconnections()).length).toBe(3);
    expect((await owner.reset()).status).toBe(201);
  });

  test('is nothing that a viewer or a stranger may do', async () => {
    const path = `${world.url}/b/${owner.businessId}/bank-feeds/disconnect-all`;
    const viewer = await owner.invite('viewer');
    const stranger = await Client.withBooks(world.url);
    for (const [client, status] of [
      [viewer, 403],
      [stranger, 404],
    ] as const) {
      const headers = { cookie: `ardoise_session=${client.token}`, origin: world.url };
      expect((await fetch(path, { method: 'POST', headers, redirect: 'manual' })).status).toBe(status);
    }
  });
});
