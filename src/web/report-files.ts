import type { Response } from 'express';
import { pipeline } from 'node:stream/promises';
import type { Report } from '../accounting/reports/report.js';
import type { Period } from '../accounting/reports/report-rows.service.js';
import { periodBefore, dayBefore } from '../accounting/reports/periods.js';
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
  readonly business: Pick<BusinessInContext, 'name'>;
};

type ReportTexts = Texts['financialReports'];

/** How wide each column is, in parts. */
const WIDTHS: Readonly<Record<string, number>> = { name: 22, label: 24, journal: 6, account: 10, date: 9, number: 11 };
const AMOUNT_WIDTH = 13;

/** What stands above a column. Of a balance sheet the two columns are days, not periods. */
function headerOf(t: ReportTexts, { name }: Report, key: string, period: Period): string {
  if (name === 'balance-sheet' && key === 'now') return t.nowAt(period.until);
  if (name === 'balance-sheet' && key === 'before' && period.from !== undefined)
    return t.beforeAt(dayBefore(period.from));
  return t.columns[key as keyof ReportTexts['columns']];
}

/** The report in the language of the reader, for any kind of file. */
export function tableOf(ctx: ReportContext, report: Report, period: Period, currency: string): PrintedTable {
  const { t, f } = words(ctx);
  const texts = t.financialReports;
  return {
    locale: ctx.locale,
    title: texts.names[report.name],
    leads: [
      ctx.business.name,
      periodInWords(ctx, report, period),
      t.common.moneyIn.replace('{currency}', () => f.currency(currency)),
    ],
    columns: report.columns.map(({ key, kind }) => ({
      header: headerOf(texts, report, key, period),
      kind,
      width: kind === 'amount' ? AMOUNT_WIDTH : (WIDTHS[key] ?? AMOUNT_WIDTH),
    })),
    rows: report.rows,
    foot: (page) => `${ctx.business.name} · ${texts.names[report.name]} · ${texts.page(page)}`,
    end: texts.end,
  };
}

export function periodInWords(ctx: ReportContext, { name }: Pick<Report, 'name'>, period: Period): string {
  const { t, f } = words(ctx);
  const texts = t.financialReports;
  const { from, until } = period;
  if (from === undefined || name === 'trial-balance' || name === 'balance-sheet') return texts.upTo(f.day(until));
  const before = name === 'profit-and-loss' ? periodBefore(period) : undefined;
  const said = texts.period(f.day(from), f.day(until));
  return before ? `${said}. ${texts.compared(f.day(before.from!), f.day(before.until))}` : said;
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
