import { DataSource } from 'typeorm';
import { JournalService } from '../../src/accounting/journal.service.js';
import type { JournalEntryRequest } from '../../src/accounting/accounting.schemas.js';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import { Businesses } from '../../src/people/businesses/businesses.service.js';
import { dataSourceOptions } from '../../src/platform/database/data-source.js';
import type { BusinessId } from '../../src/platform/kernel/ids.js';
import { processorMsOf } from './lib/machine.js';
import { isQuick } from './lib/options.js';
import { hookStatements } from './lib/queries.js';
import { asExtra, asTime, printTable, printTargets, say, writeJson, type Target } from './lib/report.js';
import { dropSealTriggers } from './lib/seal-triggers.js';
import { median, pairedRatio } from './lib/stats.js';
import { inWorld, type BenchApp, type World } from './lib/world.js';
import { Business } from '../../src/people/businesses/business.entity.js';

/** An entry's lines, and how many connections write at once. */
interface Setup {
  readonly lines: number;
  readonly connections: number;
  /** Entries in a batch, which is what is timed. */
  readonly batch: number;
}

const SETUPS: readonly Setup[] = [
  { lines: 2, connections: 1, batch: 8 },
  { lines: 10, connections: 1, batch: 8 },
  { lines: 2, connections: 8, batch: 32 },
  { lines: 10, connections: 8, batch: 32 },
];
/** How often each setup's batches are alternated. */
const ROUNDS = isQuick ? 8 : 240;
const EXTRA_MAX = 0.15;
const LOCK = ' LOCK IN SHARE MODE';

/** The same service code on the same tables: as shipped, and with parts of the protection taken away. */
const VARIANTS = ['as shipped', 'triggers only', 'fence only', 'neither'] as const;
type Variant = (typeof VARIANTS)[number];

interface Writer {
  readonly journal: JournalService;
  readonly businessId: BusinessId;
}

type Writers = Readonly<Record<Variant, Writer>>;

async function openWriter(app: BenchApp, fence: 'locks' | 'looks'): Promise<Writer & { close(): Promise<void> }> {
  const dataSource = await new DataSource(dataSourceOptions(app.url, 8)).initialize();
  // Replaced in both, by itself in one: the replacing costs both the same.
  hookStatements(dataSource, { rewrite: (sql) => sql.replace(LOCK, fence === 'locks' ? LOCK : '') });
  const { membership } = await app.signUp();
  const journal = new JournalService(
    dataSource,
    new Businesses(dataSource, dataSource.getRepository(Business), new AuditLog(dataSource)),
  );
  return { journal, businessId: membership.businessId, close: () => dataSource.destroy() };
}

let numbered = 0;

/** With a number of its own: the counter of numbers would queue the writers up before the fence does. */
function entryOf(lines: number): JournalEntryRequest {
  numbered += 1;
  const line = (account: string, debit: string, credit: string) => ({
    account,
    debit,
    credit,
    label: 'Ventes du jour',
  });
  return {
    date: '2026-03-31',
    journal: 'OD',
    number: `B${numbered}`,
    lines: Array.from({ length: lines / 2 }, () => [
      line('1010', '12.34', '0.00'),
      line('4000', '0.00', '12.34'),
    ]).flat(),
  };
}

interface Batch {
  /** Milliseconds for each entry. */
  readonly ms: number;
  /** Milliseconds of processor time for each entry, of Node and of the server together. */
  readonly processorMs: number;
}

async function timeBatch(world: World, { journal, businessId }: Writer, setup: Setup): Promise<Batch> {
  const { lines, connections, batch } = setup;
  const entries = Array.from({ length: batch }, () => entryOf(lines));
  const processor = () => processorMsOf(process.pid) + processorMsOf(world.server.pid);
  const before = processor();
  const began = performance.now();
  const lanes = Array.from({ length: connections }, async (_, lane) => {
    for (let i = lane; i < batch; i += connections) await journal.add(businessId, entries[i]!);
  });
  await Promise.all(lanes);
  const ms = (performance.now() - began) / batch;
  return { ms, processorMs: (processor() - before) / batch };
}

