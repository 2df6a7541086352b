import type { MemberRole } from '../../src/platform/kernel/actor.js';
import { Client } from '../builders/client.js';
import { invoice } from '../builders/ledger.js';
import { PageReader, type ShownPage } from '../builders/pages.js';
import { sendInvoice } from '../builders/payments.js';
import { Scene } from '../setup/scene.js';

const ROLES: readonly ('original owner' | MemberRole)[] = [
  'original owner',
  'owner',
  'accountant',
  'bookkeeper',
  'viewer',
];
const PAGES_MAX = 400;
/** Of a record and of a page of a list one is opened: they are alike. */
const RECORD = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const alike = (path: string, businessId: string) =>
  path
    .replaceAll(businessId, 'B')
    .replace(RECORD, 'R')
    .replace(/=[^&#]+/g, '=');

/** Whoever somebody is, every link that their pages show opens: no way is shown that ends at a refusal. */
describe('every link', () => {
  let scene: Scene;
  let owner: Client;
  beforeAll(async () => {
    scene = await Scene.start('links');
    owner = await Client.signUp(scene.url);
    await invoice(owner);
    expect((await owner.reset()).status).toBe(201);
    await sendInvoice(owner);
    await owner.withContent();
  });
  afterAll(() => scene.stop());

  test.each(ROLES)('that a page shows to %s opens', async (role) => {
    const person = role === 'original owner' ? owner : await owner.invite(role);
    const reader = new PageReader(scene.url, person.token);
    const wrong: string[] = [];
    const seen = new Set<string>();
    const queue = [{ path: `/b/${owner.businessId}`, from: 'the start' }];
    let opened = 0;
    for (const { path, from } of queue) {
      const kind = alike(path, owner.businessId);
      if (seen.has(kind)) continue;
      seen.add(kind);
      expect((opened += 1)).toBeLessThan(PAGES_MAX);
      const page = await reader.open(path);
      if (page.status !== 200) wrong.push(`${path} (${page.status}), linked from ${from}`);
      for (const next of linksOf(page)) queue.push({ path: next, from: path });
    }
    expect(wrong).toEqual([]);
    // It went somewhere: a menu, lists and records.
    expect(opened).toBeGreaterThan(20);
  });

  /** Also those of the menu. What changes the language, is a file of the program or another business is left out. */
  function linksOf({ html }: ShownPage): string[] {
    return [...html.matchAll(/href="(\/[^"#]*)/g)]
      .map(([, path]) => path!.replaceAll('&amp;', '&'))
      .filter((path) => !/^\/(assets|language|api)/.test(path))
      .filter((path) => !path.startsWith('/b/') || path.startsWith(`/b/${owner.businessId}`));
  }
});
