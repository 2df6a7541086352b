import { Readable } from 'node:stream';
import { FecImport } from '../../src/accounting/fec-import.service.js';
import { Businesses } from '../../src/people/businesses/businesses.service.js';
import { idToBytes, newId, type BookId } from '../../src/platform/kernel/ids.js';
import { BringAlongs } from '../../src/resets/bring-along/bring-alongs.service.js';
import type { BringAlongRequest } from '../../src/resets/bring-along/bring-along-plan.js';
import { Resets } from '../../src/resets/resets.service.js';
import { rows } from '../setup/sql.js';
import { withWorker } from './lib/audit-world.js';
import { ledgerLines } from './lib/ledger.js';
import { watchMemory, type MemoryUse } from './lib/machine.js';
import { isQuick } from './lib/options.js';
import { hookStatements } from './lib/queries.js';
import { asMegabytes, asTime, asTimes, printTable, printTargets, say, writeJson } from './lib/report.js';
import { inWorld, type BenchApp, type Tenant, type World } from './lib/world.js';

interface Size {
  readonly lines: number;
  readonly contacts: number;
  readonly accounts: number;
}

const LARGE: Size = isQuick
  ? { lines: 20_000, contacts: 2_000, accounts: 1_000 }
  : { lines: 1_000_000, contacts: 50_000, accounts: 20_000 };
const SMALL: Size = { lines: LARGE.lines / 10, contacts: LARGE.contacts / 10, accounts: LARGE.accounts / 10 };
const SIZES = [SMALL, LARGE];
/** Ten times as much may take ten times as long, and what the caches of a server cost it. */
const TIMES_MAX = 15;
const GROWTH_BYTES_MAX = 100e6;
const ROWS_A_STATEMENT = 1_000;
const AFTER_ALL = '2099-12-31';

interface Step {
  readonly name: string;
  readonly ms: number;
  readonly memory: MemoryUse;
  readonly slowest: { readonly ms: number; readonly sql: string };
}

/** Books with a ledger, contacts, and accounts that each have a balance of their own. */
async function build(world: World, app: BenchApp, { lines, contacts, accounts }: Size): Promise<Tenant> {
  const began = performance.now();
  const tenant = await app.signUp();
  await app.nest.get(FecImport).run(tenant.actor, tenant.membership, Readable.from(ledgerLines(lines)));
  const book = idToBytes(await app.nest.get(Businesses).currentBook(tenant.membership.businessId));
  const now = new Date();
  await fill(world, app, 'contacts (book_id, id, kind, name, email, created_at)', contacts, (i) => [
    book,
    idToBytes(newId()),
    'customer',
    `Client ${i}`,
    `client-${i}@bench.test`,
    now,
  ]);
  await fill(world, app, 'ledger_accounts (book_id, id, number, name, created_at)', accounts, (i) => [
    book,
    idToBytes(newId()),
    `9${String(i).padStart(7, '0')}`,
    `Compte du client ${i}`,
    now,
  ]);
  await postToEach(world, app, book, lines);
  say(`Built books of ${lines.toLocaleString('en')} lines in ${asTime(performance.now() - began)}.`);
  return tenant;
}

async function fill(
  { admin }: World,
  { database }: BenchApp,
  into: string,
  count: number,
  row: (index: number) => unknown[],
): Promise<void> {
  for (let from = 0; from < count; from += ROWS_A_STATEMENT) {
    const length = Math.min(ROWS_A_STATEMENT, count - from);
    const values = Array.from({ length }, (_, i) => row(from + i));
    await admin.query(`INSERT INTO ${database}.${into} VALUES ?`, [values]);
  }
}

/** One balanced entry with a line for each account, beside those of the file. */
async function postToEach({ admin }: World, { database }: BenchApp, book: Buffer, number: number): Promise<void> {
  const entry = idToBytes(newId());
  await admin.query(
    `INSERT INTO ${database}.journal_entries (book_id, id, journal_id, number, entry_date, label, created_at)
     SELECT book_id, ?, id, ?, '2024-01-01', 'Soldes', NOW(6) FROM ${database}.journals WHERE book_id = ? AND code = 'OD'`,
    [entry, `S${number}`, book],
  );
  await admin.query(
    `INSERT INTO ${database}.journal_lines (book_id, entry_id, line_no, account_id, debit, credit, label)
     SELECT a.book_id, ?, a.n, a.id, IF(a.n % 2 = 0, 1, 0), IF(a.n % 2 = 0, 0, 1), 'Soldes' FROM (
       SELECT book_id, id, ROW_NUMBER() OVER (ORDER BY number) AS n FROM ${database}.ledger_accounts
       WHERE book_id = ? AND number LIKE '9_______') a`,
    [entry, book],
  );
}

/** What happens, and which statement of it took longest. */
async function step(watched: Watched, name: string, work: () => Promise<unknown>): Promise<Step> {
  watched.slowest = { ms: 0, sql: '' };
  const began = performance.now();
  const { memory } = await watchMemory(work);
  const ms = performance.now() - began;
  say(`${name}: ${asTime(ms)}`);
  return { name, ms, memory, slowest: watched.slowest };
}