type Samples = Record<Variant, Batch[]>;

async function measureSetup(world: World, writers: Writers, setup: Setup): Promise<Samples> {
  const samples: Samples = { 'as shipped': [], 'triggers only': [], 'fence only': [], neither: [] };
  for (let round = -2; round < ROUNDS; round++) {
    // Each variant takes each place equally often: what one batch leaves to be done falls to the next.
    const order = VARIANTS.map((_, i) => VARIANTS[(i + round + 4) % 4]!);
    if (round % 8 < 4) order.reverse();
    for (const variant of order) {
      const batch = await timeBatch(world, writers[variant], setup);
      if (round >= 0) samples[variant].push(batch);
    }
  }
  return samples;
}

function summaryOf(setup: Setup, samples: Samples) {
  const of = (what: keyof Batch, variant: Variant) => samples[variant].map((batch) => batch[what]);
  const medians = (what: keyof Batch) =>
    Object.fromEntries(VARIANTS.map((variant) => [variant, median(of(what, variant))])) as Record<Variant, number>;
  const against = (what: keyof Batch) => ({
    both: pairedRatio(of(what, 'as shipped'), of(what, 'neither')),
    triggers: pairedRatio(of(what, 'triggers only'), of(what, 'neither')),
    fence: pairedRatio(of(what, 'fence only'), of(what, 'neither')),
  });
  return {
    ...setup,
    rounds: ROUNDS,
    time: { medianMs: medians('ms'), ...against('ms') },
    processor: { medianMs: medians('processorMs'), ...against('processorMs') },
  };
}

type SetupSummary = ReturnType<typeof summaryOf>;

function printCosts(title: string, summaries: readonly SetupSummary[], what: 'time' | 'processor'): void {
  printTable(
    title,
    ['lines', 'connections', 'as shipped', 'neither', 'fence and triggers', 'triggers alone', 'fence alone'],
    summaries.map((s) => [
      String(s.lines),
      String(s.connections),
      asTime(s[what].medianMs['as shipped']),
      asTime(s[what].medianMs.neither),
      asExtra(s[what].both),
      asExtra(s[what].triggers),
      asExtra(s[what].fence),
    ]),
  );
}

function report(machine: World['machine'], summaries: readonly SetupSummary[], raw: unknown): void {
  printCosts('A journal entry, by paired batches: time, with the 95 % interval of the median', summaries, 'time');
  printCosts('The same: processor time of Node and the server together', summaries, 'processor');
  const targets: Target[] = summaries.map(({ lines, connections, time: { both } }) => ({
    what: `entry of ${lines} lines, ${connections} connection${connections > 1 ? 's' : ''}`,
    wanted: `≤ +${EXTRA_MAX * 100} %`,
    got: asExtra(both),
    reached: both.median - 1 <= EXTRA_MAX,
  }));
  printTargets(targets);
  writeJson('write', { quick: isQuick, machine, summaries, targets, samples: raw });
}

await inWorld(async (world) => {
  const shipped = await world.openApp();
  const bare = await world.openApp(`${shipped.database}_bare`);
  await dropSealTriggers(world.admin, bare.database);
  const writers = {
    'as shipped': await openWriter(shipped, 'locks'),
    'triggers only': await openWriter(shipped, 'looks'),
    'fence only': await openWriter(bare, 'locks'),
    neither: await openWriter(bare, 'looks'),
  };
  const measured: { setup: Setup; samples: Samples }[] = [];
  for (const setup of SETUPS) {
    say(`Entries of ${setup.lines} lines over ${setup.connections} connection(s) …`);
    measured.push({ setup, samples: await measureSetup(world, writers, setup) });
  }
  for (const writer of Object.values(writers)) await writer.close();
  const summaries = measured.map(({ setup, samples }) => summaryOf(setup, samples));
  report(world.machine, summaries, measured);
});
