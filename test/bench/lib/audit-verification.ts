import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemActor } from '../../../src/platform/kernel/actor.js';
import { databaseSource } from '../../../src/log/transparency-log/database-source.js';
import { LogExports } from '../../../src/log/transparency-log/log-exports.service.js';
import { LogWorker } from '../../../src/log/transparency-log/log-worker.service.js';
import { LogKeys } from '../../../src/log/transparency-log/log-keys.service.js';
import { LogReader } from '../../../src/log/transparency-log/log-reader.service.js';
import { Sequencer } from '../../../src/log/transparency-log/sequencer.service.js';
import { verifyLog } from '../../../src/log/verifier/verify-log.js';
import { asMegabytes, asNumber, asTime, printTable, say, type Target } from './report.js';
import { median } from './stats.js';
import type { FolderVerified } from './verify-child.js';
import type { BenchApp, World } from './world.js';

const RUNS = 3;
const PER_SECOND_MIN = 150_000;
/** Between a quarter of the way and its end; what does not grow may still breathe. */
const GROWTH_BYTES_MAX = 32e6;

/** Sequences, exports and verifies the events that wait in the log. */
export async function measureVerification(world: World, app: BenchApp) {
  const { nest } = app;
  const sequenced = await sequenceAll(app);
  const signMs = await timed(() => nest.get(LogWorker).keep());
  const folder = join(world.folder, 'tiles');
  const reading = { actor: systemActor('bench'), roles: [] };
  const ask = { format: 'tiles', filter: {}, path: folder } as const;
  say('Exporting …');
  const exportMs = await timed(() => nest.get(LogExports).export(reading, ask, () => undefined));
  const { verifierKey } = nest.get(LogKeys);
  const fromFolder: FolderVerified[] = [];
  const fromDatabaseMs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    say(`Verifying, ${run + 1} of ${RUNS} …`);
    fromFolder.push(await verifyFolder(folder, verifierKey));
    const source = databaseSource(nest.get(LogReader), nest.get(LogKeys));
    fromDatabaseMs.push(await timed(() => verifyLog(source, { keys: [verifierKey] })));
  }
  rmSync(folder, { recursive: true });
  return summaryOf({ ...sequenced, signMs, exportMs, fromFolder, fromDatabaseMs });
}

async function sequenceAll({ nest }: BenchApp): Promise<{ entries: number; sequenceMs: number }> {
  const sequencer = nest.get(Sequencer);
  let entries = 0;
  const sequenceMs = await timed(async () => {
    for (let count = await sequencer.sequence(); count > 0; count = await sequencer.sequence()) entries += count;
  });
  say(`${entries.toLocaleString('en')} events were sequenced in ${asTime(sequenceMs)}.`);
  return { entries, sequenceMs };
}

/** In a process of its own, whose memory is the verifier's. */
async function verifyFolder(folder: string, verifierKey: string): Promise<FolderVerified> {
  const child = fork(new URL('./verify-child.js', import.meta.url), [folder, verifierKey]);
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`The verifier ended with ${String(code)}.`);
  });
  const [found] = (await Promise.race([once(child, 'message'), failed])) as [FolderVerified];
  await failed.catch(() => undefined);
  return found;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

interface Measured {
  readonly entries: number;
  readonly sequenceMs: number;
  readonly signMs: number;
  readonly exportMs: number;
  readonly fromFolder: readonly FolderVerified[];
  readonly fromDatabaseMs: readonly number[];
}

function summaryOf(measured: Measured) {
  const { entries, fromFolder, fromDatabaseMs } = measured;
  const perSecond = (ms: number) => entries / (ms / 1_000);
  const folderPerSecond = median(fromFolder.map(({ tookMs }) => perSecond(tookMs)));
  const growthBytes = [0, 1, 2, 3].map((i) => median(fromFolder.map((run) => run.growthBytes[i]!)));
  const laterGrowth = growthBytes[3]! - growthBytes[0]!;
  const size = entries.toLocaleString('en');
  return {
    ...measured,
    sequencedPerSecond: perSecond(measured.sequenceMs),
    exportedPerSecond: perSecond(measured.exportMs),
    folderPerSecond,
    databasePerSecond: median(fromDatabaseMs.map(perSecond)),
    baselineBytes: median(fromFolder.map((run) => run.baselineBytes)),
    growthBytes,
    peakGrowthBytes: Math.max(...fromFolder.map((run) => run.peakGrowthBytes)),
    targets: [
      {
        what: `verification from the folder, ${size} entries`,
        wanted: `≥ ${PER_SECOND_MIN.toLocaleString('en')}/s`,
        got: `${asNumber(folderPerSecond)}/s`,
        reached: folderPerSecond >= PER_SECOND_MIN,
      },
      {
        what: 'its memory, from a quarter of the way to the end',
        wanted: `≤ +${asMegabytes(GROWTH_BYTES_MAX)}`,
        got: `${laterGrowth < 0 ? '−' : '+'}${asMegabytes(Math.abs(laterGrowth))}`,
        reached: laterGrowth <= GROWTH_BYTES_MAX,
      },
    ] satisfies Target[],
  };
}

export function printVerification(figures: Awaited<ReturnType<typeof measureVerification>>): void {
  const { entries, fromFolder, fromDatabaseMs, sequenceMs, exportMs } = figures;
  const folderMs = fromFolder.map(({ tookMs }) => tookMs);
  printTable(
    `${entries.toLocaleString('en')} entries`,
    ['', 'runs', 'median', 'entries/s'],
    [
      ['sequenced', '1', asTime(sequenceMs), asNumber(figures.sequencedPerSecond)],
      ['exported as tiles', '1', asTime(exportMs), asNumber(figures.exportedPerSecond)],
      ['verified from the folder', `${RUNS}`, asTime(median(folderMs)), asNumber(figures.folderPerSecond)],
      [
        'verified from the database',
        `${RUNS}`,
        asTime(median([...fromDatabaseMs])),
        asNumber(figures.databasePerSecond),
      ],
    ],
  );
  printTable(
    'Memory (RSS) of the verifier of the folder: medians; growth over the baseline at each quarter of the way',
    ['baseline', '25 %', '50 %', '75 %', '100 %', 'highest of all runs'],
    [
      [
        asMegabytes(figures.baselineBytes),
        ...figures.growthBytes.map((bytes) => `+${asMegabytes(bytes)}`),
        `+${asMegabytes(figures.peakGrowthBytes)}`,
      ],
    ],
  );
}
