import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { FecImport } from '../../src/accounting/fec-import.service.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { LogKeys } from '../../src/log/transparency-log/log-keys.service.js';
import { StaffAccounts } from '../../src/people/identity/staff.service.js';
import { systemActor, type StaffActor } from '../../src/platform/kernel/actor.js';
import { newId } from '../../src/platform/kernel/ids.js';
import { Resets } from '../../src/resets/resets.service.js';
import { PeriodReports } from '../../src/review/reviews/period-reports.service.js';
import { ReviewBundles } from '../../src/review/reviews/review-bundles.service.js';
import { Reviews } from '../../src/review/reviews/reviews.service.js';
import { settle, withWorker } from './lib/audit-world.js';
import { BigLog } from './lib/audit-fill.js';
import { WITHOUT_SWITCHES } from './lib/audit-events.js';
import { fillSwitches } from './lib/evidence-switches.js';
import { ledgerLines } from './lib/ledger.js';
import { eventsAsked, isQuick } from './lib/options.js';
import { asMegabytes, asTime, printTable, printTargets, say, writeJson } from './lib/report.js';
import { summarise, type Summary } from './lib/stats.js';
import { inWorld, type BenchApp } from './lib/world.js';

const EVENTS = eventsAsked ?? (isQuick ? 30_000 : 1_000_000);
const SWITCHES = isQuick ? 500 : 10_000;
const BUNDLED = isQuick ? 40 : 1_000;
const REPEATS = isQuick ? 3 : 10;
const LINES = 40;
const PAIRS_OF_A_BUSINESS = 10;
const REPORT_MS_MAX = 2_000;
const BUNDLE_MS_MAX = 10_000;
const SERVER_OPTIONS = ['--innodb-sort-buffer-size=64M'];
const VERIFIER = resolve('dist/ardoise-verify.mjs');
const verified = promisify(execFile);
const YEAR_MS = 366 * 86_400_000;

async function reviewer({ nest }: BenchApp): Promise<StaffActor> {
  const accounts = nest.get(StaffAccounts);
  const email = 'compliance@bench.test';
  await accounts.add(systemActor('bench'), email, 'compliance', 'correct horse battery');
  const origin = { requestId: 'bench', ip: '127.0.0.1', userAgent: 'bench' };
  return { type: 'staff', id: await accounts.idOf(email), role: 'compliance', origin };
}

/** Resets and restores as requests make them, each with its digest: of a business, one after the other. */
async function switchForReal(app: BenchApp, switches: number): Promise<{ from: string; until: string }> {
  const resets = app.nest.get(Resets);
  const digests = app.nest.get(SnapshotDigests);
  const from = new Date().toISOString();
  for (let done = 0; done < switches;) {
    const { actor, membership } = await app.signUp();
    await app.nest.get(FecImport).run(actor, membership, Readable.from(ledgerLines(LINES)));
    for (let pair = 0; pair < PAIRS_OF_A_BUSINESS && done < switches; pair++, done += 2) {
      await resets.reset(actor, membership, { signUpEmail: actor.email });
      while (await digests.digestNext());
      await resets.restore(actor, membership, { signUpEmail: actor.email });
    }
    if (done % 200 === 0) say(`${done} switches …`);
  }
  while (await digests.digestNext());
  return { from, until: new Date().toISOString() };
}

async function measureReport(app: BenchApp, actor: StaffActor) {
  const reports = app.nest.get(PeriodReports);
  const until = new Date().toISOString();
  const from = new Date(Date.now() - YEAR_MS).toISOString();
  const scope = { from, until, businessId: null, action: null };
  const times: number[] = [];
  let operations = 0;
  for (let round = -1; round < REPEATS; round++) {
    const began = performance.now();
    const report = await reports.make(actor, scope, { seed: 'bench', size: 25 });
    if (round >= 0) times.push(performance.now() - began);
    operations = report.totals.operations;
    if (!report.completeness.holds)
      throw new Error(`Not complete: ${JSON.stringify(report.completeness).slice(0, 500)}`);
  }
  return { ms: summarise(times), operations };
}

async function measureBundle(app: BenchApp, actor: StaffActor, period: object, folder: string) {
  const { reviewId } = await app.nest.get(Reviews).open(actor, { ...period, sampleSize: 25, idempotencyKey: newId() });
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < 3; round++) {
    const path = join(folder, `bundle-${round}.zip`);
    const began = performance.now();
    await app.nest.get(ReviewBundles).write(actor, reviewId, path, () => Promise.resolve([]));
    times.push(performance.now() - began);
    bytes = (await stat(path)).size;
    // Throws where it does not end with 0.
    await verified(process.execPath, [VERIFIER, path, '--key', app.nest.get(LogKeys).verifierKey, '--complete']);
  }
  return { ms: summarise(times), bytes };
}

await inWorld(async (world) => {
  const app = await world.openApp();
  const log = await BigLog.open(world, app, EVENTS - 3 * SWITCHES, WITHOUT_SWITCHES);
  await log.fillTo(EVENTS - 3 * SWITCHES, true);
  await log.close();
  await fillSwitches(world, app, SWITCHES);
  say('Sequencing …');
  await settle(app);
  const actor = await reviewer(app);
  await settle(app);
  const report = await measureReport(app, actor);
  const period = await withWorker(app, () => switchForReal(app, BUNDLED));
  await settle(app);
  const bundle = await measureBundle(app, actor, period, world.folder);
  const row = (name: string, ms: Summary, more: string) => [name, asTime(ms.median), asTime(ms.max), more];
  printTable(
    `${EVENTS.toLocaleString('en')} events`,
    ['', 'median', 'max', ''],
    [
      row(`period report of ${report.operations.toLocaleString('en')} switches`, report.ms, `${REPEATS} times`),
      row(`bundle of ${BUNDLED.toLocaleString('en')} switches, a sheet each`, bundle.ms, asMegabytes(bundle.bytes)),
    ],
  );
  const targets = [
    {
      what: `period report over ${SWITCHES.toLocaleString('en')} switches, slowest`,
      wanted: `< ${asTime(REPORT_MS_MAX)}`,
      got: asTime(report.ms.max),
      reached: report.ms.max < REPORT_MS_MAX,
    },
    {
      what: `bundle of ${BUNDLED.toLocaleString('en')} switches, slowest`,
      wanted: `< ${asTime(BUNDLE_MS_MAX)}`,
      got: asTime(bundle.ms.max),
      reached: bundle.ms.max < BUNDLE_MS_MAX,
    },
  ];
  printTargets(targets);
  writeJson('evidence-report', { quick: isQuick, machine: world.machine, events: EVENTS, report, bundle, targets });
}, SERVER_OPTIONS);
