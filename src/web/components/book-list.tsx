import type { ListedPage } from '../../accounting/lists/list-ask.js';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { DataTable, type Column } from '../../ui/components/data-table.js';
import { SelectField, TextField } from '../../ui/components/forms.js';
import { Notice } from '../../ui/components/notices.js';
import { Pager } from '../../ui/components/panel.js';
import { Day, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { isNarrowed, listAddress, type AnyList, type ListColumn, type ListFilter } from '../lists/book-list.js';
import type { ListQuery } from '../page-input.js';
import { bookPaths } from '../paths.js';
import { words } from '../words.js';

export interface BookListView {
  readonly list: AnyList;
  readonly query: ListQuery;
  readonly page: ListedPage<{ readonly id: string }>;
  readonly currency: string;
  readonly mayExport: boolean;
  /** What was asked for lies in books that are not the open ones, or was deleted. */
  readonly isGone?: boolean;
  /** Above the list: what was done just now. */
  readonly told?: string;
}

interface Props {
  readonly ctx: BusinessPageContext;
  readonly view: BookListView;
}

/** A list of the books: what is looked for in the address, rows that open, and a way on in every state of it. */
export const BookListPanel = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { list, query, page } = view;
  const isEmpty = page.rows.length === 0;
  const isUntouched = isEmpty && !isNarrowed(query) && query.after === undefined && query.before === undefined;
  return (
    <section className="panel panel-sheet list" aria-labelledby="list-title">
      <h2 id="list-title" className="visually-hidden">
        {list.title}
      </h2>
      {isUntouched ? (
        <div className="list-empty">
          <p>{list.none}</p>
          {list.add && (
            <ButtonLink look="primary" href={list.add.href}>
              {list.add.text}
            </ButtonLink>
          )}
        </div>
      ) : (
        <>
          <Filters ctx={ctx} view={view} />
          {isEmpty ? <NothingFound ctx={ctx} view={view} /> : <Rows ctx={ctx} view={view} />}
          {page.isCut && (
            <p className="quiet" role="status">
              {t.lists.cut}
            </p>
          )}
          <Pages ctx={ctx} view={view} />
        </>
      )}
    </section>
  );
};

export const BookListHead = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { list, query, page, mayExport } = view;
  const file = bookPaths(ctx.business).listFile(list.name);
  const hasRows = page.rows.length > 0;
  return (
    <>
      <div className="list-head">
        <h1>{list.title}</h1>
        <div className="actions no-print">
          {list.add && (hasRows || isNarrowed(query)) && (
            <ButtonLink look="primary" href={list.add.href}>
              {list.add.text}
            </ButtonLink>
          )}
          {mayExport && hasRows && (
            <>
              <ButtonLink
                icon="download"
                href={listAddress(file, query, { format: 'csv' })}
                about={t.lists.asFile}
                download
              >
                CSV
              </ButtonLink>
              <ButtonLink
                icon="download"
                href={listAddress(file, query, { format: 'xlsx' })}
                about={t.lists.asFile}
                download
              >
                Excel
              </ButtonLink>
            </>
          )}
        </div>
      </div>
      {list.lead !== undefined && !ctx.business.looking && <p className="lead">{list.lead}</p>}
      {view.told !== undefined && (
        <Notice kind="success" role="status">
          <p>{view.told}</p>
        </Notice>
      )}
    </>
  );
};

/** By GET, so that what is looked for stands in the address: it can be kept, sent, and come back to. */
const Filters = ({ ctx, view: { list, query } }: Props) => {
  const { t } = words(ctx);
  const path = bookPaths(ctx.business).list(list.name);
  const narrowed = list.filters.filter(({ name }) => query[name] !== undefined).length;
  return (
    <form method="get" action={path} className="list-filter no-print" role="search" aria-label={list.title}>
      <div className="list-search">
        <TextField
          ctx={ctx}
          name="q"
          label={t.lists.search}
          hint={list.searchHint}
          value={query.q}
          maxLength={200}
          autoComplete="off"
          optional="quietly"
        />
        <SubmitButton look="secondary">{t.lists.show}</SubmitButton>
      </div>
      <details className="more-detail" open={narrowed > 0 || undefined}>
        <summary>{narrowed > 0 ? t.lists.filtersOn(narrowed) : t.lists.filters}</summary>
        <div className="list-filters">
          {list.filters.map((filter) => (
            <FilterField key={filter.name} ctx={ctx} filter={filter} query={query} />
          ))}
          <SelectField
            ctx={ctx}
            name="sort"
            label={t.lists.sort}
            value={query.sort}
            options={[...list.orders]}
            optional="quietly"
          />
          <SubmitButton look="secondary">{t.lists.show}</SubmitButton>
        </div>
      </details>
      {isNarrowed(query) && (
        <p className="list-clear">
          <a href={listAddress(path, { sort: query.sort })}>{t.lists.clear}</a>
        </p>
      )}
    </form>
  );
};

