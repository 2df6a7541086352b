import { useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { FeedStateBadge } from '../../ui/components/feed-state.js';
import { Notice } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import { panelPaths } from '../panel-paths.js';
import type { SupportAction, SupportActionView, SupportAnswer, SupportFacts } from '../support-views.js';
import type { Tab } from '../views.js';
import { DoneNotice } from './done-notice.js';
import { ctx, locale, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { useAnswer } from './use-answer.js';
import { Focused, WhyForm } from './why-form.js';

const TAB_OF: Readonly<Record<SupportAction, Tab>> = {
  'disconnect-feed': 'bank-feeds',
  'lift-sign-in-lock': 'members',
  'send-link': 'overview',
  'resend-notice': 'switches',
};

/** One support action: what will happen, why it is asked for, and what came of it. Each has its address. */
export const SupportActionScreen = () => {
  const [query] = useSearchParams();
  const [version, setVersion] = useState(0);
  const [done, setDone] = useState<SupportAnswer>();
  const params = Object.fromEntries(query);
  const answer = useAnswer<SupportActionView>(`${query.toString()} ${version}`, (api) =>
    api.getPage({ pageName: 'support-action', params: { ...params, locale } }),
  );
  const action = Object.hasOwn(t.support.titles, params.action ?? '') ? (params.action as SupportAction) : undefined;
  const title = action ? t.support.titles[action] : t.support.helpTitle;
  useTitle(title);
  if (action && params.business !== undefined && answer.problem === 'NOT_FOUND') {
    return <Gone title={title} href={panelPaths.business(params.business, TAB_OF[action])} />;
  }
  return (
    <Screen title={title} answer={answer}>
      {(view) => (
        <>
          <OfBusiness id={view.business.id} name={view.business.name} tab={TAB_OF[view.action]} />
          {done ? (
            <Done view={view} answer={done} />
          ) : (
            <Confirmation view={view} onDone={setDone} onStale={() => setVersion(version + 1)} />
          )}
        </>
      )}
    </Screen>
  );
};

/** A member who left, say, since the page of the business was shown. */
const Gone = ({ title, href }: { title: string; href: string }) => (
  <>
    <h1>{title}</h1>
    <Focused>
      <Notice kind="info" title={t.support.blockedTitle} role="status">
        <p>{t.support.gone}</p>
        <p className="actions">
          <Link className="button button-secondary" to={href}>
            {t.support.back}
          </Link>
        </p>
      </Notice>
    </Focused>
  </>
);

export const OfBusiness = ({ id, name, tab }: { id: string; name: string; tab: Tab }) => (
  <p className="lead">
    <Template
      text={t.support.of}
      values={{
        business: (
          <Link to={panelPaths.business(id, tab)}>
            <UserText>{name}</UserText>
          </Link>
        ),
      }}
    />
  </p>
);

interface ConfirmationProps {
  view: SupportActionView;
  onDone: (answer: SupportAnswer) => void;
  onStale: () => void;
}

const Confirmation = ({ view, onDone, onStale }: ConfirmationProps) => {
  const { action, business, targetId, blocker } = view;
  const back = (
    <Link className="button button-secondary" to={panelPaths.business(business.id, TAB_OF[action])}>
      {blocker ? t.support.back : t.support.form.cancel}
    </Link>
  );
  if (blocker) {
    return (
      <Panel id="blocked" title={t.support.blockedTitle}>
        <Notice kind="info">
          <p>{t.support.blockers[blocker]}</p>
        </Notice>
        <FactsNow facts={view.facts} />
        <p className="actions">
          {back}
          {blocker === 'asked-already' && (
            <Link className="button button-quiet" to={panelPaths.page('requests')}>
              {t.support.done.requests}
            </Link>
          )}
        </p>
      </Panel>
    );
  }
  return (
    <div className="confirm-layout">
      <Panel id="happens" title={t.support.whatHappens}>
        <Happens facts={view.facts} />
        {view.waits && (
          <Notice kind="info">
            <h3 className="notice-title">{t.support.secondPerson}</h3>
            <p>{t.support.secondPersonText}</p>
          </Notice>
        )}
      </Panel>
      <Panel id="why" title={t.support.form.title}>
        <WhyForm<SupportAnswer>
          name={action}
          page="support-action"
          command={action}
          more={{ businessId: business.id, targetId }}
          submit={t.support.form.submit[action]}
          cancel={back}
          onDone={onDone}
          onStale={onStale}
        />
      </Panel>
    </div>
  );
};

/** The sentence that says what the button does, filled in with what is known. */
export const Happens = ({ facts }: { facts: SupportFacts }) => (
  <>
    <p>
      <Template text={t.support.happens[facts.action]} values={valuesOf(facts)} />
    </p>
    <FactsNow facts={facts} />
  </>
);

function valuesOf(facts: SupportFacts): Record<string, ReactNode> {
  switch (facts.action) {
    case 'disconnect-feed':
      return { institution: <UserText>{facts.institution}</UserText>, account: <UserText>{facts.account}</UserText> };
    case 'lift-sign-in-lock':
      return { email: <UserText>{facts.email}</UserText> };
    case 'send-link':
      return { email: <UserText>{facts.to.email}</UserText>, language: t.support.languages[facts.to.locale] };
    case 'resend-notice':
      return facts.notice
        ? { kind: t.support.kinds[facts.notice.kind], at: <Instant ctx={ctx} at={facts.notice.at} /> }
        : {};
  }
}

const FactsNow = ({ facts }: { facts: SupportFacts }) => {
  switch (facts.action) {
    case 'disconnect-feed':
      return (
        <Facts
          facts={[
            [t.columns.bank, <UserText key="bank">{facts.institution}</UserText>],
            [t.columns.account, <UserText key="account">{facts.account}</UserText>],
            [t.support.feedNow, <FeedStateBadge key="state" ctx={ctx} feed={facts} />],
          ]}
        />
      );
    case 'lift-sign-in-lock':
      return (
        <>
          <Facts
            facts={[
              [t.columns.email, <UserText key="email">{facts.email}</UserText>],
              [
                t.support.lockNow,
                facts.isLocked ? t.support.locked(facts.failures) : t.support.notLocked(facts.failures),
              ],
              facts.lastFailureAt !== null && [
                t.support.lastFailure,
                <Instant key="last" ctx={ctx} at={facts.lastFailureAt} />,
              ],
            ]}
          />
          {facts.isLocked && <p className="quiet">{t.support.lockNote}</p>}
        </>
      );
    case 'send-link':
      return null;
    case 'resend-notice':
      return facts.notice === null ? null : (
        <>
          <ul>
            {facts.receivers.map(({ email, locale: language }) => (
              <li key={email}>
                <UserText>{email}</UserText> ({t.support.languages[language]})
              </li>
            ))}
          </ul>
          <p>
            <Template text={t.support.noticeUntil} values={{ until: <Instant ctx={ctx} at={facts.notice.until} /> }} />
          </p>
        </>
      );
  }
};

const Done = ({ view, answer }: { view: SupportActionView; answer: SupportAnswer }) => {
  const { done } = t.support;
  const waits = answer.happened === 'waits-for-approval';
  return (
    <DoneNotice
      title={waits ? done.waits : done[view.action]}
      waits={waits}
      businessId={view.business.id}
      tab={TAB_OF[view.action]}
      eventId={answer.auditEventId}
      links={
        waits && (
          <Link className="button button-secondary" to={panelPaths.page('requests')}>
            {done.requests}
          </Link>
        )
      }
    >
      {waits && `${done.waitsText} `}
      {done.recorded}
    </DoneNotice>
  );
};
