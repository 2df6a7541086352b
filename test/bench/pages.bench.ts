import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FecImport } from '../../src/accounting/fec-import.service.js';
import { Client } from '../builders/client.js';
import { writeLedger } from './lib/ledger.js';
import { isQuick } from './lib/options.js';
import { asTime, printTable, printTargets, say, writeJson, type Target } from './lib/report.js';
import { summarise } from './lib/stats.js';
import { inWorld, type BenchApp, type World } from './lib/world.js';

const SIZES = isQuick ? [1_000, 10_000] : [10_000, 100_000, 1_000_000];
const TIMES = isQuick ? 5 : 40;
const RATIO_MAX = 1.5;
const P95_MS_MAX = 100;
const MANAGE = '/settings/personalisation/manage-your-data';

/** What an owner opens day by day, and on the bad one. */
const PAGES: Readonly<Record<string, string>> = {
  home: '',
  contacts: '/contacts',
  'contacts, searched': '/contacts?search=Boulangerie',
  invoices: '/invoices',
  accounts: '/accounts',
  journal: '/journal',
  'journal, searched': '/journal?search=Loyer',
  'trial balance': '/reports/trial-balance',
  ledger: '/reports/ledger',
  'profit and loss': '/reports/profit-and-loss',
  'aged receivables': '/reports/aged-receivables',
  'manage your data': MANAGE,
  reset: `${MANAGE}/reset`,
  recover: `${MANAGE}/recover`,
  history: '/history',
};

interface Asked {
  readonly page: string;
  readonly lines: number;
  readonly median: number;
  readonly p95: number;
}

/** An owner whose open books hold so many lines, and who has a snapshot of as many. */
async function ownerOf(world: World, app: BenchApp, url: string, lines: number): Promise<Client> {
  const owner = await Client.signUp(url, { locale: 'en' });
  const path = join(world.folder, 'ledger.txt');
  await writeLedger(path, lines);
  const { actor, membership } = await app.actingFor(owner.token!, owner.businessId);
  for (const isLast of [false, true]) {
    await app.nest.get(FecImport).run(actor, membership, createReadStream(path));
    if (!isLast && (await owner.reset()).status !== 201) throw new Error('The reset was refused.');
  }
  rmSync(path);
  say(`${lines.toLocaleString('en')} lines are in`);
  return owner;
}

async function open(url: string, owner: Client, path: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(`${url}/b/${owner.businessId}${path}`, {
    headers: { Cookie: `ardoise_session=${owner.token}`, Accept: 'text/html' },
  });
  await answer.text();
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}.`);
  return performance.now() - began;
}

/** The sizes in turn, so that what slows the machine down slows all of them. */
async function measure(world: World): Promise<Asked[]> {
  const app = await world.openApp();
  await app.nest.listen(0, '127.0.0.1');
  const url = (await app.nest.getUrl()).replace('localhost', '127.0.0.1');
  const owners = new Map<number, Client>();
  for (const lines of SIZES) owners.set(lines, await ownerOf(world, app, url, lines));
  const asked: Asked[] = [];
  for (const [page, path] of Object.entries(PAGES)) {
    const took = new Map(SIZES.map((lines) => [lines, [] as number[]]));
    for (let i = 0; i <= TIMES; i += 1) {
      for (const [lines, owner] of owners) {
        const ms = await open(url, owner, path);
        // The first time everything is read from the disk.
        if (i > 0) took.get(lines)!.push(ms);
      }
    }
    for (const [lines, values] of took) {
      const { median, p95 } = summarise(values);
      asked.push({ page, lines, median, p95 });
    }
    say(`${page} was opened`);
  }
  return asked;
}

function report(machine: World['machine'], asked: readonly Asked[]): void {
  const of = (page: string, lines: number) => asked.find((each) => each.page === page && each.lines === lines)!;
  const [smallest, largest] = [SIZES[0]!, SIZES.at(-1)!];
  const names = Object.keys(PAGES);
  const ratio = (page: string) => of(page, largest).p95 / of(page, smallest).p95;
  printTable(
    'A page over HTTP, p95, by the lines of the open books',
    ['page', ...SIZES.map((lines) => lines.toLocaleString('en')), 'ratio'],
    names.map((page) => [page, ...SIZES.map((lines) => asTime(of(page, lines).p95)), `${ratio(page).toFixed(2)}×`]),
  );
  const targets: Target[] = names.map((page) => ({
    what: `${page}, ${largest.toLocaleString('en')} lines`,
    wanted: `< ${P95_MS_MAX} ms, < ${RATIO_MAX}×`,
    got: `${asTime(of(page, largest).p95)}, ${ratio(page).toFixed(2)}×`,
    reached: of(page, largest).p95 < P95_MS_MAX && ratio(page) < RATIO_MAX,
  }));
  printTargets(targets);
  writeJson('pages', { quick: isQuick, machine, asked, targets });
}

await inWorld(async (world) => report(world.machine, await measure(world)));
