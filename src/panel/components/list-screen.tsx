import { useEffect, useRef, type FormEvent } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { DataTable, type Column } from '../../ui/components/data-table.js';
import { Day, UserText } from '../../ui/components/text.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import { ctx, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
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
  const answer = useAnswer<ListView>(
    `${name} ${query.toString()}`,
    (api) => api.listOf(name, { page, perPage: PER_PAGE, [`filters.${FILTERED_BY[name]}`]: typed }),
    name,
  );
  useTitle(t.lists[name]);
  return (
    <Screen title={t.lists[name]} answer={answer} lead={<Lead name={name} typed={typed} />}>
      {(view) => <Rows name={name} view={view} typed={typed} />}
    </Screen>
  );
};

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
}

const Rows = ({ name, view, typed }: RowsProps) => {
  const { total, page, perPage } = view.meta;
  const pageAt = (number: number) =>
    panelPaths.list(name, { begins: typed === '' ? undefined : typed, page: String(number) });
  return (
    <div className="panel">
      <p role="status">{total === 0 ? t.lists.none : t.lists.found(total)}</p>
      {total > 0 && (
        <DataTable<Row>
          cards
          captionHidden
          caption={t.lists[name]}
          rows={[...view.records]}
          rowKey={(row) => row.params.id!}
          columns={name === 'staff' ? staffColumns : businessColumns}
        />
      )}
      <p className="pager">
        {page > 1 && (
          <Link className="button button-quiet" to={pageAt(page - 1)} rel="prev">
            {t.lists.previous}
          </Link>
        )}
        {page * perPage < total && (
          <Link className="button button-secondary" to={pageAt(page + 1)} rel="next">
            {t.lists.next}
          </Link>
        )}
      </p>
    </div>
  );
};

const businessColumns: Column<Row>[] = [
  {
    key: 'name',
    header: t.columns.name,
    names: true,
    phone: 'main',
    cell: ({ params }) => (
      <Link to={panelPaths.business(params.id!)}>
        <UserText>{params.name}</UserText>
      </Link>
    ),
  },
  {
    key: 'edition',
    header: t.columns.edition,
    cell: ({ params }) => words(ctx).t.editions[params.edition as 'accounting' | 'express'],
  },
  { key: 'since', header: t.columns.signedUp, cell: ({ params }) => <Day ctx={ctx} on={params.createdAt!} /> },
];

const staffColumns: Column<Row>[] = [
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
