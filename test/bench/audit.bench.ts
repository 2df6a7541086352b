import { measureCheckpoints, printCheckpoints } from './lib/audit-checkpoints.js';
import { BigLog, resizePool } from './lib/audit-fill.js';
import { listTargets, openLists, printLists, type ListFigures } from './lib/audit-lists.js';
import { measureVerification, printVerification } from './lib/audit-verification.js';
import { measureWrites, printWrites } from './lib/audit-writes.js';
import { eventsAsked, isQuick, partAsked } from './lib/options.js';
import { asNumber, asTime, printTable, printTargets, writeJson, type Target } from './lib/report.js';
import { inWorld, type World } from './lib/world.js';

const VERIFIED = isQuick ? 20_000 : 1_000_000;
const LARGEST = eventsAsked ?? (isQuick ? 60_000 : 10_000_000);
/** Sorting ten million rows for an index in pieces of a megabyte, as it is shipped, takes hours. */
const SERVER_OPTIONS = ['--innodb-sort-buffer-size=64M'];

/** The private server is shipped with 256 MiB. */
const AMPLE_POOL_BYTES = 4 * 1024 ** 3;

const PARTS = ['writes', 'checkpoints', 'verification', 'lists'] as const;
type Part = (typeof PARTS)[number];

function isAsked(part: Part): boolean {
  return partAsked === undefined || partAsked === part;
}

/** The log as large as it is verified, and then as large as it is searched. Tables are printed as they come. */
async function measureBigLog(world: World) {
  const app = await world.openApp();
  const log = await BigLog.open(world, app, Math.max(VERIFIED, LARGEST));
  const fills = [await log.fillTo(VERIFIED, isAsked('verification'))];
  const verification = isAsked('verification') ? await measureVerification(world, app) : undefined;
  if (verification) printVerification(verification);
  const lists: ListFigures[] = [];
  if (isAsked('lists')) {
    const measureLists = openLists(app, world);
    lists.push(await measureLists(log.events));
    printLists(lists[0]!);
    if (LARGEST > VERIFIED) {
      fills.push(await log.fillTo(LARGEST, false));
      lists.push(await measureLists(log.events));
      printLists(lists[1]!);
      // What the same log does on a server that was given memory for it.
      await resizePool(world.admin, AMPLE_POOL_BYTES);
      lists.push(await measureLists(log.events));
      printLists(lists[2]!);
    }
  }
  await log.close();
  printFills(fills);
  return { fills, verification, lists };
}

function printFills(fills: Awaited<ReturnType<typeof measureBigLog>>['fills']): void {
  printTable(
    'Filling the log past the application, its indexes made afterwards',
    ['events', 'inserted in', 'events/s', 'indexes made in'],
    fills.map(({ events, insertMs, indexMs }) => [
      `+${events.toLocaleString('en')}`,
      asTime(insertMs),
      asNumber(events / (insertMs / 1_000)),
      asTime(indexMs),
    ]),
  );
}

await inWorld(async (world) => {
  if (partAsked !== undefined && !PARTS.some(isAsked)) throw new Error(`The parts are: ${PARTS.join(', ')}.`);
  const targets: Target[] = [];
  const writes = isAsked('writes') ? await measureWrites(world) : undefined;
  if (writes) printWrites(writes);
  const checkpoints = isAsked('checkpoints') ? await measureCheckpoints(world) : undefined;
  if (checkpoints) printCheckpoints(checkpoints);
  const big = isAsked('verification') || isAsked('lists') ? await measureBigLog(world) : undefined;
  for (const part of [writes, checkpoints, big?.verification]) targets.push(...(part?.targets ?? []));
  for (const lists of big?.lists ?? []) targets.push(...listTargets(lists));
  printTargets(targets);
  const name = partAsked === undefined ? 'audit' : `audit-${partAsked}`;
  writeJson(name, { quick: isQuick, machine: world.machine, writes, checkpoints, ...big, targets });
}, SERVER_OPTIONS);
