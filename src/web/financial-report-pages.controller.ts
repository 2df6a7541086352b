import { Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { FinancialReports } from '../accounting/reports/financial-reports.service.js';
import { REPORTS, type Report, type ReportName, type ReportRow } from '../accounting/reports/report.js';
import type { Period } from '../accounting/reports/report-rows.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { pathText } from '../platform/kernel/path-parameter.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { may, type MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import type { BusinessPageContext } from '../ui/page-context.js';
import { BookPages, type Books } from './book-pages.service.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { reportQuery, type ReportQuery } from './page-input.js';
import { financialReportPage, reportListPage } from './pages/financial-report.page.js';
import { fileName } from './file-name.js';
import { REPORT_FORMATS, sendReport, tableOf } from './report-files.js';
import { words } from './words.js';

/** What a screen shows of a report before it refers to the files, which are whole. */
const ROWS_ON_SCREEN = 1_000;

/** The reports of the open books: on screen, and whole as PDF, spreadsheet and CSV (SPEC §9). */
@Pages('b/:b/financial-reports')
export class FinancialReportPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly businesses: Businesses,
    private readonly reports: FinancialReports,
    private readonly pages: BookPages,
  ) {}

  @Get()
  @Requires('read', 'Accounting')
  async list(@Req() request: ActingRequest, @InMembership() { businessId }: MembershipFacts): Promise<string> {
    return reportListPage(await this.contexts.inBusiness(request, businessId));
  }

  @Get(':report')
  @Requires('read', 'Accounting')
  async page(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Param('report', pathText('report')) name: string,
    @Query({ schema: reportQuery }) query: ReportQuery,
  ): Promise<string> {
    const kind = reportNamed(name);
    const books = await this.pages.open(request, membership);
    const { report, table, period } = await this.made(books, kind, query);
    const { rows, isCut } = await firstRows(report);
    return financialReportPage(books.context, {
      table,
      name: kind,
      rows,
      isCut,
      period,
      isBackwards: period.from !== undefined && period.from > period.until,
      mayExport: may(request.actor, 'export', 'Accounting', membership),
      drawnUpAt: now().toISOString(),
    });
  }

  @Get(':report/file')
  @Requires('export', 'Accounting')
  async file(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('report', pathText('report')) name: string,
    @Query({ schema: reportQuery }) query: ReportQuery,
  ): Promise<void> {
    const kind = reportNamed(name);
    const format = REPORT_FORMATS.find((known) => known === query.format);
    if (!format) throw notFound('kind of file');
    const books = await this.pages.open(request, membership);
    await this.pages.recordExport(request, books, `${kind}.${format}`);
    const { table } = await this.made(books, kind, query);
    const { files } = words(books.context).t.financialReports;
    await sendReport(response, table, format, fileName(books.context, files[kind], format), now());
  }

  private async made({ context, membership, bookId }: Books, name: ReportName, query: ReportQuery) {
    const period = periodIn(context, query);
    const report = this.reports.report(name, bookId, period, words(context).t.financialReports);
    const currency = await this.businesses.currencyOf(membership.businessId);
    return { report, period, table: tableOf(context, report, period, currency) };
  }
}

/** Only what is shown is read: the rest of a long ledger stays where it is. */
async function firstRows({ rows }: Report): Promise<{ rows: ReportRow[]; isCut: boolean }> {
  const shown: ReportRow[] = [];
  for await (const some of rows) {
    shown.push(...some);
    if (shown.length > ROWS_ON_SCREEN) return { rows: shown.slice(0, ROWS_ON_SCREEN), isCut: true };
  }
  return { rows: shown, isCut: false };
}

function reportNamed(name: string): ReportName {
  const report = REPORTS.find((known) => known === name);
  if (!report) throw notFound('report');
  return report;
}

/** Without a choice the calendar year so far, in the time zone of the business. */
function periodIn({ business }: BusinessPageContext, { from, until }: ReportQuery): Period {
  const today = dateIn(business.timeZone);
  const last = until ?? today;
  return { from: from ?? `${last.slice(0, 4)}-01-01`, until: last };
}
