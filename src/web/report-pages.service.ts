import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { FinancialReports } from '../accounting/reports/financial-reports.service.js';
import {
  REPORTS,
  type Beside,
  type Report,
  type ReportAsk,
  type ReportName,
  type ReportRow,
} from '../accounting/reports/report.js';
import type { Period } from '../accounting/reports/periods.js';
import { Snapshots } from '../books/snapshots.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { dateIn } from '../platform/kernel/time-zone.js';
import { may } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { SnapshotView } from '../resets/snapshot-view.service.js';
import type { BusinessPageContext } from '../ui/page-context.js';
import { BookPages, type Books } from './book-pages.service.js';
import { fileName } from './file-name.js';
import type { ReportQuery } from './page-input.js';
import { reportListPage, reportPage, type BesideChoice } from './pages/report.page.js';
import {
  isComparedByItself,
  REPORT_FORMATS,
  sendReport,
  tableOf,
  theBooksBefore,
  type BesideInWords,
  type ShownReport,
} from './report-files.js';
import { words } from './words.js';

/** What a screen shows at once of a report; the rest is a page further, and in the files, which are whole. */
const ROWS_ON_SCREEN = 1_000;

/** What may stand beside a report without being a snapshot; those are chosen by their id. */
const NOTHING = 'nothing';
const BEFORE = 'before';
const OPEN = 'open';

/** The reports of any books: on screen, page by page, and whole as PDF, spreadsheet and CSV (SPEC §9). */
@Injectable()
export class ReportPages {
  constructor(
    private readonly businesses: Businesses,
    private readonly reports: FinancialReports,
    private readonly snapshots: Snapshots,
    private readonly look: SnapshotView,
    private readonly pages: BookPages,
  ) {}

  list({ context }: Books): string {
    return reportListPage(context);
  }

  /** Throws NOT_FOUND, and SNAPSHOT_EXPIRED for a snapshot beside it. */
  async page(request: ActingRequest, books: Books, name: string, query: ReportQuery): Promise<string> {
    const kind = reportNamed(name);
    const { context } = books;
    const { shown, ask, chosen } = await this.made(request, books, kind, query);
    const { rows, next } = await firstRows(shown.report);
    return reportPage(context, {
      table: tableOf(context, shown),
      name: kind,
      rows,
      next,
      isFirst: query.after === undefined,
      period: ask.period,
      isBackwards: ask.period.from !== undefined && ask.period.from > ask.period.until,
      beside: chosen,
      choices: await this.choices(request, books),
      drawnUpAt: now().toISOString(),
    });
  }

  /** Whole. Throws NOT_FOUND, SNAPSHOT_EXPIRED. */
  async file(
    request: ActingRequest,
    response: Response,
    books: Books,
    { name, query }: { name: string; query: ReportQuery },
  ): Promise<void> {
    const kind = reportNamed(name);
    const format = REPORT_FORMATS.find((known) => known === query.format);
    if (!format) throw notFound('kind of file');
    const { shown } = await this.made(request, books, kind, { ...query, after: undefined });
    await this.pages.recordExport(request, books, `${kind}.${format}`);
    const { files } = words(books.context).t.reports;
    await sendReport(
      response,
      tableOf(books.context, shown),
      format,
      fileName(books.context, files[kind], format),
      now(),
    );
  }

  private async made(request: ActingRequest, books: Books, name: ReportName, query: ReportQuery) {
    const { context, membership, bookId } = books;
    const period = periodIn(context, query);
    const chosen = query.beside ?? (isComparedByItself(name) ? BEFORE : NOTHING);
    const { beside, then } = await this.beside(request, books, { name, period, chosen });
    const { locale, business } = context;
    const ask: ReportAsk = { bookId, period, beside, after: query.after, timeZone: business.timeZone, locale };
    const report = this.reports.report(name, ask, words(context).t.reports);
    const currency = await this.businesses.currencyOf(membership.businessId);
    const shown: ShownReport = { report, period, then, currency };
    return { shown, ask, chosen: beside ? chosen : NOTHING };
  }

  /** What stands beside, and what it is called. A snapshot is looked at, by those who may, and that is recorded. */
  private async beside(
    request: ActingRequest,
    { context, membership, bookId }: Books,
    { name, period, chosen }: { name: ReportName; period: Period; chosen: string },
  ): Promise<{ readonly beside?: Beside; readonly then?: BesideInWords }> {
    if (chosen === NOTHING) return {};
    if (chosen === BEFORE) return theBooksBefore(context, name, { bookId, period }) ?? {};
    const { t, f } = words(context);
    const called = (header: string) => ({ header, lead: t.reports.comparedWith(header) });
    if (chosen === OPEN) {
      const open = await this.businesses.currentBook(membership.businessId);
      return { beside: { bookId: open, period }, then: called(t.reports.openBooks) };
    }
    if (!may(request.actor, 'look-at', 'Snapshot', membership))
      throw new AppError('FORBIDDEN', 'Your role does not allow you to look at snapshots.');
    const { id, sealedAt } = await this.look.open(request.actor as UserActor, membership, chosen);
    return { beside: { bookId: id, period }, then: called(t.reports.snapshotOf(f.dateTime(sealedAt.toISOString()))) };
  }

  private async choices(request: ActingRequest, { context, membership }: Books): Promise<BesideChoice[]> {
    const { t, f } = words(context);
    const texts = t.reports;
    const { looking } = context.business;
    const kept = may(request.actor, 'look-at', 'Snapshot', membership)
      ? (await this.snapshots.list(membership.businessId)).filter(
          ({ state, id }) => state === 'kept' && id !== looking?.id,
        )
      : [];
    return [
      { value: NOTHING, label: texts.besideNothing },
      { value: BEFORE, label: texts.besideBefore },
      ...(looking ? [{ value: OPEN, label: texts.openBooks }] : []),
      ...kept.map(({ id, sealedAt }) => ({ value: id, label: texts.snapshotOf(f.dateTime(sealedAt.toISOString())) })),
    ];
  }
}

/** Only what is shown is read. The screen ends with a row behind which the next one can go on. */
async function firstRows({ rows }: Report): Promise<{ rows: readonly ReportRow[]; next?: string }> {
  const shown: ReportRow[] = [];
  for await (const some of rows) {
    shown.push(...some);
    if (shown.length > ROWS_ON_SCREEN) {
      const last = shown.slice(0, ROWS_ON_SCREEN).findLastIndex(({ key }) => key !== undefined);
      return { rows: shown.slice(0, last + 1), next: shown[last]!.key! };
    }
  }
  return { rows: shown };
}

function reportNamed(name: string): ReportName {
  const report = REPORTS.find((known) => known === name);
  if (!report) throw notFound('report');
  return report;
}

/** Without a choice the calendar year so far, in the time zone of the business. */
function periodIn({ business }: BusinessPageContext, { from, until }: ReportQuery): Period {
  const last = until ?? dateIn(business.timeZone);
  return { from: from ?? `${last.slice(0, 4)}-01-01`, until: last };
}
