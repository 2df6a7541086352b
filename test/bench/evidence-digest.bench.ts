import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { FecImport } from '../../src/accounting/fec-import.service.js';
import { SnapshotDigests } from '../../src/books/snapshot-digests.service.js';
import { idToBytes } from '../../src/platform/kernel/ids.js';
import { Resets } from '../../src/resets/resets.service.js';
import { withWorker } from './lib/audit-world.js';
import { ledgerLines } from './lib/ledger.js';
import { processorMsOf, watchMemory, type MemoryUse } from './lib/machine.js';
import { isQuick } from './lib/options.js';
import { asMegabytes, asNumber, asTime, asTimes, printTable, printTargets, say, writeJson } from './lib/report.js';
import { median, pairedRatio, type MedianRatio } from './lib/stats.js';
import { inWorld, type BenchApp, type Tenant, type World } from './lib/world.js';

const [SMALL, LARGE] = isQuick ? [2_000, 20_000] : [100_000, 1_000_000];
const ROUNDS = isQuick ? 2 : 5;
/** The small books are read so often in a round: a single reading of them is over before the machine has settled. */
const READINGS_OF_SMALL = 3;
/** Of the business that resets while another one's snapshot is read. */
const LINES_OF_NEIGHBOUR = 1_000;
const QUIET_SWITCHES = isQuick ? 5 : 30;

const RATIO_MAX = 1.2;
const LINES_PER_SECOND_MIN = 150_000;
const GROWTH_BYTES_MAX = 50e6;
const SLOWER_MAX = 1.5;

interface Ledger extends Tenant {
  readonly lines: number;
}

interface Reading {
  readonly lines: number;
  readonly ms: number;
  readonly memory: MemoryUse;
  readonly processorMs: { readonly node: number; readonly server: number };
}

async function buildLedger(app: BenchApp, lines: number): Promise<Ledger> {
  const tenant = await app.signUp();
  const began = performance.now();
  await app.nest.get(FecImport).run(tenant.actor, tenant.membership, Readable.from(ledgerLines(lines)));
  say(`Built books of ${lines.toLocaleString('en')} lines in ${asTime(performance.now() - began)}.`);
  return { ...tenant, lines };
}

/** Seals the books, does something to the snapshot, and opens them again, each as a request does it. */
async function withSnapshot<T>(
  { nest }: BenchApp,
  { actor, membership }: Ledger,
  work: (snapshotId: string) => Promise<T>,
): Promise<T> {
  const resets = nest.get(Resets);
  // A restore leaves a snapshot too, the books that were open: it would be taken first.
  while (await nest.get(SnapshotDigests).digestNext());
  const { snapshot } = await resets.reset(actor, membership, { signUpEmail: actor.email });
  const result = await work(snapshot.id);
  await resets.restore(actor, membership, { signUpEmail: actor.email, snapshotId: snapshot.id });
  return result;
}

/** As the job does it, from the claim to the event. */
async function digestOnce({ nest }: BenchApp): Promise<void> {
  if (!(await nest.get(SnapshotDigests).digestNext())) throw new Error('No snapshot waits for its digest.');
}

/** That it was this one that was read, and all of it. */
async function assertRead({ dataSource }: BenchApp, snapshotId: string, lines: number): Promise<void> {
  const [row] = await dataSource.query<{ counts: string | null }[]>('SELECT counts FROM books WHERE id = ?', [
    idToBytes(snapshotId),
  ]);
  const counts = JSON.parse(row!.counts ?? '{}') as { journalLines?: number };
  if (counts.journalLines !== lines) throw new Error(`${counts.journalLines} lines were read instead of ${lines}.`);
}

function read(world: World, app: BenchApp, ledger: Ledger): Promise<Reading> {
  const processor = () => ({ node: processorMsOf(process.pid), server: processorMsOf(world.server.pid) });
  return withSnapshot(app, ledger, async (snapshotId) => {
    const before = processor();
    const began = performance.now();
    const { memory } = await watchMemory(() => digestOnce(app));
    const ms = performance.now() - began;
    const after = processor();
    await assertRead(app, snapshotId, ledger.lines);
    say(`${ledger.lines.toLocaleString('en')} lines read in ${asTime(ms)}.`);
    const processorMs = { node: after.node - before.node, server: after.server - before.server };
    return { lines: ledger.lines, ms, memory, processorMs };
  });
}

/** A reset and a restore of the neighbour, in milliseconds each. */
async function switchNeighbour({ nest }: BenchApp, { actor, membership }: Ledger) {
  const resets = nest.get(Resets);
  const began = performance.now();
  await resets.reset(actor, membership, { signUpEmail: actor.email });
  const reset = performance.now();
  await resets.restore(actor, membership, { signUpEmail: actor.email });
  return { resetMs: reset - began, restoreMs: performance.now() - reset };
}

type Switches = Awaited<ReturnType<typeof switchNeighbour>>[];

/** The neighbour's switches with nothing beside them, then those that were begun while a snapshot was read. */
async function switchBeside(app: BenchApp, neighbour: Ledger, large: Ledger) {
  const [alone, beside]: [Switches, Switches] = [[], []];
  await switchNeighbour(app, neighbour);
  while (alone.length < QUIET_SWITCHES) alone.push(await switchNeighbour(app, neighbour));
  await withSnapshot(app, large, async (snapshotId) => {
    let isReading = true;
    const reading = digestOnce(app).finally(() => (isReading = false));
    // It has claimed its book before the neighbour's own snapshot waits.
    await sleep(20);
    while (isReading) beside.push(await switchNeighbour(app, neighbour));
    await reading;
    await assertRead(app, snapshotId, large.lines);
  });
  if (beside.length === 0) throw new Error('The reading was over before a single switch: the books are too small.');
  return { alone, beside };
}

