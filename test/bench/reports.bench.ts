import { createReadStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FecImport } from '../../src/accounting/fec-import.service.js';
import { FinancialReports } from '../../src/accounting/reports/financial-reports.service.js';
import { REPORTS, type ReportName } from '../../src/accounting/reports/report.js';
import { Businesses } from '../../src/people/businesses/businesses.service.js';
import type { BookId } from '../../src/platform/kernel/ids.js';
import { TIME_ZONE } from '../../src/platform/kernel/time-zone.js';
import { textsFor } from '../../src/web/texts.js';
import { writeLedger } from './lib/ledger.js';
import { isQuick } from './lib/options.js';
import { asTime, printTable, printTargets, say, writeJson, type Target } from './lib/report.js';
import { median } from './lib/stats.js';
import { inWorld, type BenchApp, type World } from './lib/world.js';

const SIZES = isQuick ? [10_000, 30_000] : [50_000, 500_000];
const TIMES = isQuick ? 3 : 9;
const ROWS_ON_SCREEN = 1_000;
const SCREEN_MS_MAX = 500;

interface Screen {
  readonly report: ReportName;
  readonly where: 'first' | 'next' | 'cut';
  readonly lines: number;
  readonly ms: number;
}

async function imported(world: World, app: BenchApp, lines: number): Promise<BookId> {
  const path = join(world.folder, 'ledger.txt');
  await writeLedger(path, lines);
  const { actor, membership } = await app.signUp();
  await app.nest.get(FecImport).run(actor, membership, createReadStream(path));
  rmSync(path);
  say(`${lines.toLocaleString('en')} lines are in`);
  return app.nest.get(Businesses).currentBook(membership.businessId);
}

/** What a person waits for: the rows of a screen. Returns the key of the last one. */
async function screen(app: BenchApp, name: ReportName, bookId: BookId, at: { until: string; after?: string }) {
  const ask = {
    bookId,
    period: { from: '2024-01-01', until: at.until },
    after: at.after,
    timeZone: TIME_ZONE,
    locale: 'fr' as const,
  };
  let [count, key] = [0, undefined as string | undefined];
  for await (const rows of app.nest.get(FinancialReports).report(name, ask, textsFor('fr').reports).rows) {
    count += rows.length;
    key = rows.findLast((row) => row.key !== undefined)?.key ?? key;
    if (count > ROWS_ON_SCREEN) break;
  }
  return key;
}

async function measure(world: World): Promise<Screen[]> {
  const app = await world.openApp();
  const screens: Screen[] = [];
  for (const lines of SIZES) {
    const book = await imported(world, app, lines);
    for (const report of REPORTS) {
      const key = await screen(app, report, book, { until: '2027-12-31' });
      const isLong = report === 'ledger' || report === 'journal';
      const asks = {
        first: { until: '2027-12-31' },
        cut: { until: '2024-02-15' },
        ...(isLong && { next: { until: '2027-12-31', after: key! } }),
      };
      for (const [where, ask] of Object.entries(asks)) {
        const took: number[] = [];
        for (let i = 0; i < TIMES; i += 1) {
          const began = performance.now();
          await screen(app, report, book, ask);
          took.push(performance.now() - began);
        }
        screens.push({ report, where: where as Screen['where'], lines, ms: median(took) });
      }
    }
  }
  return screens;
}

function report(machine: World['machine'], screens: readonly Screen[]): void {
  const of = ({ report: name, where }: Screen, lines: number) =>
    screens.find((each) => each.report === name && each.where === where && each.lines === lines)!.ms;
  const smallest = screens.filter(({ lines }) => lines === SIZES[0]);
  printTable(
    'A screen of a report: medians, by the lines of the book; the first one, the one behind it, and of a month that is cut',
    ['report', 'screen', ...SIZES.map((lines) => lines.toLocaleString('en'))],
    smallest.map((each) => [each.report, each.where, ...SIZES.map((lines) => asTime(of(each, lines)))]),
  );
  const slowest = screens.filter(({ lines }) => lines === SIZES.at(-1)).sort((a, b) => b.ms - a.ms)[0]!;
  const targets: Target[] = [
    {
      what: `slowest screen of ${SIZES.at(-1)!.toLocaleString('en')} lines (${slowest.report}, ${slowest.where})`,
      wanted: `< ${asTime(SCREEN_MS_MAX)}`,
      got: asTime(slowest.ms),
      reached: slowest.ms < SCREEN_MS_MAX,
    },
  ];
  printTargets(targets);
  writeJson('reports', { quick: isQuick, machine, screens, targets });
}

await inWorld(async (world) => report(world.machine, await measure(world)));
