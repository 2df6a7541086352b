import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { Facts } from '../../../ui/components/panel.js';
import { Instant } from '../../../ui/components/text.js';
import type { ExplorerEvent, ExplorerView, LogStatusView } from '../../explorer/explorer-views.js';
import { panelPaths } from '../../panel-paths.js';
import { Fold } from '../fold.js';
import type { GridColumn } from '../grid-column.js';
import { Grid } from '../grid.js';
import { ctx, t } from '../locale.js';
import { Problem, useTitle, useTypedAgain } from '../screen.js';
import { ShortId } from '../short-id.js';
import { useAnswer } from '../use-answer.js';
import { When } from '../when.js';
import { BusinessLink, EventSentence, OutcomeBadge, reasonWords, Who } from './event-words.js';
import { FilterForm } from './filter-form.js';
import { filterOf } from './filter.js';
import { SavedViews } from './saved-views.js';
import { LogStatusNotice, StateInShort } from './log-status.js';
import { Ticket } from '../ticket.js';

/** The log across businesses: whether it is whole, and what a filter finds in it, day by day. */
export const EventsScreen = () => {
  const [query] = useSearchParams();
  const [version, setVersion] = useState(0);
  const answer = useAnswer<ExplorerView>(
    `${query.toString()} ${version}`,
    (api) => api.getPage({ pageName: 'events', params: query }),
    'log',
  );
  useTitle(t.explorer.title);
  useTypedAgain(answer.view !== undefined);
  const status = useLast(answer.view?.status);
  const filter = filterOf(query);
  const { problem, view } = answer;
  return (
    <>
      <div className="screen-head">
        <h1>{t.explorer.title}</h1>
        <div className="tools">
          {status && status.state !== 'broken' && (
            <Fold id="state" title={<StateInShort status={status} />}>
              <LogStatusNotice status={status} />
            </Fold>
          )}
          <FilterForm query={filter} faults={answer.faults ?? []} />
          {view && <SavedViews saved={view.saved} query={filter.toString()} onChange={() => setVersion(version + 1)} />}
        </div>
      </div>
      {status?.state === 'broken' && <LogStatusNotice status={status} />}
      {problem !== undefined && problem !== 'VALIDATION' && <Problem code={problem} />}
      {view === undefined && problem === undefined && (
        <p role="status" className="quiet">
          {t.loading}
        </p>
      )}
      {view && (
        <div aria-busy={answer.isEarlier === true}>
          <Results view={view} query={query} />
        </div>
      )}
    </>
  );
};

/** What was known last, while the next answer is under way. */
function useLast(status: LogStatusView | undefined): LogStatusView | undefined {
  const last = useRef(status);
  if (status) last.current = status;
  return last.current;
}

const Results = ({ view, query }: { view: ExplorerView; query: URLSearchParams }) => {
  const filter = filterOf(query);
  const heading = useRef<HTMLParagraphElement>(null);
  const isFirst = useRef(true);
  const after = query.get('after');
  useEffect(() => {
    // Another page of the list begins at its top. Under another filter one stays in the filter, and hears how many there are.
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [after]);
  const pageAt = (after?: string) => {
    const page = new URLSearchParams(filter);
    if (after !== undefined) page.set('after', after);
    return `${panelPaths.page('events')}?${page.toString()}`;
  };
  return (
    <section id="results" aria-label={texts.title}>
      {view.events.length === 0 ? (
        <>
          <p role="status">{texts.none}</p>
          <p className="quiet">{texts.noneHint}</p>
        </>
      ) : (
        <Grid<ExplorerEvent>
          list="events"
          caption={texts.title}
          rows={[...view.events]}
          rowKey={({ id }) => id}
          columns={COLUMNS}
          side={{ title: ({ type }) => <EventSentence type={type} />, body: (event) => <EventInShort event={event} /> }}
          bar={
            <>
              <p role="status" ref={heading} tabIndex={-1}>
                {texts.found(view.events.length)}
              </p>
              <Link className="button button-secondary" to={`${panelPaths.page('export')}?${filter.toString()}`}>
                {t.explorer.export.open}
              </Link>
            </>
          }
        />
      )}
      <p className="pager">
        {query.has('after') && (
          <Link className="button button-quiet" to={pageAt()}>
            {texts.newest}
          </Link>
        )}
        {view.next !== null && (
          <Link className="button button-secondary" to={pageAt(view.next)} rel="next">
            {texts.older}
          </Link>
        )}
      </p>
    </section>
  );
};

const texts = t.explorer.results;

const COLUMNS: GridColumn<ExplorerEvent>[] = [
  { key: 'when', header: t.columns.when, width: '19em', phone: 'small', cell: ({ at }) => <When at={at} /> },
  {
    key: 'event',
    header: t.columns.event,
    names: true,
    phone: 'main',
    cell: ({ type }) => <EventSentence type={type} />,
  },
  {
    key: 'outcome',
    header: t.explorer.filter.outcome,
    width: '7em',
    phone: 'side',
    cell: ({ outcome }) => <OutcomeBadge outcome={outcome} />,
  },
  { key: 'who', header: t.columns.by, cell: ({ actor }) => <Who actor={actor} /> },
  { key: 'business', header: texts.business, cell: ({ business }) => business && <BusinessLink {...business} /> },
  {
    key: 'why',
    header: texts.why,
    isWide: true,
    cell: ({ reason }) => reason !== undefined && reasonWords(reason),
  },
  {
    key: 'ticket',
    header: texts.ticket,
    width: '9em',
    isWide: true,
    cell: ({ ticket }) => ticket !== undefined && <Ticket ticket={ticket} />,
  },
  {
    key: 'snapshot',
    header: texts.snapshot,
    width: '10em',
    isWide: true,
    cell: ({ snapshotId }) => snapshotId !== undefined && <ShortId id={snapshotId} />,
  },
];

/** What the list knows of one event, and the way to its bytes and its proof. */
const EventInShort = ({ event }: { event: ExplorerEvent }) => {
  const { id, at, business, reason, ticket, snapshotId } = event;
  return (
    <>
      <Facts
        facts={[
          [t.explorer.filter.outcome, <OutcomeBadge key="outcome" outcome={event.outcome} />],
          reason !== undefined && [texts.why, reasonWords(reason)],
          [t.columns.when, <Instant key="at" ctx={ctx} at={at} exact />],
          [t.columns.by, <Who key="who" actor={event.actor} />],
          business && [texts.business, <BusinessLink key="business" {...business} />],
          ticket !== undefined && [texts.ticket, <Ticket key="ticket" ticket={ticket} />],
          snapshotId !== undefined && [texts.snapshot, <ShortId key="snapshot" id={snapshotId} />],
          [t.columns.event, <ShortId key="event" id={id} />],
        ]}
      />
      <p className="actions">
        <Link className="button button-primary" to={panelPaths.event(id)}>
          {texts.openEvent}
        </Link>
      </p>
    </>
  );
};
