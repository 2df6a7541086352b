import { Link } from 'react-router-dom';
import { Facts } from '../../ui/components/panel.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { HistoryEvent } from '../../review/history-view.service.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import { EventLink } from './explorer/event-link.js';
import { ctx, t } from './locale.js';

interface TimelineProps {
  businessId: string;
  events: readonly HistoryEvent[];
  next: string | null;
}

/** The business's part of the log, in the words in which its owner reads it. */
export const Timeline = ({ businessId, events, next }: TimelineProps) => (
  <>
    {events.length === 0 ? (
      <p>{t.business.noEvents}</p>
    ) : (
      <ol className="events plain">
        {events.map((event) => (
          <Event key={event.id} event={event} />
        ))}
      </ol>
    )}
    <p className="pager">
      <Link className="button button-quiet" to={panelPaths.business(businessId, 'timeline')}>
        {t.business.newest}
      </Link>
      {next !== null && (
        <Link className="button button-secondary" to={panelPaths.business(businessId, 'timeline', next)} rel="next">
          {t.business.older}
        </Link>
      )}
    </p>
  </>
);

const Event = ({ event }: { event: HistoryEvent }) => {
  const { history } = words(ctx).t;
  const sentence = lookUp(history.events, event.type);
  const why = event.code === undefined ? undefined : (lookUp(history.refusals, event.code) ?? event.code);
  return (
    <li className="event">
      <h3 className="event-title">
        {sentence ?? <Template text={history.other} values={{ type: <code>{event.type}</code> }} />}
      </h3>
      {event.outcome && <span className={`badge badge-${event.outcome}`}>{history.outcomes[event.outcome]}</span>}
      <p className="quiet">
        <Instant ctx={ctx} at={event.at} />,{' '}
        <Template text={t.business.timelineBy} values={{ name: <Who event={event} /> }} />
      </p>
      {why !== undefined && <p className="event-why">{why}</p>}
      <Facts
        facts={[
          event.ticket !== undefined && [t.business.ticket, <UserText key="ticket">{event.ticket}</UserText>],
          event.snapshotId !== undefined && [t.business.reference, <code key="snapshot">{event.snapshotId}</code>],
          [t.columns.event, <EventLink key="event" id={event.id} />],
        ]}
      />
    </li>
  );
};

const Who = ({ event: { actor } }: { event: HistoryEvent }) => {
  const { history } = words(ctx).t;
  return (
    <>
      {actor.name === undefined ? history.actors[actor.kind] : <UserText>{actor.name}</UserText>}
      {actor.isOriginalOwner && ` (${history.originalOwner})`}
    </>
  );
};
