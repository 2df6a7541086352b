import type { Response } from 'express';
import { pipeline } from 'node:stream/promises';
import type { Period } from '../accounting/reports/periods.js';
import { isOfADay, periodBeside, type Beside, type Report, type ReportName } from '../accounting/reports/report.js';
import type { BusinessInContext, PageContext } from '../ui/page-context.js';
import { pdfTable } from '../ui/print/pdf-table.js';
import type { PrintedTable } from '../ui/print/printed-table.js';
import { xlsxTable } from '../ui/print/xlsx-table.js';
import { sendCsv } from './send-csv.js';
import type { Texts } from './texts.js';
import { words } from './words.js';

export const REPORT_FORMATS = ['pdf', 'xlsx', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** For whom a report is put into words, and of whose books it is. */
export type ReportContext = Pick<PageContext, 'locale' | 'timeZone'> & {
  readonly business: Pick<BusinessInContext, 'name' | 'looking'>;
};

/** What stands beside a report, in words: above its column, and under the title. */
export interface BesideInWords {
  readonly header: string;
  readonly lead: string;
}

/** A report with what it was asked for. */
export interface ShownReport {
  readonly report: Report;
  readonly period: Period;
  readonly then?: BesideInWords | undefined;
  readonly currency: string;
}

/** Those that say little alone have the period before beside them where nobody chose. */
export const isComparedByItself = (name: ReportName) => name === 'profit-and-loss' || name === 'balance-sheet';

/** The same books in the period before; undefined where there is none. */
export function theBooksBefore(
  ctx: ReportContext,
  name: ReportName,
  { bookId, period }: Beside,
): { readonly beside: Beside; readonly then: BesideInWords } | undefined {
  const before = periodBeside(name, period);
  if (!before) return undefined;
  const { t, f } = words(ctx);
  const [from, until] = [before.from, f.day(before.until)];
  const then =
    from === undefined
      ? { header: t.reports.at(until), lead: t.reports.comparedWith(t.reports.at(until)) }
      : { header: t.reports.columns.before, lead: t.reports.compared(f.day(from), until) };
  return { beside: { bookId, period: before }, then };
}

type ReportTexts = Texts['reports'];

/** How wide each column is, in parts. */
const WIDTHS: Readonly<Record<string, number>> = {
  name: 22,
  label: 24,
  customer: 24,
  document: 18,
  journal: 6,
  account: 10,
  date: 9,
  issued: 9,
  due: 9,
  line: 5,
  number: 11,
};
const AMOUNT_WIDTH = 13;

/** What stands above a column: of a report of a day that day, of another the period. */
function headerOf(t: ReportTexts, { report: { name }, period, then }: ShownReport, key: string, day: string): string {
  if (key === 'then') return then?.header ?? t.columns.then;
  if (key !== 'now') return t.columns[key as keyof ReportTexts['columns']];
  if (isOfADay(name)) return t.at(day);
  return then === undefined && period.from !== undefined ? t.amountColumn : t.columns.now;
}

/** The report in the language of the reader, for any kind of file. */
export function tableOf(ctx: ReportContext, shown: ShownReport): PrintedTable {
  const { t, f } = words(ctx);
  const texts = t.reports;
  const { report, period, currency } = shown;
  const { looking } = ctx.business;
  return {
    locale: ctx.locale,
    title: texts.names[report.name],
    leads: [
      ctx.business.name,
      ...(looking ? [texts.snapshotOf(f.dateTime(looking.sealedAt))] : []),
      periodInWords(ctx, shown),
      t.common.moneyIn.replace('{currency}', () => f.currency(currency)),
    ],
    columns: report.columns.map(({ key, kind }) => ({
      header: headerOf(texts, shown, key, f.day(period.until)),
      kind,
      width: kind === 'amount' ? AMOUNT_WIDTH : (WIDTHS[key] ?? AMOUNT_WIDTH),
    })),
    rows: report.rows,
    foot: (page) => `${ctx.business.name} · ${texts.names[report.name]} · ${texts.page(page)}`,
    end: texts.end,
  };
}

function periodInWords(ctx: ReportContext, { report: { name }, period, then }: ShownReport): string {
  const { t, f } = words(ctx);
  const texts = t.reports;
  const { from, until } = period;
  const isOfDay = from === undefined || isOfADay(name);
  const said = isOfDay ? texts.upTo(f.day(until)) : texts.period(f.day(from), f.day(until));
  return then ? `${said}. ${then.lead}` : said;
}

/** Sends a report whole; a client that breaks off ends the reading. */
export async function sendReport(
  response: Response,
  table: PrintedTable,
  format: ReportFormat,
  fileName: string,
  madeAt: Date,
): Promise<void> {
  if (format === 'xlsx') {
    // Made before the first byte is sent, so that one that is too large is refused and not cut.
    const file = await xlsxTable(table);
    response.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').attachment(fileName).send(file);
    return;
  }
  if (format === 'pdf') {
    response.type('application/pdf').attachment(fileName);
    await pipeline(pdfTable(table, madeAt), response);
    return;
  }
  const header = table.columns.map((column) => column.header);
  await sendCsv(response, fileName, header, csvRows(table));
}

export async function* csvRows({ rows }: Pick<PrintedTable, 'rows'>): AsyncGenerator<string[]> {
  for await (const some of rows) for (const { cells } of some) yield [...cells];
}
