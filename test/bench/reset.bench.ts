import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { FecImport } from '../../src/accounting/fec-import.service.js';
import { Businesses } from '../../src/people/businesses/businesses.service.js';
import { idToBytes, type BookId } from '../../src/platform/kernel/ids.js';
import { Resets } from '../../src/resets/resets.service.js';
import { rows } from '../setup/sql.js';
import { settle, withWorker } from './lib/audit-world.js';
import { ledgerLines } from './lib/ledger.js';
import { memoryOf, watchMemory } from './lib/machine.js';
import { isQuick } from './lib/options.js';
import * as report from './lib/reset-report.js';
import { openPlainTables, type PlainTables, type Rival } from './lib/rivals.js';
import { asTime, say } from './lib/report.js';
import { inWorld, type BenchApp, type Tenant, type World } from './lib/world.js';

/** Journal lines of a book, and in how many rounds the slow methods take part with it. */
const SIZES: ReadonlyMap<number, { rivalRounds: number }> = new Map(
  isQuick
    ? [
        [1_000, { rivalRounds: 2 }],
        [20_000, { rivalRounds: 1 }],
      ]
    : [
        [1_000, { rivalRounds: 10 }],
        [10_000, { rivalRounds: 10 }],
        [100_000, { rivalRounds: 5 }],
        [1_000_000, { rivalRounds: 3 }],
      ],
);
const ROUNDS = isQuick ? 2 : 10;
/** Pairs of a reset and a restore by switch, for each size in each round. */
const SWITCHES = isQuick ? 5 : 20;

/** Books of a size, of a business of their own. */
interface Ledger extends Tenant {
  readonly lines: number;
  readonly bookId: BookId;
}

async function buildLedger(app: BenchApp, lines: number): Promise<Ledger> {
  const began = performance.now();
  const tenant = await app.signUp();
  await app.nest.get(FecImport).run(tenant.actor, tenant.membership, Readable.from(ledgerLines(lines)));
  const bookId = await app.nest.get(Businesses).currentBook(tenant.membership.businessId);
  say(`Built books of ${lines.toLocaleString('en')} lines in ${asTime(performance.now() - began)}.`);
  return { ...tenant, lines, bookId };
}

/** Through the service, as a request does it: all checks, the events, the mails to be sent. */
async function switchOnce(app: BenchApp, { actor, membership, bookId }: Ledger): Promise<report.Pair> {
  const resets = app.nest.get(Resets);
  const ask = { signUpEmail: actor.email };
  const began = performance.now();
  const { snapshot } = await resets.reset(actor, membership, ask);
  const reset = performance.now();
  const { restored } = await resets.restore(actor, membership, { ...ask, snapshotId: snapshot.id });
  const done = performance.now();
  if (snapshot.id !== bookId || restored.id !== bookId) throw new Error('That was another book.');
  return { resetMs: reset - began, restoreMs: done - reset };
}

async function rivalOnce(world: World, rival: Rival, { bookId }: Ledger): Promise<report.Pair> {
  const book = idToBytes(bookId);
  const timed = async (work: () => Promise<void>) => {
    await untilQuiet(world);
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  return { resetMs: await timed(() => rival.reset(book)), restoreMs: await timed(() => rival.restore(book)) };
}

/** Deleted rows are cleared away in the background; what one method left to do must not slow down the next one. */
async function untilQuiet({ admin }: World): Promise<void> {
  for (let waits = 0; waits < 600; waits++) {
    const [left] = await rows<{ n: number }>(
      admin,
      "SELECT COUNT AS n FROM information_schema.INNODB_METRICS WHERE NAME = 'trx_rseg_history_len'",
    );
    if (Number(left!.n) < 50) return;
    await sleep(200);
  }
}

/** Statements that one reset and one restore send, transactions included. */
async function countStatements(world: World, app: BenchApp, ledger: Ledger): Promise<report.Statements> {
  const asked = async () => {
    const [row] = await rows<{ Value: string }>(world.admin, "SHOW GLOBAL STATUS LIKE 'Questions'");
    return Number(row!.Value);
  };
  const { actor, membership } = ledger;
  const ask = { signUpEmail: actor.email };
  const before = await asked();
  await app.nest.get(Resets).reset(actor, membership, ask);
  const between = await asked();
  await app.nest.get(Resets).restore(actor, membership, ask);
  // Less the question itself.
  return { reset: between - before - 1, restore: (await asked()) - between - 1 };
}

async function measure(world: World, app: BenchApp, plain: PlainTables, ledgers: readonly Ledger[]) {
  const measured = report.emptySamples(ledgers.map(({ lines }) => lines));
  const add = (lines: number, method: report.Method, pair: report.Pair) => measured.get(lines)![method].push(pair);
  for (const ledger of ledgers) for (let i = 0; i < 5; i++) await switchOnce(app, ledger);
  for (let round = 0; round < ROUNDS; round++) {
    await untilQuiet(world);
    for (let i = 0; i < SWITCHES; i++) {
      for (const ledger of ledgers) add(ledger.lines, 'switch', await switchOnce(app, ledger));
    }
    for (const ledger of ledgers) {
      if (round >= SIZES.get(ledger.lines)!.rivalRounds) continue;
      for (const rival of plain.rivals) add(ledger.lines, rival.name, await rivalOnce(world, rival, ledger));
    }
    say(`Round ${round + 1} of ${ROUNDS} done.`);
  }
  return measured;
}

/** Whether all of it is where it was, in the application's tables and in the rivals'. */
async function checkNothingLost(app: BenchApp, plain: PlainTables, ledgers: readonly Ledger[]): Promise<void> {
  for (const { lines, bookId, membership } of ledgers) {
    const current = await app.nest.get(Businesses).currentBook(membership.businessId);
    for (const database of [app.database, `${app.database}_plain`]) {
      const sql = `SELECT COUNT(*) AS n FROM ${database}.journal_lines WHERE book_id = ?`;
      const [found] = await rows<{ n: number }>(plain.sql, sql, [idToBytes(bookId)]);
      if (current !== bookId || Number(found!.n) !== lines) throw new Error(`${database} lost lines of ${lines}.`);
    }
  }
}

await inWorld(async (world) => {
  const app = await world.openApp();
  const ledgers: Ledger[] = [];
  for (const lines of SIZES.keys()) ledgers.push(await buildLedger(app, lines));
  const plain = await openPlainTables(world, app.database);
  for (const { bookId } of ledgers) await plain.adopt(idToBytes(bookId));
  const statements = new Map<number, report.Statements>();
  for (const ledger of ledgers) {
    // A log that nobody keeps refuses resets after a minute; while it is kept, its own statements would be counted too.
    await settle(app);
    statements.set(ledger.lines, await countStatements(world, app, ledger));
  }
  const { result: samples, memory } = await withWorker(app, () =>
    watchMemory(() => measure(world, app, plain, ledgers)),
  );
  await checkNothingLost(app, plain, ledgers);
  report.reportResets({ machine: world.machine, samples, statements, memory, server: memoryOf(world.server.pid) });
  await plain.sql.end();
});