const FilterField = ({ ctx, filter, query }: { ctx: BusinessPageContext; filter: ListFilter; query: ListQuery }) => {
  const { t } = words(ctx);
  const value = query[filter.name];
  if (filter.kind === 'date') {
    return <TextField ctx={ctx} name={filter.name} type="date" label={filter.label} value={value} optional="quietly" />;
  }
  return (
    <SelectField
      ctx={ctx}
      name={filter.name}
      label={filter.label}
      value={value ?? ''}
      options={[{ value: '', label: t.lists.all }, ...filter.options]}
      optional="quietly"
    />
  );
};

const NothingFound = ({ ctx, view: { list, query } }: Props) => {
  const { t } = words(ctx);
  const path = bookPaths(ctx.business).list(list.name);
  return (
    <div className="list-empty" role="status">
      <p>{isNarrowed(query) ? t.lists.nothingFound : t.lists.nothingHere}</p>
      <ButtonLink href={path}>{t.lists.clear}</ButtonLink>
    </div>
  );
};

const Rows = ({ ctx, view }: Props) => {
  const { list, page } = view;
  const columns = list.columns.filter(({ only }) => only !== 'file').map((column) => shownColumn(ctx, view, column));
  return (
    <DataTable
      cards
      captionHidden
      caption={list.title}
      rows={[...page.rows]}
      rowKey={({ id }) => id}
      columns={columns}
    />
  );
};

type AnyRow = { readonly id: string };

function shownColumn(ctx: BusinessPageContext, view: BookListView, column: ListColumn<AnyRow>): Column<AnyRow> {
  const { list } = view;
  const cell = cellOf(ctx, view.currency, column);
  return {
    key: column.key,
    header: column.header,
    names: column.names,
    numeric: column.kind === 'amount',
    phone: column.phone,
    sort: sortOf(ctx, view, column),
    cell: (row) => {
      const href = column.names ? list.href(row) : undefined;
      return href === undefined ? (
        cell(row)
      ) : (
        <a className="row-link" href={href}>
          {cell(row)}
        </a>
      );
    },
  };
}

function cellOf(ctx: BusinessPageContext, currency: string, { kind, cell, text }: ListColumn<AnyRow>) {
  const { f } = words(ctx);
  return (row: AnyRow) => {
    if (cell) return cell(row);
    const value = text(row) ?? '';
    if (value === '') return '';
    if (kind === 'date') return <Day ctx={ctx} on={value} />;
    return kind === 'amount' ? f.money({ amount: value, currency }) : <UserText>{value}</UserText>;
  };
}

function sortOf(ctx: BusinessPageContext, { list, query }: BookListView, { orders }: ListColumn<AnyRow>) {
  if (!orders) return undefined;
  const [up, down] = orders;
  const now = list.orders.find(({ value }) => value === query.sort)?.value ?? list.orders[0]!.value;
  const sort = now === up ? down : up;
  return {
    href: listAddress(bookPaths(ctx.business).list(list.name), query, { sort }),
    ...(now === up && { direction: 'ascending' as const }),
    ...(now === down && { direction: 'descending' as const }),
  };
}

const Pages = ({ ctx, view: { list, query, page } }: Props) => {
  const { t } = words(ctx);
  const path = bookPaths(ctx.business).list(list.name);
  const { previous, next, isCut } = page;
  return (
    <Pager
      newest={previous === null ? undefined : { href: listAddress(path, query), title: t.lists.start }}
      newer={
        previous === null
          ? undefined
          : { href: listAddress(path, query, { before: previous }), title: t.lists.previous }
      }
      older={
        next === null
          ? undefined
          : { href: listAddress(path, query, { after: next }), title: isCut ? t.lists.further : t.lists.next }
      }
    />
  );
};
