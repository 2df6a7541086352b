import { Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { FinancialReports } from '../accounting/reports/financial-reports.service.js';
import { REPORTS, type ReportName, type ReportRow } from '../accounting/reports/report.js';
import type { Period } from '../accounting/reports/report-rows.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import type { BookId } from '../platform/kernel/ids.js';
import { pathText } from '../platform/kernel/path-parameter.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { may, rolesOf, type MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import type { BusinessPageContext } from '../ui/page-context.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { reportQuery, type ReportQuery } from './page-input.js';
import { financialReportPage, reportListPage } from './pages/financial-report.page.js';
import { fileName } from './file-name.js';
import { REPORT_FORMATS, sendReport, tableOf, wordsOfReports } from './report-files.js';
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
    private readonly audit: AuditLog,
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
    const report = reportNamed(name);
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const period = periodIn(context, query);
    const bookId = await this.businesses.currentBook(membership.businessId);
    const { rows, isCut } = await this.firstRows(context, report, bookId, period);
    const currency = await this.businesses.currencyOf(membership.businessId);
    const made = this.reports.report(report, bookId, period, wordsOfReports(words(context).t.financialReports));
    return financialReportPage(context, {
      table: tableOf(context, made, period, currency),
      name: report,
      rows,
      isCut,
      period,
      isBackwards: period.from !== undefined && period.from > period.until,
      mayExport: may(request.actor, 'export', 'Accounting', membership),
      drawnUpAt: now().toISOString(),
    });
  }

  /** Whatever leaves as a file is recorded, before it does. */
  @Get(':report/file')
  @Requires('export', 'Accounting')
  async file(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('report', pathText('report')) name: string,
    @Query({ schema: reportQuery }) query: ReportQuery,
  ): Promise<void> {
    const report = reportNamed(name);
    const format = REPORT_FORMATS.find((known) => known === query.format);
    if (!format) throw notFound('kind of file');
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const period = periodIn(context, query);
    const bookId = await this.businesses.currentBook(membership.businessId);
    await this.audit.record({
      type: 'books.exported',
      subjectId: membership.businessId,
      actor: request.actor,
      roles: rolesOf(request.actor, membership),
      outcome: 'success',
      details: { book_id: bookId, format: `${report}.${format}` },
    });
    const { t } = words(context);
    const made = this.reports.report(report, bookId, period, wordsOfReports(t.financialReports));
    const table = tableOf(context, made, period, await this.businesses.currencyOf(membership.businessId));
    await sendReport(response, table, format, fileName(context, t.financialReports.files[report], format), now());
  }

  /** Only what is shown is read: the rest of a long ledger stays where it is. */
  private async firstRows(
    context: BusinessPageContext,
    name: ReportName,
    bookId: BookId,
    period: Period,
  ): Promise<{ rows: ReportRow[]; isCut: boolean }> {
    const { rows } = this.reports.report(name, bookId, period, wordsOfReports(words(context).t.financialReports));
    const shown: ReportRow[] = [];
    for await (const some of rows) {
      shown.push(...some);
      if (shown.length > ROWS_ON_SCREEN) return { rows: shown.slice(0, ROWS_ON_SCREEN), isCut: true };
    }
    return { rows: shown, isCut: false };
  }
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
