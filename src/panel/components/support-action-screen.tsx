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
import { Problem, useTitle, useTypedAgain } from './screen.js';
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
  const { business: businessId = '', action: named = '', target } = Object.fromEntries(query);
  const action = Object.hasOwn(t.support.titles, named) ? (named as SupportAction) : undefined;
  const title = action ? t.support.titles[action] : t.support.helpTitle;
  useTitle(title);
  if (!action) return <Problem code="NOT_FOUND" />;
  return (
    <>
      <div className="screen-head">
        <h1>{title}</h1>
      </div>
      <SupportActionForm
        businessId={businessId}
        action={action}
        target={target}
        head={({ name, id }) => <OfBusiness id={id} name={name} tab={TAB_OF[action]} />}
        cancel={(word) => (
          <Link className="button button-secondary" to={panelPaths.business(businessId, TAB_OF[action])}>
            {word}
          </Link>
        )}
      />
    </>
  );
};

interface SupportActionFormProps {
  businessId: string;
  action: SupportAction;
  target?: string;
  head?: (business: SupportActionView['business']) => ReactNode;
  /** The way out of it, with its word. */
  cancel: (word: string) => ReactNode;
  onDone?: () => void;
}

/** The same wherever it stands: on a page of its own, or beside what it is about. */
export const SupportActionForm = ({ businessId, action, target, head, cancel, onDone }: SupportActionFormProps) => {
  const [version, setVersion] = useState(0);
  const [done, setDone] = useState<SupportAnswer>();
  const answer = useAnswer<SupportActionView>(`${businessId} ${action} ${target ?? ''} ${version}`, (api) =>
    api.getPage({ pageName: 'support-action', params: { business: businessId, action, target, locale } }),
  );
  const { view, problem } = answer;
  useTypedAgain(view !== undefined);
  if (problem === 'NOT_FOUND') return <Gone back={cancel(t.support.back)} />;
  if (problem !== undefined) return <Problem code={problem} />;
  if (!view) {
    return (
      <p role="status" className="quiet">
        {t.loading}
      </p>
    );
  }
  const isDone = (given: SupportAnswer) => {
    setDone(given);
    onDone?.();
  };
  return (
    <>
      {head?.(view.business)}
      {done ? (
        <Done view={view} answer={done} />
      ) : (
        <Confirmation view={view} cancel={cancel} onDone={isDone} onStale={() => setVersion(version + 1)} />
      )}
    </>
  );
};

/** A member who left, say, since the page of the business was shown. */
const Gone = ({ back }: { back: ReactNode }) => (
  <Focused>
    <Notice kind="info" title={t.support.blockedTitle} role="status">
      <p>{t.support.gone}</p>
      <p className="actions">{back}</p>
    </Notice>
  </Focused>
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
  cancel: SupportActionFormProps['cancel'];
  onDone: (answer: SupportAnswer) => void;
  onStale: () => void;
}

const Confirmation = ({ view, cancel, onDone, onStale }: ConfirmationProps) => {
  const { action, business, targetId, blocker } = view;
  const back = cancel(blocker ? t.support.back : t.support.form.cancel);
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
          name={`${business.id} ${action} ${targetId ?? ''}`}
          about={business.id}
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
