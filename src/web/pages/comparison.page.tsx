import type { BalanceDifference } from '../../accounting/reports.service.js';
import { DIFFERENCES, type Difference, type DifferentRow, type KindDifference } from '../../books/book-comparison.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { Pager, Panel } from '../../ui/components/panel.js';
import { Instant, Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { kindLabel } from '../components/counts.js';
import { differencesOf, nameOfRow, restOfRow } from '../comparison-words.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

interface Snapshot {
  readonly id: string;
  readonly sealedAt: string;
}

export interface ComparisonView {
  readonly snapshot: Snapshot;
  readonly kinds: readonly KindDifference[];
  /** Beyond so many nothing was counted. */
  readonly countedTo: number;
  readonly balances: readonly BalanceDifference[];
  readonly next?: string;
  readonly after?: string;
}

export interface ComparedRowsView {
  readonly snapshot: Snapshot;
  readonly kind: string;
  readonly difference: Difference;
  readonly rows: readonly DifferentRow[];
  readonly next?: string;
  readonly after?: string;
}

interface Props<View> {
  ctx: BusinessPageContext;
  view: View;
}

const plainTitle = (ctx: BusinessPageContext, { sealedAt }: Snapshot) => {
  const { t, f } = words(ctx);
  return t.compare.title.replace('{at}', () => f.dateTimeToTheSecond(sealedAt));
};

const ComparisonPage = ({ ctx, view }: Props<ComparisonView>) => {
  const { t } = words(ctx);
  const { id, isOriginalOwner } = ctx.business;
  const { snapshot } = view;
  const differing = view.kinds.filter((each) => DIFFERENCES.some((difference) => each[difference] > 0));
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, plainTitle(ctx, snapshot))} />
      <h1>
        <Template text={t.compare.title} values={{ at: <Instant ctx={ctx} at={snapshot.sealedAt} exact /> }} />
      </h1>
      <p className="lead">{t.compare.lead}</p>
      <Panel id="kinds" title={t.compare.kinds}>
        {differing.length === 0 ? <p>{t.compare.same}</p> : <Kinds ctx={ctx} view={view} kinds={differing} />}
        <p className="actions">
          {isOriginalOwner && (
            <ButtonLink icon="undo" href={paths.recover(id, snapshot.id)}>
              {t.look.recover}
            </ButtonLink>
          )}
          {differing.length > 0 && (
            <ButtonLink icon="download" href={paths.comparisonCsv(id, snapshot.id)} download>
              {t.compare.csv}
            </ButtonLink>
          )}
        </p>
      </Panel>
      <Panel id="balances" title={t.compare.balances}>
        <Balances ctx={ctx} view={view} />
      </Panel>
    </>
  );
};

const Kinds = ({ ctx, view, kinds }: Props<ComparisonView> & { kinds: readonly KindDifference[] }) => {
  const { t, f } = words(ctx);
  const { countedTo, snapshot } = view;
  const said = (count: number) => (count > countedTo ? t.compare.moreThan(f.number(countedTo)) : f.number(count));
  return (
    <DataTable
      caption={t.compare.kinds}
      captionHidden
      cards
      rows={[...kinds]}
      rowKey={({ kind }) => kind}
      columns={[
        { key: 'kind', header: t.compare.kind, names: true, phone: 'main', cell: ({ kind }) => kindLabel(t, kind) },
        ...DIFFERENCES.map((difference) => ({
          key: difference,
          header: t.compare.differences[difference],
          numeric: true,
          phone: 'line' as const,
          cell: (each: KindDifference) =>
            each[difference] === 0 ? (
              f.number(0)
            ) : (
              <a
                href={paths.comparedRows(ctx.business.id, snapshot.id, each.kind, difference)}
                aria-label={`${t.compare.see(kindLabel(t, each.kind), t.compare.differences[difference])}: ${said(each[difference])}`}
              >
                {said(each[difference])}
              </a>
            ),
        })),
      ]}
    />
  );
};