type Round = Awaited<ReturnType<typeof switchBeside>>;

function summaryOf(readings: readonly Reading[]) {
  return {
    lines: readings[0]!.lines,
    readings: readings.length,
    ms: median(readings.map(({ ms }) => ms)),
    linesPerSecond: median(readings.map(({ lines, ms }) => (lines / ms) * 1_000)),
    nodeMsPerLine: median(readings.map(({ lines, processorMs }) => processorMs.node / lines)),
    serverMsPerLine: median(readings.map(({ lines, processorMs }) => processorMs.server / lines)),
    growthBytes: median(readings.map(({ memory }) => memory.peakBytes - memory.beforeBytes)),
    peakBytes: Math.max(...readings.map(({ memory }) => memory.peakBytes)),
  };
}

/** Of a line of the large books against one of the small ones, each round by itself. */
function lineRatio(readings: readonly Reading[]): MedianRatio {
  const perLine = (lines: number) => readings.filter((r) => r.lines === lines).map(({ ms }) => ms / lines);
  const small = perLine(SMALL);
  const ofRound = (round: number) => median(small.slice(round * READINGS_OF_SMALL, (round + 1) * READINGS_OF_SMALL));
  const large = perLine(LARGE);
  return pairedRatio(
    large,
    large.map((_, round) => ofRound(round)),
  );
}

function slowerBy(rounds: readonly Round[], which: 'resetMs' | 'restoreMs'): MedianRatio {
  const medians = (how: keyof Round) => rounds.map((round) => median(round[how].map((pair) => pair[which])));
  return pairedRatio(medians('beside'), medians('alone'));
}

function printReadings(summaries: readonly ReturnType<typeof summaryOf>[]): void {
  printTable(
    'The digest of a snapshot: medians; processor time of Node and of the server; memory of Node',
    ['lines', 'readings', 'time', 'lines/s', 'Node', 'server', 'growth', 'peak'],
    summaries.map((s) => [
      s.lines.toLocaleString('en'),
      String(s.readings),
      asTime(s.ms),
      asNumber(s.linesPerSecond),
      `${asTime(s.nodeMsPerLine)}/line`,
      `${asTime(s.serverMsPerLine)}/line`,
      asMegabytes(s.growthBytes),
      asMegabytes(s.peakBytes),
    ]),
  );
}

function printSwitches(rounds: readonly Round[]): void {
  const all = (how: keyof Round) => rounds.flatMap((round) => round[how]);
  const row = (name: string, which: 'resetMs' | 'restoreMs') => [
    name,
    ...(['alone', 'beside'] as const).map((how) => asTime(median(all(how).map((pair) => pair[which])))),
    asTimes(slowerBy(rounds, which).median),
  ];
  printTable(
    `A business of ${LINES_OF_NEIGHBOUR.toLocaleString('en')} lines while another one's snapshot is read, in the same process; ` +
      `${all('alone').length} and ${all('beside').length} times`,
    ['', 'alone', 'while it is read', 'by rounds'],
    [row('reset', 'resetMs'), row('restore', 'restoreMs')],
  );
}

function report(machine: World['machine'], readings: readonly Reading[], rounds: readonly Round[]): void {
  const summaries = [SMALL, LARGE].map((lines) => summaryOf(readings.filter((reading) => reading.lines === lines)));
  const [small, large] = summaries as [ReturnType<typeof summaryOf>, ReturnType<typeof summaryOf>];
  const ratio = lineRatio(readings);
  const grown = large.growthBytes - small.growthBytes;
  const slower = slowerBy(rounds, 'resetMs');
  const [few, many] = [SMALL.toLocaleString('en'), LARGE.toLocaleString('en')];
  const targets = [
    {
      what: `digest, time of a line at ${many} against ${few}`,
      wanted: `≤ ${RATIO_MAX}×`,
      got: asTimes(ratio.median),
      reached: ratio.median <= RATIO_MAX,
    },
    {
      what: `digest of ${many} lines`,
      wanted: `≥ ${LINES_PER_SECOND_MIN.toLocaleString('en')} lines/s`,
      got: `${asNumber(large.linesPerSecond)} lines/s`,
      reached: large.linesPerSecond >= LINES_PER_SECOND_MIN,
    },
    {
      what: `memory, growth at ${many} lines less that at ${few}`,
      wanted: `< ${asMegabytes(GROWTH_BYTES_MAX)}`,
      got: asMegabytes(grown),
      reached: grown < GROWTH_BYTES_MAX,
    },
    {
      what: 'a reset while a snapshot is read, against without',
      wanted: `≤ ${SLOWER_MAX}×`,
      got: asTimes(slower.median),
      reached: slower.median <= SLOWER_MAX,
    },
  ];
  printReadings(summaries);
  printSwitches(rounds);
  printTargets(targets);
  writeJson('evidence-digest', { quick: isQuick, machine, summaries, ratio, slower, targets, readings, rounds });
}

await inWorld(async (world) => {
  const app = await world.openApp();
  // A log that nobody keeps refuses resets after a minute.
  await withWorker(app, async () => {
    const [small, large] = [await buildLedger(app, SMALL), await buildLedger(app, LARGE)];
    const neighbour = await buildLedger(app, LINES_OF_NEIGHBOUR);
    for (const ledger of [small, large]) await read(world, app, ledger);
    const [readings, rounds]: [Reading[], Round[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      for (let i = 0; i < READINGS_OF_SMALL; i++) readings.push(await read(world, app, small));
      readings.push(await read(world, app, large));
      rounds.push(await switchBeside(app, neighbour, large));
    }
    report(world.machine, readings, rounds);
  });
});
