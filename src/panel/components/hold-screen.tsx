import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { TextField } from '../../ui/components/forms.js';
import { Notice } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Day, Template, UserText, Instant } from '../../ui/components/text.js';
import { panelPaths } from '../panel-paths.js';
import type { HoldRow, HoldView } from '../support-views.js';
import { DoneNotice } from './done-notice.js';
import { ctx, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { OfBusiness } from './support-action-screen.js';
import { useAnswer } from './use-answer.js';
import { Faults, Focused, WhyForm } from './why-form.js';
import { Ticket } from './ticket.js';

interface HoldAnswer {
  readonly auditEventId: string;
  readonly wasSoAlready?: true;
}

interface Done {
  /** The query of the address at which it was done: at another one it is no news. */
  readonly at: string;
  readonly how: 'placed' | 'stoodAlready' | 'lifted';
  readonly eventId: string;
}

/** The holds on one snapshot: those that stand, lifting one, placing one. `lift` in the address names the one to lift. */
export const HoldScreen = () => {
  const [query] = useSearchParams();
  const [version, setVersion] = useState(0);
  const [done, setDone] = useState<Done>();
  const [isStale, setStale] = useState(false);
  const snapshot = query.get('snapshot') ?? '';
  const answer = useAnswer<HoldView>(`${snapshot} ${version}`, (api) =>
    api.getPage({ pageName: 'hold', params: { snapshot } }),
  );
  useTitle(t.support.hold.title);
  const news = done?.at === query.toString() ? done : undefined;
  const refresh = (stale: boolean) => {
    setStale(stale);
    setVersion(version + 1);
  };
  const onStale = () => refresh(true);
  const onDone = (how: Done['how']) => (given: HoldAnswer) => {
    setDone({ at: query.toString(), how: given.wasSoAlready ? 'stoodAlready' : how, eventId: given.auditEventId });
    refresh(false);
  };
  return (
    <Screen title={t.support.hold.title} answer={answer}>
      {(view) => (
        <>
          <OfBusiness id={view.business.id} name={view.business.name} tab="snapshots" />
          {isStale && <Faults code="INVALID_STATE" />}
          {news && (
            <DoneNotice
              title={t.support.hold[news.how]}
              businessId={view.business.id}
              tab="snapshots"
              eventId={news.eventId}
            >
              {t.support.done.recorded}
            </DoneNotice>
          )}
          <Snapshot view={view} />
          <HoldsInForce view={view} chosen={query.get('lift')} onDone={onDone('lifted')} onStale={onStale} />
          {!news && <Placing view={view} onDone={onDone('placed')} onStale={onStale} />}
        </>
      )}
    </Screen>
  );
};

const Snapshot = ({ view: { snapshot, holds } }: { view: HoldView }) => (
  <Panel id="snapshot" title={t.support.hold.snapshot}>
    <Facts
      facts={[
        [t.columns.snapshot, <code key="id">{snapshot.id}</code>],
        snapshot.cause && [t.columns.cause, t.business.causes[snapshot.cause]],
        snapshot.sealedAt !== undefined && [
          t.columns.sealed,
          <Instant key="sealed" ctx={ctx} at={snapshot.sealedAt} />,
        ],
        snapshot.expiresAt !== undefined && [t.columns.kept, <Instant key="kept" ctx={ctx} at={snapshot.expiresAt} />],
        [
          t.columns.state,
          <span key="state">
            {t.support.hold.states[snapshot.state]}{' '}
            {holds.length > 0 && <span className="badge badge-held">{t.support.held}</span>}
          </span>,
        ],
      ]}
    />
    {snapshot.state === 'restored' && <p className="quiet">{t.support.hold.restoredNote}</p>}
  </Panel>
);

interface ActProps {
  view: HoldView;
  onDone: (done: HoldAnswer) => void;
  onStale: () => void;
}

const cancelTo = (view: HoldView) => (
  <Link className="button button-secondary" to={panelPaths.business(view.business.id, 'snapshots')}>
    {t.support.form.cancel}
  </Link>
);

const formTexts = () => {
  const { reasonHint, ticket, ticketHint } = t.support.hold;
  return { reason: { hint: reasonHint }, ticket: { label: ticket, hint: ticketHint } };
};

const HoldsInForce = ({ view, chosen, ...act }: ActProps & { chosen: string | null }) => (
  <Panel id="standing" title={t.support.hold.standing}>
    {chosen !== null && view.holds.every(({ id }) => id !== chosen) && (
      <Notice kind="info" role="status">
        <p>{t.support.hold.liftedAlready}</p>
      </Notice>
    )}
    {view.holds.length === 0 ? (
      <p>{view.snapshot.state === 'restored' ? t.support.hold.noneRestored : t.support.hold.none}</p>
    ) : (
      <ul className="requests">
        {view.holds.map((hold) => (
          <li key={hold.id} className="request">
            <HoldFacts hold={hold} />
            {hold.id === chosen ? (
              <Lifting hold={hold} view={view} {...act} />
            ) : (
              <p className="actions">
                <Link
                  className="button button-secondary"
                  to={panelPaths.page('hold', { snapshot: view.snapshot.id, lift: hold.id })}
                >
                  {t.support.hold.lift}
                </Link>
              </p>
            )}
          </li>
        ))}
      </ul>
    )}
  </Panel>
);

const HoldFacts = ({ hold: { at, why } }: { hold: HoldRow }) => (
  <Facts
    facts={[
      [t.support.hold.since, <Instant key="at" ctx={ctx} at={at} />],
      why && [t.support.hold.by, <UserText key="by">{why.by}</UserText>],
      why && [t.support.requests.reason, <UserText key="reason">{why.reason}</UserText>],
      why !== undefined && why.reviewBy !== null && [t.holds.review, <Day key="review" ctx={ctx} on={why.reviewBy} />],
      why && [t.support.hold.ticket, <Ticket key="ticket" ticket={why.ticket} />],
    ]}
  />
);

const Lifting = ({ hold, view, ...act }: ActProps & { hold: HoldRow }) => (
  <Focused>
    <div className="asked-again">
      <h3>
        <Template text={t.support.hold.liftTitle} values={{ ticket: <UserText>{hold.why?.ticket}</UserText> }} />
      </h3>
      <p>{t.support.hold.liftText}</p>
      <WhyForm<HoldAnswer>
        name={`lift ${hold.id}`}
        page="hold"
        command="lift"
        more={{ id: hold.id }}
        submit={t.support.hold.liftNow}
        look="danger"
        {...formTexts()}
        cancel={cancelTo(view)}
        {...act}
      />
    </div>
  </Focused>
);

const Placing = ({ view, ...act }: ActProps) => {
  const { hold } = t.support;
  const [query] = useSearchParams();
  if (view.snapshot.state === 'restored') return null;
  if (query.has('lift')) {
    return (
      <p>
        <Link to={panelPaths.page('hold', { snapshot: view.snapshot.id })}>{hold.placeMore}</Link>
      </p>
    );
  }
  if (view.snapshot.state === 'gone') {
    return (
      <Notice kind="info">
        <p>{hold.tooLate}</p>
      </Notice>
    );
  }
  return (
    <Panel id="place" title={view.holds.length === 0 ? hold.place : hold.placeMore}>
      <p>{hold.placeText}</p>
      <WhyForm<HoldAnswer>
        name="place"
        page="hold"
        command="place"
        more={{ id: view.snapshot.id }}
        submit={hold.placeNow}
        {...formTexts()}
        fields={(wrong) => (
          <TextField
            ctx={ctx}
            type="date"
            name="reviewBy"
            label={t.holds.reviewBy}
            hint={t.holds.reviewByHint}
            problem={wrong.includes('reviewBy') ? t.holds.reviewByProblem : undefined}
            optional
          />
        )}
        cancel={cancelTo(view)}
        {...act}
      />
    </Panel>
  );
};
