import { Link, useLocation } from 'react-router-dom';
import { FeedStateBadge } from '../../ui/components/feed-state.js';
import { Icon } from '../../ui/components/icon.js';
import { Day, Template, UserText } from '../../ui/components/text.js';
import type { BusinessView, Precondition } from '../views.js';
import { AnswerForm } from './answer-screen.js';
import { SidePanel } from './grid.js';
import { ctx, t } from './locale.js';
import { SupportActionForm } from './support-action-screen.js';
import { DO, SupportLink } from './support-links.js';
import type { SupportAction } from '../support-views.js';
import { useOpened } from './use-opened.js';
import { Ago } from './when.js';

const texts = t.situation;

/** What happened last, what keeps the owner from going back, and the next step as a button right there. */
export const SituationStrip = ({ view }: { view: BusinessView }) => {
  const { last, restore, reset, locked } = view.situation;
  // Whoever calls after a reset wants back; who has nothing to go back to wants to reset.
  const isBack = last !== undefined && last.until !== null;
  const failing = (isBack ? restore : reset).filter(({ state }) => state === 'fails');
  return (
    <section className={failing.length > 0 ? 'situation is-blocked' : 'situation'} aria-label={texts.title}>
      <div className="situation-line">
        <LastSwitch view={view} />
        {view.allowed.includes('answer') && <AnswerLink />}
        {view.allowed.includes('send-link') && <SupportLink action="send-link" view={view} />}
        {last && view.allowed.includes('resend-notice') && (
          <SupportLink action="resend-notice" view={view} target={last.id} />
        )}
      </div>
      {failing.length === 0 ? (
        <p>{isBack ? texts.nextRestore : texts.nextReset}</p>
      ) : (
        <div className="situation-line">
          <p>
            <Icon name="warning" /> <strong>{isBack ? texts.blockedRestore : texts.blockedReset}</strong>
          </p>
          <ul>
            {failing.map((precondition) => (
              <Obstacle key={precondition.name} precondition={precondition} view={view} />
            ))}
          </ul>
        </div>
      )}
      {locked.map(({ userId, email, failures }) => (
        <div className="situation-line" key={userId}>
          <p>
            <Icon name="lock" />{' '}
            <Template
              text={texts.lock}
              values={{ email: <UserText>{email}</UserText>, count: t.support.locked(failures).toLowerCase() }}
            />
          </p>
          {view.allowed.includes('lift-sign-in-lock') && (
            <SupportLink action="lift-sign-in-lock" view={view} target={userId} about={email} />
          )}
        </div>
      ))}
    </section>
  );
};

const AnswerLink = () => (
  <Link
    className="button button-primary"
    to={{ search: useLocation().search, hash: `${DO}answer` }}
    state={{ isOpened: true }}
  >
    {t.answer.open}
  </Link>
);

const LastSwitch = ({ view: { situation } }: { view: BusinessView }) => {
  const { last } = situation;
  if (!last) return <p>{texts.never}</p>;
  return (
    <p>
      <strong>
        <Template
          text={texts[last.kind]}
          values={{ ago: <Ago at={last.at} />, name: <UserText>{last.by}</UserText> }}
        />
      </strong>{' '}
      {last.until === null ? (
        texts.gone
      ) : (
        <Template text={texts.until} values={{ until: <Day ctx={ctx} on={last.until} /> }} />
      )}
    </p>
  );
};

/** Each bank with what can be done about it; of everything else what would mend it. */
const Obstacle = ({ precondition: { name, feeds = [] }, view }: { precondition: Precondition; view: BusinessView }) =>
  feeds.length === 0 ? (
    <li>{t.preconditions.fixes[name]}</li>
  ) : (
    feeds.map((feed) => (
      <li key={feed.id} className="situation-line">
        <span>
          <UserText>{feed.institution}</UserText> · <UserText>{feed.account}</UserText>
        </span>
        <FeedStateBadge ctx={ctx} feed={feed} />
        {view.allowed.includes('disconnect-feed') && (
          <SupportLink
            action="disconnect-feed"
            view={view}
            target={feed.id}
            about={`${feed.institution} · ${feed.account}`}
          />
        )}
      </li>
    ))
  );

/** What was asked for by a button, beside the page on which it stands. */
export const ActionSide = ({ view, onDone }: { view: BusinessView; onDone: () => void }) => {
  const { openKey, close } = useOpened(DO);
  const [named = '', target] = openKey?.split('.') ?? [];
  const cancel = (word: string) => (
    <button type="button" className="button button-secondary" onClick={close}>
      {word}
    </button>
  );
  const businessId = view.business.id;
  if (!view.allowed.some((allowed) => allowed === named)) return null;
  if (named === 'answer') {
    return (
      <SidePanel key={openKey} title={t.answer.title} close={close}>
        <AnswerForm businessId={businessId} cancel={cancel(t.support.form.cancel)} onDone={onDone} />
      </SidePanel>
    );
  }
  if (!Object.hasOwn(t.support.titles, named)) return null;
  const action = named as SupportAction;
  return (
    <SidePanel key={openKey} title={t.support.titles[action]} close={close}>
      <SupportActionForm businessId={businessId} action={action} target={target} cancel={cancel} onDone={onDone} />
    </SidePanel>
  );
};

/** Whether anything stands beside the page of a business. */
export const useIsActing = (): boolean => useOpened(DO).openKey !== undefined;
