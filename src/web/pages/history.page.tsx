import type { HistoryEvent } from '../../review/history-view.service.js';
import { FeedStateBadge } from '../../ui/components/feed-state.js';
import { Facts, Pager } from '../../ui/components/panel.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { words } from '../words.js';

export interface HistoryView {
  events: HistoryEvent[];
  next?: string;
  after?: string;
}

export const HistoryPage = ({ ctx, view }: { ctx: BusinessPageContext; view: HistoryView }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <div className="medium">
      <h1>{t.history.title}</h1>
      <p className="lead">{t.history.lead}</p>
      {view.events.length === 0 ? (
        <p>{t.history.none}</p>
      ) : (
        <ol className="events">
          {view.events.map((event) => (
            <Event key={event.id} ctx={ctx} event={event} />
          ))}
        </ol>
      )}
      <Pager
        newest={view.after === undefined ? undefined : { href: paths.history(id), title: t.common.newest }}
        older={view.next === undefined ? undefined : { href: paths.history(id, view.next), title: t.common.older }}
      />
    </div>
  );
};

interface EventProps {
  ctx: BusinessPageContext;
  event: HistoryEvent;
}

const Event = ({ ctx, event }: EventProps) => {
  const { t } = words(ctx);
  const why = event.code === undefined ? undefined : (lookUp(t.history.refusals, event.code) ?? event.code);
  return (
    <li className="event">
      <h2 className="event-title">
        <Sentence ctx={ctx} event={event} />
      </h2>
      {event.outcome && <span className={`badge badge-${event.outcome}`}>{t.history.outcomes[event.outcome]}</span>}
      <p className="quiet">
        <Instant ctx={ctx} at={event.at} />,{' '}
        <Template text={t.history.by} values={{ name: <Actor ctx={ctx} event={event} /> }} />
      </p>
      {why !== undefined && <p className="event-why">{why}</p>}
      <Facts
        facts={[
          event.reason !== undefined && [t.history.reason, <UserText key="reason">{event.reason}</UserText>],
          event.ticket !== undefined && [t.history.ticket, <UserText key="ticket">{event.ticket}</UserText>],
          event.snapshotId !== undefined && [t.common.reference, <code key="snapshot">{event.snapshotId}</code>],
        ]}
      />
      {event.precondition && <Evidence ctx={ctx} precondition={event.precondition} />}
    </li>
  );
};

const Sentence = ({ ctx, event }: EventProps) => {
  const { t } = words(ctx);
  const known = lookUp(t.history.events, event.type);
  return known === undefined ? (
    <Template text={t.history.other} values={{ type: <code>{event.type}</code> }} />
  ) : (
    <>{known}</>
  );
};

const Actor = ({ ctx, event: { actor } }: EventProps) => {
  const { t } = words(ctx);
  return (
    <>
      {actor.kind === 'user' && actor.name !== undefined ? (
        <UserText>{actor.name}</UserText>
      ) : (
        t.history.actors[actor.kind]
      )}
      {actor.isOriginalOwner && ` (${t.history.originalOwner})`}
    </>
  );
};

const Evidence = ({
  ctx,
  precondition,
}: {
  ctx: BusinessPageContext;
  precondition: NonNullable<HistoryEvent['precondition']>;
}) => {
  const { t } = words(ctx);
  return (
    <details className="more-detail">
      <summary>{t.history.details}</summary>
      <p>
        {precondition.held ? t.history.held : t.history.notHeld}{' '}
        <span className="quiet">
          <Template text={t.history.readAt} values={{ at: <Instant ctx={ctx} at={precondition.readAt} /> }} />
        </span>
      </p>
      {precondition.feeds.length === 0 ? (
        <p>{t.history.noFeeds}</p>
      ) : (
        <ul>
          {precondition.feeds.map((feed) => (
            <li key={feed.id}>
              <Template
                text={t.history.feedState}
                values={{
                  bank: <UserText>{feed.institution}</UserText>,
                  state: <FeedStateBadge ctx={ctx} feed={feed} />,
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </details>
  );
};

export const historyPage = (ctx: BusinessPageContext, view: HistoryView): string =>
  renderPage(ctx, words(ctx).t.history.title, <HistoryPage ctx={ctx} view={view} />);
