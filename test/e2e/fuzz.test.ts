import { makeDemo } from '../../src/demo/make-demo.js';
import { Campaign } from '../fuzz/campaign.js';
import { EventWatch } from '../fuzz/events.js';
import { connectSql } from '../setup/sql.js';
import { startTestApp } from '../setup/test-app.js';

/** The beginning of `npm run fuzz`; longer campaigns are run by hand. */
const REQUESTS = 2_000;
const SEED = 1;

test('spoilt requests are refused, are answered in time and leave no event without a cause', async () => {
  const world = await startTestApp('fuzz', { PANEL: 'on' }, { hasDemo: true });
  const connection = await connectSql(world.database.adminUrl);
  try {
    await makeDemo(world.app, () => undefined);
    const events = await EventWatch.begin(connection);
    const report = await new Campaign({ url: world.url, requests: REQUESTS, seed: SEED, events }).run();
    expect(report.findings).toEqual([]);
    expect(report.sent).toBeGreaterThan(REQUESTS);
    // Not everything was refused at the door, and not everything was harmless.
    for (const status of ['200', '303', '401', '403', '404', '422'])
      expect(report.byStatus[status]).toBeGreaterThan(10);
    expect(report.events).toBeGreaterThan(100);
  } finally {
    connection.destroy();
    await world.stop();
  }
}, 240_000);
