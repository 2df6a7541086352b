import type { EntityManager } from 'typeorm';
import { FinancialReports } from '../../src/accounting/reports/financial-reports.service.js';
import type { ReportAsk, ReportName, ReportRow, ReportWords } from '../../src/accounting/reports/report.js';
import { bytesToId, type BookId } from '../../src/platform/kernel/ids.js';
import { TIME_ZONE } from '../../src/platform/kernel/time-zone.js';
import { textsFor } from '../../src/web/texts.js';
import { currentBook } from '../builders/books.js';
import { Client } from '../builders/client.js';
import { smallFec } from '../builders/fec.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

/** Two accounts of so many lines each: more than are read by the index of an account. */
const ENTRIES = 20_400;
const PER_MONTH = ENTRIES / 12;
const SCREEN = 1_000;

/** Whatever a book holds, a screen of a report reads what the posting keeps added up, or a part of the lines (docs/decisions/0045). */
describe('a report of a book of many entries', () => {
  let scene: Scene;
  let book: BookId;
  const words: ReportWords = textsFor('en').reports;

  beforeAll(async () => {
    scene = await Scene.start('report-plan');
    const owner = await Client.signUp(scene.url);
    // As many in each month of the year, on every day of it.
    const dated = smallFec('plan', ENTRIES).replace(/plan-(\d+)\t20260115/g, (_all, number: string) => {
      const at = Number(number) - 1;
      const [month, day] = [Math.floor(at / PER_MONTH) + 1, (at % 28) + 1];
      return `plan-${number}\t2026${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
    });
    expect((await owner.import(dated)).status).toBe(201);
    book = bytesToId<BookId>(await currentBook(scene.sql.admin, owner.businessId));
  }, 240_000);
  afterAll(() => scene.stop());

  const ask = (more: Partial<ReportAsk> = {}): ReportAsk => ({
    bookId: book,
    period: { from: '2026-01-01', until: '2026-12-31' },
    timeZone: TIME_ZONE,
    locale: 'en',
    ...more,
  });

  /** A screen of a report, and the statements that it took. */
  async function screen(name: ReportName, more?: Partial<ReportAsk>) {
    const statements: { sql: string; values: unknown[] }[] = [];
    const real = scene.dataSource.manager;
    const query = (sql: string, values: unknown[]) => {
      statements.push({ sql, values });
      return real.query(sql, values);
    };
    const reports = new FinancialReports({ manager: { query } as unknown as EntityManager });
    const shown: ReportRow[] = [];
    for await (const some of reports.report(name, ask(more), words).rows) {
      shown.push(...some);
      if (shown.length > SCREEN) break;
    }
    return { shown, statements };
  }

  /** Rows of any table and index that the server looks at for a screen. */
  async function readFor(name: ReportName, more?: Partial<ReportAsk>): Promise<number> {
    const { statements } = await screen(name, more);
    let read = 0;
    for (const { sql, values } of statements) {
      const before = await handlerReads();
      await scene.sql.admin.query(sql, values);
      read += (await handlerReads()) - before;
    }
    return read;
  }

  async function handlerReads(): Promise<number> {
    const counted = await rows<{ Value: string }>(scene.sql.admin, "SHOW SESSION STATUS LIKE 'Handler_read%'");
    return counted.reduce((sum, { Value }) => sum + Number(Value), 0);
  }

  test.each(['trial-balance', 'profit-and-loss', 'balance-sheet', 'aged-receivables'] as const)(
    'reads what is kept added up for %s, and of a month that is cut half of its entries at most',
    async (name) => {
      expect(await readFor(name)).toBeLessThan(500);
      // An entry, its two lines and where each reading ends, and once more in the table that adds them up.
      const half = (PER_MONTH / 28) * 15 * 8;
      for (const until of ['2026-06-15', '2026-06-16']) {
        expect(await readFor(name, { period: { from: '2026-01-01', until } })).toBeLessThan(500 + half);
      }
    },
  );

  test('reads a part of the lines for a screen of the journal and of the ledger, wherever it is', async () => {
    for (const name of ['journal', 'ledger'] as const) {
      const first = await screen(name);
      const middle = first.shown.at(-1)!.key!;
      const late =
        name === 'journal'
          ? middle.replace(/^2026-\d\d-\d\d/, '2026-11-20')
          : middle.replace(/~2026-\d\d-\d\d/, '~2026-11-20');
      // Of half a million for the whole: a line comes with its entry, journal and account, and is sorted among those of its page.
      const most = name === 'journal' ? 26_000 : 80_000;
      expect(await readFor(name)).toBeLessThan(most);
      expect(await readFor(name, { after: late })).toBeLessThan(most);
    }
  });

  test.each(['journal', 'ledger', 'trial-balance'] as const)(
    'shows the same rows of %s page by page as at once',
    async (name) => {
      const reports = new FinancialReports(scene.dataSource);
      const until = { period: { from: '2026-02-10', until: '2026-04-20' } };
      const whole: ReportRow[] = [];
      for await (const some of reports.report(name, ask(until), words).rows) whole.push(...some);
      const paged: ReportRow[] = [];
      let after: string | undefined;
      for (let pages = 0; ; pages += 1) {
        expect(pages).toBeLessThan(30);
        const { shown } = await screen(name, { ...until, after });
        if (shown.length <= SCREEN) {
          paged.push(...shown);
          break;
        }
        const last = shown.slice(0, SCREEN).findLastIndex(({ key }) => key !== undefined);
        paged.push(...shown.slice(0, last + 1));
        after = shown[last]!.key!;
      }
      const isTold = ({ look, cells }: ReportRow) => look !== 'heading' && !cells.includes(words.carriedOver);
      expect(paged.filter(isTold)).toEqual(whole.filter(isTold));
      expect(whole.filter(({ look }) => look === 'line').length).toBeGreaterThan(1);
    },
  );

  test('has the lines of a long account in the order of their dates, each with its balance', async () => {
    const { shown } = await screen('ledger', { period: { from: '2026-03-05', until: '2026-03-20' } });
    const lines = shown.filter(({ look, key }) => look === 'line' && key?.startsWith('1000~'));
    const dates = lines.map(({ cells }) => cells[0]!);
    expect(dates).toEqual([...dates].sort());
    expect(dates[0]).toBe('2026-03-05');
    const opening = BigInt(shown[1]!.cells.at(-1)!.replace('.', ''));
    const first = lines[0]!.cells;
    expect(BigInt(first[6]!.replace('.', ''))).toBe(opening + BigInt(first[4]!.replace('.', '')));
  });
});
