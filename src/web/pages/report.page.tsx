import type { Period } from '../../accounting/reports/periods.js';
import { isOfADay, type ReportName, type ReportRow } from '../../accounting/reports/report.js';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { SelectField, TextField } from '../../ui/components/forms.js';
import { Icon } from '../../ui/components/icon.js';
import { Notice } from '../../ui/components/notices.js';
import { Pager } from '../../ui/components/panel.js';
import { Day, Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import type { PrintedTable, TableColumn } from '../../ui/print/printed-table.js';
import { ReportChoices } from '../components/report-choices.js';
import { mayExport } from '../may-export.js';
import { bookPaths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { REPORT_FORMATS } from '../report-files.js';
import { words } from '../words.js';

/** What may stand beside a report. */
export interface BesideChoice {
  readonly value: string;
  readonly label: string;
}

export interface ReportView {
  readonly name: ReportName;
  readonly table: PrintedTable;
  readonly rows: readonly ReportRow[];
  /** The key behind which the next page goes on; undefined on the last. */
  readonly next: string | undefined;
  readonly isFirst: boolean;
  readonly period: Period;
  readonly isBackwards: boolean;
  /** What stands beside it, one of the choices. */
  readonly beside: string;
  readonly choices: readonly BesideChoice[];
  readonly drawnUpAt: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: ReportView;
}

const ReportPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const texts = t.reports;
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
            <Template text={t.reports.drawnUp} values={{ at: <Instant ctx={ctx} at={view.drawnUpAt} /> }} />
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
      {view.name === 'tax-return' && <p className="hint">{texts.taxNote}</p>}
      <MoreRows ctx={ctx} view={view} />
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
      {mayExport(ctx.business) &&
        REPORT_FORMATS.map((format) => (
          <ButtonLink
            key={format}
            href={bookPaths(ctx.business).reportFile(view.name, { ...view.period, beside: view.beside, format })}
            icon="download"
            download
          >
            {t.reports[format]}
          </ButtonLink>
        ))}
      {mayExport(ctx.business) && view.name === 'ledger' && (
        <ButtonLink href={bookPaths(ctx.business).ledgerFec} icon="download" download>
          {t.common.downloadFec}
        </ButtonLink>
      )}
      <p className="hint" data-print-hint="">
        {t.reports.printHint}
      </p>
    </div>
  );
};

const MoreRows = ({ ctx, view }: Props) => {
  const { reports: texts } = words(ctx).t;
  if (view.next === undefined && view.isFirst) return null;
  const at = (after?: string) =>
    bookPaths(ctx.business).report(view.name, { ...view.period, beside: view.beside, after });
  return (
    <>
      <p className="hint">{texts.screenEnds}</p>
      <Pager
        newest={view.isFirst ? undefined : { href: at(), title: texts.first }}
        older={view.next === undefined ? undefined : { href: at(view.next), title: texts.following }}
      />
    </>
  );
};

const PeriodForm = ({ ctx, view }: Props) => {
  const { reports: texts } = words(ctx).t;
  const isOfDay = isOfADay(view.name);
  return (
    <form
      method="get"
      action={bookPaths(ctx.business).report(view.name)}
      className="form form-inline no-print report-period"
    >
      {isOfDay ? (
        // Its beginning says only of which day the report is that is set beside it.
        <input type="hidden" name="from" value={view.period.from} />
      ) : (
        <TextField ctx={ctx} type="date" name="from" label={texts.from} value={view.period.from} />
      )}
      <TextField
        ctx={ctx}
        type="date"
        name="until"
        label={isOfDay ? texts.on : texts.until}
        value={view.period.until}
      />
      <SelectField ctx={ctx} name="beside" label={texts.beside} value={view.beside} options={[...view.choices]} />
      <SubmitButton look="secondary">{texts.show}</SubmitButton>
    </form>
  );
};

const Rows = ({ ctx, view }: Props) => {
  const { columns } = view.table;
  return (
    <div className="table-box" tabIndex={0} role="region" aria-label={view.table.title}>
      <table className={columns.length > 4 ? 'data statement statement-wide' : 'data statement'}>
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
        <td key={i} className={CELL_CLASSES[kind]}>
          <Cell ctx={ctx} kind={kind} text={row.cells[i] ?? ''} />
        </td>
      ))}
    </tr>
  );
};

/** A date stands on one line. */
const CELL_CLASSES = { amount: 'number', date: 'together', text: undefined } as const;

const Cell = ({ ctx, kind, text }: { ctx: BusinessPageContext; kind: TableColumn['kind']; text: string }) => {
  if (text === '') return null;
  if (kind === 'amount') return <>{words(ctx).f.amount(text)}</>;
  return kind === 'date' ? <Day ctx={ctx} on={text} /> : <UserText>{text}</UserText>;
};

export const reportPage = (ctx: BusinessPageContext, view: ReportView): string =>
  renderPage(ctx, words(ctx).t.reports.names[view.name], <ReportPage ctx={ctx} view={view} />);

export const reportListPage = (ctx: BusinessPageContext): string => {
  const { reports: texts } = words(ctx).t;
  return renderPage(
    ctx,
    texts.title,
    <div className="medium">
      <h1>{texts.title}</h1>
      <p className="lead">{texts.lead}</p>
      <ReportChoices ctx={ctx} />
    </div>,
  );
};
