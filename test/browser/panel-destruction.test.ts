import type { Browser } from 'playwright-core';
import { SnapshotExpiry } from '../../src/books/expiry.service.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor } from '../../src/platform/kernel/actor.js';
import { idToBytes } from '../../src/platform/kernel/ids.js';
import { Client, PASSWORD } from '../builders/client.js';
import { connectSql } from '../setup/sql.js';
import type { TestApp } from '../setup/test-app.js';
import { describeInBrowser, LOOKS, startPanel, Visitor } from './browser.js';

const COMPLIANCE = 'compliance@ardoise.test';

describeInBrowser('what compliance sees of the end of data', () => {
  let world: TestApp;
  let browser: Browser;
  let owner: Client;

  beforeAll(async () => {
    [world, browser] = await startPanel('destruction-browser');
    await world.app.get(StaffAccounts).add(systemActor('test'), COMPLIANCE, 'compliance', PASSWORD);
    owner = await Client.withBooks(world.url, { businessName: 'Café Brûlerie' });
    await purgedSnapshot();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  async function purgedSnapshot(): Promise<void> {
    const { snapshot } = (await owner.reset()).body as { snapshot: { id: string } };
    const { app, database } = world;
    while (await app.get(SnapshotDigests).digestNext());
    const sql = await connectSql(database.adminUrl);
    await sql.query('UPDATE books SET expires_at = NOW(6) - INTERVAL 1 SECOND WHERE id = ?', [idToBytes(snapshot.id)]);
    sql.destroy();
    while (await app.get(SnapshotExpiry).purgeNext());
    while (await app.get(LogWorker).keep());
  }

  const look = async (visitor: Visitor, screen: string) =>
    expect({ screen, problems: await visitor.problems() }).toEqual({ screen, problems: [] });

  test.each(LOOKS)('the certificate of a purged snapshot, and how long what is kept (%s)', async (locale, options) => {
    const visitor = await Visitor.enter(browser, world.url, options);
    const { page } = visitor;
    await visitor.signInAsStaff(COMPLIANCE, PASSWORD);
    await page.waitForSelector('#log');
    await page.goto(`${world.url}/admin/pages/business?id=${owner.businessId}&tab=snapshots`);
    const [certificate, nothing] =
      locale === 'fr' ? ['Certificat de destruction', 'Aucune ligne.'] : ['Certificate of destruction', 'No row.'];
    await page.locator('main tbody .open-row').click();
    await page.getByRole('link', { name: certificate }).click();
    await page.getByRole('heading', { level: 1, name: certificate }).waitFor();
    await page.getByText(nothing).waitFor();
    await look(visitor, 'certificate');
    await page.goto(`${world.url}/admin/pages/retention`);
    await page.getByText('SNAPSHOT_RETENTION_DAYS').waitFor();
    await look(visitor, 'retention');
    expect(visitor.faults).toEqual([]);
    await visitor.context.close();
  });
});
