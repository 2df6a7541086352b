import { REPORTS, type ReportName, type ReportRow } from '../../accounting/reports/report.js';
import type { Period } from '../../accounting/reports/report-rows.service.js';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { Icon } from '../../ui/components/icon.js';
import { Notice } from '../../ui/components/notices.js';
import { Choices } from '../../ui/components/panel.js';
import { Day, Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import type { PrintedTable, TableColumn } from '../../ui/print/printed-table.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { REPORT_FORMATS } from '../report-files.js';
import { words } from '../words.js';

export interface FinancialReportView {
  readonly name: ReportName;
  readonly table: PrintedTable;
  readonly rows: readonly ReportRow[];
  readonly isCut: boolean;
  readonly period: Period;
  readonly isBackwards: boolean;
  readonly mayExport: boolean;
  readonly drawnUpAt: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: FinancialReportView;
}

const FinancialReportPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const texts = t.financialReports;
  return (
    <div className="report">
      <div className="report-head">
        <div>
          <h1>{texts.names[view.name]}</h1>
          {view.table.leads.map((lead, i) => (
            <p key={lead} className={i === 0 ? 'report-business' : 'quiet'}>
              <UserText>{lead}</UserText>
            </p>
          ))}
          <p className="quiet">
            <Template text={t.reports.ledgerDrawnUp} values={{ at: <Instant ctx={ctx} at={view.drawnUpAt} /> }} />
          </p>
        </div>
        <Files ctx={ctx} view={view} />
      </div>
      <PeriodForm ctx={ctx} view={view} />
      {view.isBackwards && (
        <Notice kind="warning">
          <p>{texts.badPeriod}</p>
        </Notice>
      )}
      {view.rows.length === 0 ? <p>{t.reports.noLines}</p> : <Rows ctx={ctx} view={view} />}
      {view.isCut && (
        <Notice kind="info">
          <p>{texts.screenEnds(view.rows.length)}</p>
        </Notice>
      )}
    </div>
  );
};

const Files = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <div className="actions no-print">
      <button type="button" className="button button-secondary" data-print="" hidden>
        <Icon name="print" />
        <span>{t.common.print}</span>
      </button>
      {view.mayExport &&
        REPORT_FORMATS.map((format) => (
          <ButtonLink
            key={format}
            href={paths.financialReportFile(ctx.business.id, view.name, { ...view.period, format })}
            icon="download"
            download
          >
            {t.financialReports[format]}
          </ButtonLink>
        ))}
    </div>
  );
};

const PeriodForm = ({ ctx, view }: Props) => {
  const { financialReports: texts } = words(ctx).t;
  return (
    <form
      method="get"
      action={paths.financialReport(ctx.business.id, view.name)}
      className="form form-inline no-print report-period"
    >
      <TextField ctx={ctx} type="date" name="from" label={texts.from} value={view.period.from} />
      <TextField ctx={ctx} type="date" name="until" label={texts.until} value={view.period.until} />
      <SubmitButton look="secondary">{texts.show}</SubmitButton>
    </form>
  );
};

const Rows = ({ ctx, view }: Props) => {
  const { columns } = view.table;
  return (
    <div className="table-box" tabIndex={0} role="region" aria-label={view.table.title}>
      <table className={columns.length > 5 ? 'data statement statement-wide' : 'data statement'}>
        <caption className="visually-hidden">{view.table.title}</caption>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={i} scope="col" className={column.kind === 'amount' ? 'number' : undefined}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row, i) => (
            <Row key={i} ctx={ctx} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Row = ({ ctx, row, columns }: { ctx: BusinessPageContext; row: ReportRow; columns: readonly TableColumn[] }) => {
  if (row.look === 'heading') {
    return (
      <tr className="row-heading">
        <th scope="rowgroup" colSpan={columns.length}>
          <UserText>{row.cells[0]}</UserText>
        </th>
      </tr>
    );
  }
  return (
    <tr className={row.look === 'total' ? 'row-total' : undefined}>
      {columns.map(({ kind }, i) => (
        <td key={i} className={kind === 'amount' ? 'number' : undefined}>
          <Cell ctx={ctx} kind={kind} text={row.cells[i] ?? ''} />
        </td>
      ))}
    </tr>
  );
};

const Cell = ({ ctx, kind, text }: { ctx: BusinessPageContext; kind: TableColumn['kind']; text: string }) => {
  if (text === '') return null;
  if (kind === 'amount') return <>{words(ctx).f.amount(text)}</>;
  return kind === 'date' ? <Day ctx={ctx} on={text} /> : <UserText>{text}</UserText>;
};

export const financialReportPage = (ctx: BusinessPageContext, view: FinancialReportView): string =>
  renderPage(ctx, words(ctx).t.financialReports.names[view.name], <FinancialReportPage ctx={ctx} view={view} />);

export const reportListPage = (ctx: BusinessPageContext): string => {
  const { financialReports: texts } = words(ctx).t;
  return renderPage(
    ctx,
    texts.title,
    <div className="medium">
      <h1>{texts.title}</h1>
      <p className="lead">{texts.lead}</p>
      <Choices
        choices={REPORTS.map((name) => ({
          href: paths.financialReport(ctx.business.id, name),
          title: texts.names[name],
          hint: texts.hints[name],
        }))}
      />
    </div>,
  );
};
