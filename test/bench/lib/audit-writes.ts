import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction, write, type Tx } from '../../../src/platform/database/transaction.js';
import { CONNECTIONS, openWriters, settle, withWorker, type Writers } from './audit-world.js';
import { openBenchTables } from './bench-tables.js';
import { appendToChain, createChain } from './hash-chain.js';
import { isQuick } from './options.js';
import { processorMsOf } from './machine.js';
import { asNumber, asTime, asTimes, printTable, say, type Target } from './report.js';
import { median, pairedRatio, summarise, type MedianRatio } from './stats.js';
import type { World } from './world.js';

export const WORK_MS = 20;
const ROUND_MS = isQuick ? 1_000 : 4_000;
const ROUNDS = isQuick ? 2 : 12;
const BUSINESSES = 1_000;

/**
 * The event is written first and the work follows in the same transaction, as it does where an event is recorded by the
 * step that it describes. "Chain, at the end" is the best that a chain can be given: its lock is taken when all else is
 * done, and held for the append and the commit alone.
 */
const VARIANTS = ['no audit', 'this log', 'chain', 'chain, at the end'] as const;
type Variant = (typeof VARIANTS)[number];
type Samples = Record<Variant, Round[]>;

interface Round {
  readonly perSecond: number;
  /** Processor time for each transaction, the worker's included. */
  readonly nodeMs: number;
  readonly serverMs: number;
}

const OF_NO_AUDIT_MIN = 0.8;
const TIMES_CHAIN_MIN = 8;

export async function measureWrites(world: World) {
  const app = await world.openApp('ardoise_writes');
  const tables = await openBenchTables(world, app);
  await tables.create(
    'bench_sales',
    'id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, amount BIGINT NOT NULL, label VARCHAR(100) NOT NULL',
  );
  await createChain(tables);
  const writers = await openWriters(app, BUSINESSES);
  const samples: Samples = { 'no audit': [], 'this log': [], chain: [], 'chain, at the end': [] };
  for (let round = -1; round < ROUNDS; round++) {
    // Each variant takes each place equally often: what one leaves to be done falls to the next.
    const order = VARIANTS.map((_, i) => VARIANTS[(i + round + 4) % 4]!);
    if (round % 8 < 4) order.reverse();
    for (const variant of order) {
      const run = () => runRound(world, writers, variant);
      const measured = variant === 'this log' ? await withWorker(app, run) : await run();
      if (variant === 'this log') await settle(app);
      if (round >= 0) samples[variant].push(measured);
    }
    const rates = VARIANTS.map((each) => `${each} ${samples[each].at(-1)?.perSecond.toFixed(0) ?? '…'}`);
    say(`Round ${round + 1} of ${ROUNDS}: ${rates.join(', ')}`);
  }
  await writers.close();
  return summaryOf(samples);
}

async function runRound({ server }: World, writers: Writers, variant: Variant): Promise<Round> {
  let done = 0;
  const before = [processorMsOf(process.pid), processorMsOf(server.pid)] as const;
  const began = performance.now();
  const lane = async () => {
    while (performance.now() - began < ROUND_MS) {
      await inTransaction(writers.dataSource, (tx) => transaction(tx, writers, variant));
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  return {
    perSecond: done / ((performance.now() - began) / 1_000),
    nodeMs: (processorMsOf(process.pid) - before[0]) / done,
    serverMs: (processorMsOf(server.pid) - before[1]) / done,
  };
}

async function transaction(tx: Tx, { log, draft }: Writers, variant: Variant): Promise<void> {
  await write(tx, "INSERT INTO bench_sales (amount, label) VALUES (1234, 'Ventes du jour')");
  if (variant === 'this log') await log.append(tx, draft());
  if (variant === 'chain') await appendToChain(tx, draft());
  await sleep(WORK_MS);
  if (variant === 'chain, at the end') await appendToChain(tx, draft());
}

function summaryOf(samples: Samples) {
  const rates = (variant: Variant) => samples[variant].map(({ perSecond }) => perSecond);
  const against = (rival: Variant) => pairedRatio(rates('this log'), rates(rival));
  const medians = VARIANTS.map((variant) => ({
    variant,
    ...summarise(rates(variant)),
    nodeMs: median(samples[variant].map(({ nodeMs }) => nodeMs)),
    serverMs: median(samples[variant].map(({ serverMs }) => serverMs)),
  }));
  const [ofNoAudit, timesChain] = [against('no audit'), against('chain')];
  return {
    connections: CONNECTIONS,
    workMs: WORK_MS,
    roundMs: ROUND_MS,
    rounds: ROUNDS,
    medians,
    ofNoAudit,
    timesChain,
    timesChainAtTheEnd: against('chain, at the end'),
    samples,
    targets: [
      {
        what: `this log against no audit, ${WORK_MS} ms of work`,
        wanted: `≥ ${OF_NO_AUDIT_MIN * 100} %`,
        got: asPercent(ofNoAudit),
        reached: ofNoAudit.median >= OF_NO_AUDIT_MIN,
      },
      {
        what: 'this log against a hash chain',
        wanted: `≥ ${TIMES_CHAIN_MIN}×`,
        got: asTimes(timesChain.median),
        reached: timesChain.median >= TIMES_CHAIN_MIN,
      },
    ] satisfies Target[],
  };
}

export function printWrites(figures: Awaited<ReturnType<typeof measureWrites>>): void {
  const ratios: Record<Variant, string> = {
    'no audit': asPercent(figures.ofNoAudit),
    'this log': '',
    chain: asInterval(figures.timesChain),
    'chain, at the end': asInterval(figures.timesChainAtTheEnd),
  };
  printTable(
    `Transactions a second, ${WORK_MS} ms of work in each, ${CONNECTIONS} connections; ratios of paired rounds; processor time of each`,
    ['', 'rounds', 'median', 'slowest', 'fastest', 'this log against it', 'Node', 'server'],
    figures.medians.map(({ variant, n, median: middle, min, max, nodeMs, serverMs }) => [
      variant,
      String(n),
      `${asNumber(middle)}/s`,
      `${asNumber(min)}/s`,
      `${asNumber(max)}/s`,
      ratios[variant],
      asTime(nodeMs),
      asTime(serverMs),
    ]),
  );
}

function asPercent({ median: share, low, high }: MedianRatio): string {
  const percent = (ratio: number) => (ratio * 100).toFixed(1);
  return `${percent(share)} % (${percent(low)} … ${percent(high)})`;
}

function asInterval({ median: ratio, low, high }: MedianRatio): string {
  return `${asTimes(ratio)} (${asNumber(low)} … ${asNumber(high)})`;
}
