import { Link } from 'react-router-dom';
import { Facts } from '../../ui/components/panel.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import { TIMELINE_FILTERS, type TimelineEvent, type TimelineFilter } from '../views.js';
import { reasonWords } from './explorer/event-words.js';
import type { GridColumn } from './grid-column.js';
import { Grid } from './grid.js';
import { ctx, t } from './locale.js';
import { ShortId } from './short-id.js';
import { When } from './when.js';
import { Ticket } from './ticket.js';

interface TimelineProps {
  businessId: string;
  only: TimelineFilter;
  events: readonly TimelineEvent[];
  next: string | null;
}

const { history } = words(ctx).t;

/** The business's part of the log as its story: who did what to what, and why they said; looking is folded away. */
export const Timeline = ({ businessId, only, events, next }: TimelineProps) => (
  <>
    <ul className="filters" aria-label={t.timeline.choose}>
      {TIMELINE_FILTERS.map((filter) => (
        <li key={filter}>
          <Link to={panelPaths.timeline(businessId, filter)} aria-current={filter === only ? 'page' : undefined}>
            {t.timeline.filters[filter]}
          </Link>
        </li>
      ))}
    </ul>
    {events.length === 0 ? (
      <p>{t.business.noEvents}</p>
    ) : (
      <Grid<TimelineEvent>
        list="timeline"
        caption={t.business.tabs.timeline}
        rows={[...events]}
        rowKey={({ id }) => id}
        columns={COLUMNS}
        side={{ title: (event) => <Sentence event={event} />, body: (event) => <InFull event={event} /> }}
      />
    )}
    <p className="pager">
      <Link className="button button-quiet" to={panelPaths.timeline(businessId, only)}>
        {t.business.newest}
      </Link>
      {next !== null && (
        <Link className="button button-secondary" to={panelPaths.timeline(businessId, only, next)} rel="next">
          {t.business.older}
        </Link>
      )}
    </p>
  </>
);

/** What was done, and to what. */
const Sentence = ({ event: { type, about, action } }: { event: TimelineEvent }) => {
  const sentence = lookUp(history.events, type) ?? (
    <Template text={history.other} values={{ type: <code>{type}</code> }} />
  );
  const asked = action && lookUp<string>(t.support.titles, action);
  return (
    <>
      {sentence}
      {asked && `${t.timeline.colon}${asked}`}
      {about !== undefined && (
        <>
          {' · '}
          <UserText>{about}</UserText>
        </>
      )}
    </>
  );
};

const Who = ({ event: { actor } }: { event: TimelineEvent }) => (
  <>
    {actor.name === undefined ? history.actors[actor.kind] : <UserText>{actor.name}</UserText>}
    {actor.kind === 'staff' && ` (${t.short})`}
    {actor.isOriginalOwner && ` (${history.originalOwner})`}
  </>
);

const Outcome = ({ event: { outcome } }: { event: TimelineEvent }) =>
  outcome ? <span className={`badge badge-${outcome}`}>{history.outcomes[outcome]}</span> : null;

const COLUMNS: GridColumn<TimelineEvent>[] = [
  { key: 'when', header: t.columns.when, width: '19em', phone: 'small', cell: ({ at }) => <When at={at} /> },
  { key: 'event', header: t.columns.event, names: true, phone: 'main', cell: (event) => <Sentence event={event} /> },
  { key: 'outcome', header: t.explorer.filter.outcome, width: '7em', cell: (event) => <Outcome event={event} /> },
  { key: 'who', header: t.columns.by, cell: (event) => <Who event={event} /> },
  {
    key: 'why',
    header: t.explorer.results.why,
    cell: ({ code, reason, said }) =>
      code === undefined ? <UserText>{said?.reason ?? said?.answer ?? reason}</UserText> : reasonWords(code),
  },
  {
    key: 'ticket',
    header: t.business.ticket,
    width: '9em',
    isWide: true,
    cell: ({ ticket }) => ticket !== undefined && <Ticket ticket={ticket} />,
  },
];

const InFull = ({ event }: { event: TimelineEvent }) => {
  const { id, at, code, reason, said, ticket, snapshotId } = event;
  return (
    <>
      <Facts
        facts={[
          event.outcome && [t.explorer.filter.outcome, <Outcome key="outcome" event={event} />],
          code !== undefined && [t.explorer.results.why, reasonWords(code)],
          [t.columns.when, <Instant key="at" ctx={ctx} at={at} exact />],
          [t.columns.by, <Who key="who" event={event} />],
          reason !== undefined && [history.reason, <UserText key="reason">{reason}</UserText>],
          said?.reason !== undefined && [t.timeline.staffReason, <UserText key="staff">{said.reason}</UserText>],
          said?.answer !== undefined && [
            t.timeline.answer,
            <span key="answer" className="as-written">
              <UserText>{said.answer}</UserText>
            </span>,
          ],
          ticket !== undefined && [t.business.ticket, <Ticket key="ticket" ticket={ticket} />],
          snapshotId !== undefined && [t.business.reference, <ShortId key="snapshot" id={snapshotId} />],
          [t.columns.event, <ShortId key="event" id={id} />],
        ]}
      />
      <p className="actions">
        <Link className="button button-primary" to={panelPaths.event(id)}>
          {t.explorer.results.openEvent}
        </Link>
      </p>
    </>
  );
};
