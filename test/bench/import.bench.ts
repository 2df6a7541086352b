import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { FecImport } from '../../src/accounting/fec-import.service.js';
import { writeLedger } from './lib/ledger.js';
import { processorMsOf, watchMemory, type MemoryUse } from './lib/machine.js';
import { isQuick } from './lib/options.js';
import { hookStatements } from './lib/queries.js';
import { asMegabytes, asNumber, asTime, printTable, printTargets, say, writeJson, type Target } from './lib/report.js';
import { median } from './lib/stats.js';
import { inWorld, type BenchApp, type World } from './lib/world.js';

/** How often each size is imported, every time into books of its own. */
const RUNS: ReadonlyMap<number, number> = new Map(
  isQuick
    ? [[10_000, 2]]
    : [
        [10_000, 5],
        [100_000, 5],
        [1_000_000, 3],
      ],
);

const LINES_PER_SECOND_MIN = 20_000;
const GROWTH_BYTES_MAX = 200e6;

interface ImportRun {
  readonly lines: number;
  readonly totalMs: number;
  /** From the first statement of the import's transaction to its commit: the file is read a second time meanwhile. */
  readonly databaseMs: number;
  /** Of that, waiting for statements. */
  readonly statementsMs: number;
  readonly memory: MemoryUse;
  readonly processorMs: { readonly node: number; readonly server: number };
  readonly eventLoopDelayP99Ms: number;
}

/** Times the transaction that enters the fence: in a run that is the import's. */
function watchTransaction({ dataSource }: BenchApp) {
  const seen = { connection: undefined as object | undefined, beganAt: 0, databaseMs: 0, statementsMs: 0 };
  hookStatements(dataSource, {
    done: (sql, tookMs, connection) => {
      if (sql.includes('FROM businesses') && sql.includes('LOCK IN SHARE MODE')) {
        Object.assign(seen, { connection, beganAt: performance.now() - tookMs, statementsMs: 0 });
      }
      if (connection !== seen.connection) return;
      seen.statementsMs += tookMs;
      seen.databaseMs = performance.now() - seen.beganAt;
    },
  });
  return seen;
}

type Seen = ReturnType<typeof watchTransaction>;

async function importOnce({ server }: World, app: BenchApp, seen: Seen, path: string): Promise<ImportRun> {
  const { actor, membership } = await app.signUp();
  const processor = () => ({ node: processorMsOf(process.pid), server: processorMsOf(server.pid) });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = processor();
  const began = performance.now();
  const { result, memory } = await watchMemory(() =>
    app.nest.get(FecImport).run(actor, membership, createReadStream(path)),
  );
  const totalMs = performance.now() - began;
  const after = processor();
  delay.disable();
  return {
    lines: result.lines,
    totalMs,
    databaseMs: seen.databaseMs,
    statementsMs: seen.statementsMs,
    memory,
    processorMs: { node: after.node - before.node, server: after.server - before.server },
    eventLoopDelayP99Ms: delay.percentile(99) / 1e6,
  };
}

async function measure(world: World): Promise<ImportRun[]> {
  const app = await world.openApp();
  const seen = watchTransaction(app);
  const path = join(world.folder, 'ledger.txt');
  await writeLedger(path, 1_000);
  await importOnce(world, app, seen, path);
  const runs: ImportRun[] = [];
  for (const [lines, times] of RUNS) {
    await writeLedger(path, lines);
    for (let i = 0; i < times; i++) {
      const run = await importOnce(world, app, seen, path);
      say(`${lines.toLocaleString('en')} lines: ${asTime(run.totalMs)}`);
      runs.push(run);
    }
    rmSync(path);
  }
  return runs;
}

const perSecond = ({ lines }: ImportRun, ms: number) => lines / (ms / 1_000);

/** `leanestBytes`: a run may begin with memory that an earlier one left behind, which would hide its own growth. */
function summaryOf(runs: readonly ImportRun[], leanestBytes: number) {
  const peakBytes = Math.max(...runs.map((run) => run.memory.peakBytes));
  return {
    lines: runs[0]!.lines,
    runs: runs.length,
    totalMs: median(runs.map((run) => run.totalMs)),
    linesPerSecond: median(runs.map((run) => perSecond(run, run.totalMs))),
    databaseLinesPerSecond: median(runs.map((run) => perSecond(run, run.databaseMs))),
    statementsShare: median(runs.map((run) => run.statementsMs / run.databaseMs)),
    nodeProcessorMsPerLine: median(runs.map((run) => run.processorMs.node / run.lines)),
    serverProcessorMsPerLine: median(runs.map((run) => run.processorMs.server / run.lines)),
    growthBytesMax: peakBytes - leanestBytes,
    peakBytes,
    eventLoopDelayP99Ms: median(runs.map((run) => run.eventLoopDelayP99Ms)),
  };
}

function report(machine: World['machine'], runs: readonly ImportRun[]): void {
  const leanest = Math.min(...runs.map((run) => run.memory.beforeBytes));
  const summaries = [...RUNS.keys()].map((lines) =>
    summaryOf(
      runs.filter((run) => run.lines === lines),
      leanest,
    ),
  );
  printTable(
    'Import of a FEC file: medians; processor time of Node and of the server; memory of Node',
    ['lines', 'runs', 'time', 'lines/s', 'into the database', 'Node', 'server', 'growth', 'peak', 'event loop p99'],
    summaries.map((s) => [
      s.lines.toLocaleString('en'),
      String(s.runs),
      asTime(s.totalMs),
      `${asNumber(s.linesPerSecond)}`,
      `${asNumber(s.databaseLinesPerSecond)} lines/s`,
      `${asTime(s.nodeProcessorMsPerLine)}/line`,
      `${asTime(s.serverProcessorMsPerLine)}/line`,
      asMegabytes(s.growthBytesMax),
      asMegabytes(s.peakBytes),
      asTime(s.eventLoopDelayP99Ms),
    ]),
  );
  const largest = summaries.at(-1)!;
  const size = largest.lines.toLocaleString('en');
  const targets: Target[] = [
    {
      what: `into the database, ${size} lines`,
      wanted: `≥ ${LINES_PER_SECOND_MIN.toLocaleString('en')} lines/s`,
      got: `${asNumber(largest.databaseLinesPerSecond)} lines/s`,
      reached: largest.databaseLinesPerSecond >= LINES_PER_SECOND_MIN,
    },
    {
      what: `memory growth, ${size} lines`,
      wanted: `< ${asMegabytes(GROWTH_BYTES_MAX)}`,
      got: asMegabytes(largest.growthBytesMax),
      reached: largest.growthBytesMax < GROWTH_BYTES_MAX,
    },
  ];
  printTargets(targets);
  writeJson('import', { quick: isQuick, machine, summaries, targets, runs });
}

await inWorld(async (world) => report(world.machine, await measure(world)));
