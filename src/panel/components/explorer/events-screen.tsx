import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { Facts, Panel } from '../../../ui/components/panel.js';
import { Template, UserText } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import type { ExplorerEvent, ExplorerView, LogStatusView } from '../../explorer/explorer-views.js';
import { panelPaths } from '../../panel-paths.js';
import { t } from '../locale.js';
import { Problem, useTitle, useTypedAgain } from '../screen.js';
import { useAnswer } from '../use-answer.js';
import { BusinessLink, EventSentence, OutcomeBadge, reasonWords, utc, Who } from './event-words.js';
import { FilterForm } from './filter-form.js';
import { filterOf } from './filter.js';
import { SavedViews } from './saved-views.js';
import { LogStatusNotice } from './log-status.js';

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
      <h1>{t.explorer.title}</h1>
      <p className="lead">{t.explorer.lead}</p>
      {status && <LogStatusNotice status={status} />}
      <FilterForm query={filter} faults={answer.faults ?? []} />
      {problem !== undefined && problem !== 'VALIDATION' && <Problem code={problem} />}
      {view === undefined && problem === undefined && (
        <p role="status" className="quiet">
          {t.loading}
        </p>
      )}
      {view && (
        <div aria-busy={answer.isEarlier === true}>
          <SavedViews saved={view.saved} query={filter.toString()} onChange={() => setVersion(version + 1)} />
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
  const texts = t.explorer.results;
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
    <Panel id="results" title={texts.title}>
      {view.events.length === 0 ? (
        <>
          <p role="status">{texts.none}</p>
          <p className="quiet">{texts.noneHint}</p>
        </>
      ) : (
        <>
          <div className="results-head">
            <p role="status" ref={heading} tabIndex={-1}>
              {texts.found(view.events.length)}
            </p>
            <Link className="button button-secondary" to={`${panelPaths.page('export')}?${filter.toString()}`}>
              {t.explorer.export.open}
            </Link>
          </div>
          <Days events={view.events} />
        </>
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
    </Panel>
  );
};

const Days = ({ events }: { events: readonly ExplorerEvent[] }) => {
  const days = Map.groupBy(events, ({ at }) => at.slice(0, 10));
  return (
    <>
      {[...days].map(([day, ofDay]) => (
        <section key={day} className="day" aria-labelledby={`day-${day}`}>
          <h3 id={`day-${day}`}>{formatsFor(utc).day(day)}</h3>
          <ol className="events plain">
            {ofDay.map((event) => (
              <Event key={event.id} event={event} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
};

const Event = ({ event }: { event: ExplorerEvent }) => {
  const texts = t.explorer.results;
  const { id, at, business } = event;
  return (
    <li className="event">
      <h4 className="event-title">
        <Link to={panelPaths.event(id)}>
          <EventSentence type={event.type} />
        </Link>
      </h4>
      <OutcomeBadge outcome={event.outcome} />
      <p className="quiet">
        <time dateTime={at}>{texts.at.replace('{time}', at.slice(11, 19))}</time>,{' '}
        <Template text={t.business.timelineBy} values={{ name: <Who actor={event.actor} /> }} />
      </p>
      {event.reason !== undefined && <p className="event-why">{reasonWords(event.reason)}</p>}
      <Facts
        facts={[
          business && [texts.business, <BusinessLink key="business" {...business} />],
          event.ticket !== undefined && [texts.ticket, <UserText key="ticket">{event.ticket}</UserText>],
          event.snapshotId !== undefined && [texts.snapshot, <code key="snapshot">{event.snapshotId}</code>],
        ]}
      />
    </li>
  );
};