interface Watched {
  slowest: Step['slowest'];
}

function watchStatements({ dataSource }: BenchApp): Watched {
  const watched: Watched = { slowest: { ms: 0, sql: '' } };
  hookStatements(dataSource, {
    done: (sql, ms) => {
      if (ms > watched.slowest.ms) watched.slowest = { ms, sql: sql.replaceAll(/\s+/g, ' ').slice(0, 400) };
    },
  });
  return watched;
}

async function bringAll(world: World, app: BenchApp, watched: Watched, size: Size, tenant: Tenant): Promise<Step[]> {
  const { actor, membership } = tenant;
  const { snapshot } = await app.nest.get(Resets).reset(actor, membership, { signUpEmail: actor.email });
  const service = app.nest.get(BringAlongs);
  const ask = (more: Partial<BringAlongRequest> = {}): BringAlongRequest => ({
    snapshotId: snapshot.id,
    kinds: ['contacts', 'chart', 'openingBalances'],
    openingBalancesAt: AFTER_ALL,
    conflicts: { forAll: 'open' },
    ...more,
  });
  const into = await app.nest.get(Businesses).currentBook(membership.businessId);
  const onlyBalances = ask({ kinds: ['openingBalances'] });
  const rowsAlone = { kinds: ['contacts', 'chart'], openingBalancesAt: undefined };
  const steps = [
    await step(watched, 'look at what would come', () => service.preview(actor, membership, ask())),
    await step(watched, 'look at the balances alone', () => service.preview(actor, membership, onlyBalances)),
    await step(watched, 'bring all of it', () => service.bring(actor, membership, ask())),
    await step(watched, 'the same rows again', () => service.bring(actor, membership, ask(rowsAlone))),
  ];
  await assertCame(world, app, into, size);
  await world.admin.query(`UPDATE ${app.database}.contacts SET email = NULL WHERE book_id = ?`, [idToBytes(into)]);
  const conflicting = ask({ ...rowsAlone, conflicts: { forAll: 'snapshot' } });
  steps.push(
    await step(watched, 'look, each contact a conflict', () => service.preview(actor, membership, conflicting)),
    await step(watched, 'replace each contact', () => service.bring(actor, membership, conflicting)),
  );
  return steps;
}

async function assertCame({ admin }: World, { database }: BenchApp, into: BookId, size: Size): Promise<void> {
  const count = async (table: string, more = '') => {
    const sql = `SELECT COUNT(*) AS n FROM ${database}.${table} WHERE book_id = ? ${more}`;
    return Number((await rows<{ n: number }>(admin, sql, [idToBytes(into)]))[0]!.n);
  };
  const contacts = await count('contacts');
  const accounts = await count('ledger_accounts', "AND number LIKE '9_______'");
  const lines = await count('journal_lines');
  if (contacts === size.contacts && accounts >= size.accounts && lines >= size.accounts) return;
  throw new Error(`There came ${contacts} contacts, ${accounts} accounts and ${lines} balances.`);
}

function report(machine: World['machine'], found: readonly { readonly size: Size; readonly steps: readonly Step[] }[]) {
  const [small, large] = found.map(({ steps }) => steps) as [readonly Step[], readonly Step[]];
  const inWords = ({ lines, contacts, accounts }: Size) =>
    `${contacts.toLocaleString('en')} contacts and ${accounts.toLocaleString('en')} accounts of a snapshot of ${lines.toLocaleString('en')} lines`;
  printTable(
    `A selective restore of ${inWords(LARGE)}, against one of a tenth of it; memory of Node`,
    ['', 'a tenth', 'all', 'against', 'growth'],
    large.map((step, i) => [
      step.name,
      asTime(small[i]!.ms),
      asTime(step.ms),
      asTimes(step.ms / small[i]!.ms),
      asMegabytes(step.memory.peakBytes - step.memory.beforeBytes),
    ]),
  );
  const times = Math.max(...large.map((step, i) => step.ms / small[i]!.ms));
  const growth = Math.max(...large.map(({ memory }) => memory.peakBytes - memory.beforeBytes));
  const targets = [
    {
      what: 'ten times the rows, slowest step of all',
      wanted: `≤ ${TIMES_MAX}×`,
      got: asTimes(times),
      reached: times <= TIMES_MAX,
    },
    {
      what: 'memory of Node, largest growth',
      wanted: `< ${asMegabytes(GROWTH_BYTES_MAX)}`,
      got: asMegabytes(growth),
      reached: growth < GROWTH_BYTES_MAX,
    },
  ];
  printTargets(targets);
  writeJson('bring-along', { quick: isQuick, machine, found, targets });
}

await inWorld(async (world) => {
  const app = await world.openApp();
  // A log that nobody keeps refuses resets after a minute.
  await withWorker(app, async () => {
    const watched = watchStatements(app);
    const found: { size: Size; steps: Step[] }[] = [];
    for (const size of SIZES) {
      const tenant = await build(world, app, size);
      found.push({ size, steps: await bringAll(world, app, watched, size, tenant) });
    }
    report(world.machine, found);
  });
});
