import { useEffect, useRef, type FormEvent } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { Day, UserText } from '../../ui/components/text.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import type { GridColumn } from './grid-column.js';
import { Grid } from './grid.js';
import { ctx, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { ShortId } from './short-id.js';
import { useAnswer } from './use-answer.js';

type ListName = 'businesses' | 'staff';

/** A row as AdminJS's list action answers it; dates are ISO 8601. */
interface Row {
  readonly params: Readonly<Record<string, string | null>>;
}

interface ListView {
  readonly records: readonly Row[];
  readonly meta: { readonly total: number; readonly perPage: number; readonly page: number };
}

const FILTERED_BY = { businesses: 'name', staff: 'email' } as const;
const PER_PAGE = 50;

export const ListScreen = () => {
  const name = useParams().resource === 'staff' ? 'staff' : 'businesses';
  const [query] = useSearchParams();
  const typed = query.get('begins') ?? '';
  const page = query.get('page') ?? '1';
  const order = orderOf(query, name);
  const answer = useAnswer<ListView>(
    `${name} ${query.toString()}`,
    (api) => api.listOf(name, { page, perPage: PER_PAGE, [`filters.${FILTERED_BY[name]}`]: typed, ...order }),
    name,
  );
  useTitle(t.lists[name]);
  return (
    <Screen title={t.lists[name]} answer={answer} lead={<Lead name={name} typed={typed} />}>
      {(view) => <Rows name={name} view={view} typed={typed} order={order} />}
    </Screen>
  );
};

interface ListOrder {
  readonly sortBy?: string;
  readonly direction?: 'asc' | 'desc';
}

/** By what can be ordered by, and by nothing else that stands in an address. */
function orderOf(query: URLSearchParams, name: ListName): ListOrder {
  if (query.get('by') !== FILTERED_BY[name]) return {};
  return { sortBy: FILTERED_BY[name], direction: query.get('down') === '1' ? 'desc' : 'asc' };
}

const Lead = ({ name, typed }: { name: ListName; typed: string }) => (
  <>
    {name === 'staff' && (
      <p>
        <Link className="button button-primary" to={panelPaths.page('staff-new')}>
          {t.operators.staff.add.link}
        </Link>
      </p>
    )}
    <FilterBox name={name} typed={typed} />
  </>
);

/** The filter is in the address, so that the list can be sent to a colleague. */
const FilterBox = ({ name, typed }: { name: ListName; typed: string }) => {
  const navigate = useNavigate();
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    box.current!.value = typed;
  }, [name, typed]);
  const filter = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const begins = new FormData(event.currentTarget).get('begins');
    navigate(panelPaths.list(name, { begins: typeof begins === 'string' && begins !== '' ? begins : undefined }));
  };
  return (
    <form className="search search-page" onSubmit={filter}>
      <label htmlFor="begins">{t.lists.filter[name]}</label>
      <div className="search-row">
        <input ref={box} id="begins" name="begins" type="search" defaultValue={typed} dir="auto" />
        <button type="submit" className="button button-secondary">
          {t.lists.apply}
        </button>
      </div>
    </form>
  );
};

interface RowsProps {
  name: ListName;
  view: ListView;
  typed: string;
  order: ListOrder;
}

const Rows = ({ name, view, typed, order }: RowsProps) => {
  const { total, page, perPage } = view.meta;
  const at = (more: Readonly<Record<string, string | undefined>>) =>
    panelPaths.list(name, {
      begins: typed === '' ? undefined : typed,
      by: order.sortBy,
      down: order.direction === 'desc' ? '1' : undefined,
      ...more,
    });
  const found = total === 0 ? t.lists.none : t.lists.found(total);
  if (total === 0) return <p role="status">{found}</p>;
  return (
    <>
      <Grid<Row>
        list={name}
        caption={t.lists[name]}
        rows={[...view.records]}
        rowKey={(row) => row.params.id!}
        columns={(name === 'staff' ? staffColumns : businessColumns).map((column) =>
          column.key === FILTERED_BY[name] ? { ...column, sort: sortOf(column.key, order, at) } : column,
        )}
        bar={<p role="status">{found}</p>}
      />
      <p className="pager">
        {page > 1 && (
          <Link className="button button-quiet" to={at({ page: String(page - 1) })} rel="prev">
            {t.lists.previous}
          </Link>
        )}
        {page * perPage < total && (
          <Link className="button button-secondary" to={at({ page: String(page + 1) })} rel="next">
            {t.lists.next}
          </Link>
        )}
      </p>
    </>
  );
};

/** From its first page on: up, down, and as the rows came. */
function sortOf(key: string, { direction }: ListOrder, at: (more: Record<string, string | undefined>) => string) {
  if (direction === undefined) return { href: at({ by: key }) };
  if (direction === 'asc') return { href: at({ by: key, down: '1' }), direction: 'ascending' } as const;
  return { href: at({ by: undefined, down: undefined }), direction: 'descending' } as const;
}

const businessColumns: GridColumn<Row>[] = [
  {
    key: 'name',
    header: t.columns.name,
    names: true,
    phone: 'main',
    cell: ({ params }) => (
      <Link to={panelPaths.business(params.id!)} title={params.name!}>
        <UserText>{params.name}</UserText>
      </Link>
    ),
  },
  {
    key: 'edition',
    header: t.columns.edition,
    width: '14em',
    cell: ({ params }) => words(ctx).t.editions[params.edition as 'accounting' | 'express'],
  },
  {
    key: 'since',
    header: t.columns.signedUp,
    width: '10em',
    cell: ({ params }) => <Day ctx={ctx} on={params.createdAt!} />,
  },
  { key: 'id', header: t.business.id, width: '11em', cell: ({ params }) => <ShortId id={params.id!} /> },
];

const staffColumns: GridColumn<Row>[] = [
  {
    key: 'email',
    header: t.columns.email,
    names: true,
    phone: 'main',
    cell: ({ params }) => (
      <Link to={panelPaths.page('staff-account', { id: params.id! })}>
        <UserText>{params.email}</UserText>
      </Link>
    ),
  },
  { key: 'role', header: t.columns.role, cell: ({ params }) => t.roles[params.role as keyof typeof t.roles] },
  { key: 'added', header: t.columns.added, cell: ({ params }) => <Day ctx={ctx} on={params.createdAt!} /> },
  {
    key: 'state',
    header: t.columns.state,
    cell: ({ params }) =>
      params.disabledAt ? (
        <>
          {t.columns.disabled} <Day ctx={ctx} on={params.disabledAt} />
        </>
      ) : (
        t.lists.inUse
      ),
  },
];
