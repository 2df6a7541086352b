import type { FormEvent } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { Day, Template, UserText } from '../../ui/components/text.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import type { SearchHit, SearchView } from '../views.js';
import { onBoxKey, onHitKey } from './keyboard.js';
import { EventLink } from './explorer/event-link.js';
import { Grid } from './grid.js';
import { ctx, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { SearchForm } from './search-form.js';
import { useAnswer } from './use-answer.js';

/** The box where there is script: it searches without loading the page. */
export const SearchBox = ({ place, query }: { place: 'board' | 'page'; query?: string }) => {
  const navigate = useNavigate();
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('q');
    navigate(panelPaths.search(typeof typed === 'string' ? typed.trim() : ''));
  };
  return <SearchForm t={t} place={place} query={query} onSubmit={search} onBoxKey={onBoxKey} />;
};

export const SearchScreen = () => {
  const query = useSearchParams()[0].get('q') ?? '';
  const answer = useAnswer<SearchView>(query, (api) => api.getPage({ pageName: 'search', params: { q: query } }));
  useTitle(query === '' ? t.search.title : `${query} – ${t.search.title}`);
  return (
    <Screen title={t.search.title} answer={answer} lead={<SearchBox place="page" query={query} />}>
      {(view) =>
        view.query === '' ? null : view.eventId === undefined ? <Hits view={view} /> : <OneEvent id={view.eventId} />
      }
    </Screen>
  );
};

const Hits = ({ view }: { view: SearchView }) => (
  <section aria-labelledby="results" className="panel hits" onKeyDown={onHitKey}>
    <h2 id="results" role="status">
      {t.search.results(view.hits.length)}
    </h2>
    {view.hits.length === 0 ? (
      <>
        <p>
          <Template text={t.search.none} values={{ query: <UserText>{view.query}</UserText> }} />
        </p>
        <p className="quiet">{t.search.noneHint}</p>
      </>
    ) : (
      <Grid<SearchHit>
        list="hits"
        caption={t.search.title}
        rows={[...view.hits]}
        rowKey={(hit) => `${hit.id} ${hit.foundBy}`}
        columns={[
          {
            key: 'name',
            header: t.columns.name,
            names: true,
            phone: 'main',
            cell: (hit) => (
              <Link to={panelPaths.business(hit.id, hit.foundBy === 'payment' ? 'payments' : undefined)}>
                <UserText>{hit.name}</UserText>
              </Link>
            ),
          },
          { key: 'owner', header: t.columns.originalOwner, cell: (hit) => <UserText>{hit.originalOwner}</UserText> },
          { key: 'edition', header: t.columns.edition, cell: (hit) => words(ctx).t.editions[hit.edition] },
          { key: 'since', header: t.columns.signedUp, cell: (hit) => <Day ctx={ctx} on={hit.signedUpAt} /> },
          { key: 'by', header: t.columns.foundBy, cell: (hit) => <FoundBy hit={hit} id={view.query} /> },
        ]}
      />
    )}
    {view.hasMore && <p>{t.search.more}</p>}
  </section>
);

/** An event of the log itself. */
const OneEvent = ({ id }: { id: string }) => (
  <section aria-labelledby="results" className="panel hits" onKeyDown={onHitKey}>
    <h2 id="results" role="status">
      {t.search.eventFound}
    </h2>
    <p>
      <EventLink id={id} />
    </p>
  </section>
);

/** Found by one of its events: that event is probably what was meant. */
const FoundBy = ({ hit, id }: { hit: SearchHit; id: string }) => (
  <>
    {t.search.foundBy[hit.foundBy]} {hit.foundBy === 'event' && <EventLink id={id.toLowerCase()} />}
  </>
);
