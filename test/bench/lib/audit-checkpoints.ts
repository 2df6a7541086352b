import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction } from '../../../src/platform/database/transaction.js';
import { bytesToId } from '../../../src/platform/kernel/ids.js';
import { connectSql, rows } from '../../setup/sql.js';
import { CONNECTIONS, openWriters, settle, withWorker, type Writers } from './audit-world.js';
import { isQuick } from './options.js';
import { asNumber, asTime, printTable, type Target } from './report.js';
import { summarise } from './stats.js';
import type { BenchApp, World } from './world.js';

const RATE = 500;
const FOR_MS = isQuick ? 4_000 : 30_000;
const BUSINESSES = 1_000;
const TICK_MS = 10;
/** How often somebody looks for a new checkpoint; what they see late counts against the log. */
const LOOK_EVERY_MS = 10;
const P99_MS_MAX = 1_000;

interface Written {
  readonly id: string;
  /** When the event was to be written, and when the commit had come back. */
  readonly dueAt: number;
  readonly committedAt: number;
}

/** A checkpoint as a reader finds it. */
interface Seen {
  readonly size: number;
  readonly at: number;
}

/** Events at a steady rate, whatever becomes of those before; and how long each waits for a checkpoint that covers it. */
export async function measureCheckpoints(world: World) {
  const app = await world.openApp('ardoise_checkpoints');
  const writers = await openWriters(app, BUSINESSES);
  const { written, seen, tookMs } = await withWorker(app, async () => {
    await writeSteadily(writers, 1_000);
    const watching = watchCheckpoints(app);
    const began = performance.now();
    const all = await writeSteadily(writers, FOR_MS);
    const took = Math.max(...all.map(({ committedAt }) => committedAt)) - began;
    const leaf = await leavesOf(world, app, all);
    return {
      written: all.map((each) => ({ ...each, leaf: leaf.get(each.id)! })),
      seen: await watching.until(leaf),
      tookMs: took,
    };
  });
  await settle(app);
  await writers.close();
  return summaryOf(written, seen, tookMs);
}

async function writeSteadily({ dataSource, log, draft }: Writers, forMs: number): Promise<Written[]> {
  const count = Math.floor((forMs * RATE) / 1_000);
  const writing: Promise<Written>[] = [];
  const began = performance.now();
  while (writing.length < count) {
    while (writing.length < count && dueAt(began, writing.length) <= performance.now()) {
      const due = dueAt(began, writing.length);
      const event = inTransaction(dataSource, (tx) => log.append(tx, draft()));
      writing.push(event.then(({ id }) => ({ id, dueAt: due, committedAt: performance.now() })));
    }
    await sleep(TICK_MS);
  }
  return Promise.all(writing);
}

function dueAt(began: number, index: number): number {
  return began + (index * 1_000) / RATE;
}

/** Waits until all of the events are in the tree. */
async function leavesOf(
  { admin }: World,
  { database }: BenchApp,
  events: readonly Written[],
): Promise<Map<string, number>> {
  const ids = new Set(events.map(({ id }) => id));
  for (;;) {
    const found = await rows<{ event_id: Buffer; leaf_index: number }>(
      admin,
      `SELECT e.event_id, l.leaf_index FROM ${database}.audit_leaves l JOIN ${database}.audit_events e ON e.id = l.id`,
    );
    const leaves = new Map(found.map(({ event_id, leaf_index }) => [bytesToId(event_id), Number(leaf_index)]));
    if ([...ids].every((id) => leaves.has(id))) return new Map([...leaves].filter(([id]) => ids.has(id)));
    await sleep(100);
  }
}

/** Looks for new checkpoints over a connection of its own, until there is one that covers all of the leaves. */
function watchCheckpoints({ url }: BenchApp) {
  const seen: Seen[] = [];
  let covered = Infinity;
  const watching = (async () => {
    const sql = await connectSql(url);
    while ((seen.at(-1)?.size ?? 0) <= covered) {
      const [row] = await rows<{ size: number | null }>(sql, 'SELECT MAX(tree_size) AS size FROM audit_checkpoints');
      const size = Number(row!.size ?? 0);
      if (size > (seen.at(-1)?.size ?? -1)) seen.push({ size, at: performance.now() });
      await sleep(LOOK_EVERY_MS);
    }
    await sql.end();
  })();
  return {
    async until(leaves: ReadonlyMap<string, number>): Promise<Seen[]> {
      covered = Math.max(...leaves.values());
      await watching;
      return seen;
    },
  };
}

function summaryOf(written: readonly (Written & { leaf: number })[], seen: readonly Seen[], tookMs: number) {
  const waits = written.map(({ leaf, committedAt }) => {
    const checkpoint = seen.find(({ size }) => size > leaf)!;
    return Math.max(0, checkpoint.at - committedAt);
  });
  const waitMs = summarise(waits);
  const checkpoints = seen.length - 1;
  return {
    connections: CONNECTIONS,
    rateAsked: RATE,
    rateReached: (written.length / tookMs) * 1_000,
    events: written.length,
    forMs: FOR_MS,
    checkpoints,
    commitMs: summarise(written.map((each) => each.committedAt - each.dueAt)),
    waitMs,
    targets: [
      {
        what: `from commit to a signed checkpoint at ${RATE} events/s, p99`,
        wanted: `< ${asTime(P99_MS_MAX)}`,
        got: asTime(waitMs.p99),
        reached: waitMs.p99 < P99_MS_MAX,
      },
    ] satisfies Target[],
  };
}

export function printCheckpoints(figures: Awaited<ReturnType<typeof measureCheckpoints>>): void {
  const { events, rateAsked, rateReached, checkpoints, waitMs, commitMs } = figures;
  printTable(
    `${events.toLocaleString('en')} events at ${rateAsked}/s, ${asNumber(rateReached)}/s reached; ${checkpoints} checkpoints`,
    ['', 'median', 'p95', 'p99', 'max'],
    [
      ['from commit to a signed checkpoint', ...asTimesOf(waitMs)],
      ['before: from when it was due to the commit', ...asTimesOf(commitMs)],
    ],
  );
}

function asTimesOf({ median, p95, p99, max }: ReturnType<typeof summarise>): string[] {
  return [median, p95, p99, max].map(asTime);
}