const Balances = ({ ctx, view }: Props<ComparisonView>) => {
  const { t, f } = words(ctx);
  const { id } = ctx.business;
  const { balances, snapshot, next, after } = view;
  if (balances.length === 0 && after === undefined) return <p>{t.compare.balancesNone}</p>;
  return (
    <>
      <DataTable
        caption={t.compare.balances}
        captionHidden
        cards
        rows={[...balances]}
        rowKey={({ account }) => account}
        columns={[
          { key: 'account', header: t.compare.account, names: true, phone: 'small', cell: ({ account }) => account },
          { key: 'name', header: t.compare.name, phone: 'main', cell: ({ name }) => <UserText>{name}</UserText> },
          { key: 'from', header: t.compare.inSnapshot, numeric: true, cell: ({ from }) => f.amount(from) },
          { key: 'into', header: t.compare.inOpen, numeric: true, cell: ({ into }) => f.amount(into) },
          {
            key: 'difference',
            header: t.compare.difference,
            numeric: true,
            cell: ({ difference }) => <strong>{f.amount(difference)}</strong>,
          },
        ]}
      />
      <Pager
        newest={after === undefined ? undefined : { href: paths.comparison(id, snapshot.id), title: t.compare.first }}
        older={
          next === undefined
            ? undefined
            : { href: `${paths.comparison(id, snapshot.id, next)}#balances`, title: t.compare.more }
        }
      />
      <p className="actions">
        <ButtonLink icon="download" href={paths.comparedBalancesCsv(id, snapshot.id)} download>
          {t.compare.balancesCsv}
        </ButtonLink>
      </p>
    </>
  );
};

const ComparedRowsPage = ({ ctx, view }: Props<ComparedRowsView>) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const { snapshot, kind, difference, rows, next, after } = view;
  const title = titleOfRows(ctx, view);
  const at = (from?: string) => paths.comparedRows(id, snapshot.id, kind, difference, from);
  return (
    <>
      <Breadcrumbs
        ctx={ctx}
        crumbs={[
          ...manageCrumbs(ctx, plainTitle(ctx, snapshot)).slice(0, -1),
          { href: paths.comparison(id, snapshot.id), text: plainTitle(ctx, snapshot) },
          { text: title },
        ]}
      />
      <h1>{title}</h1>
      <p className="lead">{t.compare.hints[difference]}</p>
      {rows.length === 0 ? (
        <p>{t.compare.none}</p>
      ) : difference === 'changes' ? (
        rows.map((row) => <Changed key={row.id} ctx={ctx} row={row} />)
      ) : (
        <OneSided ctx={ctx} rows={rows} title={title} />
      )}
      <Pager
        newest={after === undefined ? undefined : { href: at(), title: t.compare.first }}
        older={next === undefined ? undefined : { href: at(next), title: t.compare.more }}
      />
      <p className="actions">
        <ButtonLink href={paths.comparison(id, snapshot.id)}>{t.compare.back}</ButtonLink>
      </p>
    </>
  );
};

const OneSided = ({ ctx, rows, title }: { ctx: BusinessPageContext; rows: readonly DifferentRow[]; title: string }) => (
  <DataTable
    caption={title}
    captionHidden
    cards
    rows={[...rows]}
    rowKey={({ id }) => id}
    columns={[
      {
        key: 'name',
        header: words(ctx).t.compare.what,
        names: true,
        phone: 'main',
        cell: (row) => <UserText>{nameOfRow(row)}</UserText>,
      },
      {
        key: 'rest',
        header: words(ctx).t.common.what,
        phone: 'bare',
        cell: (row) => <UserText>{restOfRow(ctx, row)}</UserText>,
      },
    ]}
  />
);

const Changed = ({ ctx, row }: { ctx: BusinessPageContext; row: DifferentRow }) => {
  const { t } = words(ctx);
  const differences = differencesOf(ctx, row);
  return (
    <Panel id={`row-${row.id}`} title={<UserText>{nameOfRow(row)}</UserText>}>
      {differences.length > 0 && (
        <DataTable
          caption={<UserText>{nameOfRow(row)}</UserText>}
          captionHidden
          cards
          rows={differences}
          rowKey={({ column }) => column}
          columns={[
            { key: 'column', header: t.compare.column, names: true, phone: 'main', cell: ({ column }) => column },
            { key: 'from', header: t.compare.inSnapshot, cell: ({ from }) => <UserText>{from ?? '–'}</UserText> },
            { key: 'into', header: t.compare.inOpen, cell: ({ into }) => <UserText>{into ?? '–'}</UserText> },
          ]}
        />
      )}
      {row.partsDiffer && <p>{t.compare.partsDiffer}</p>}
    </Panel>
  );
};

const titleOfRows = (ctx: BusinessPageContext, { kind, difference }: ComparedRowsView) => {
  const { t } = words(ctx);
  return t.compare.see(kindLabel(t, kind), t.compare.differences[difference].toLowerCase());
};

export const comparisonPage = (ctx: BusinessPageContext, view: ComparisonView): string =>
  renderPage(ctx, plainTitle(ctx, view.snapshot), <ComparisonPage ctx={ctx} view={view} />);

export const comparedRowsPage = (ctx: BusinessPageContext, view: ComparedRowsView): string =>
  renderPage(ctx, titleOfRows(ctx, view), <ComparedRowsPage ctx={ctx} view={view} />);
