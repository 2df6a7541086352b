import type { ReactNode } from 'react';
import { FeedStateBadge } from '../../ui/components/feed-state.js';
import { Icon } from '../../ui/components/icon.js';
import { Notice } from '../../ui/components/notices.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { FeedRow, Precondition } from '../views.js';
import { ctx, t } from './locale.js';

/** What must hold, each held or not, since when, and what would mend it; and why there is no button here. */
export const Preconditions = ({
  reset,
  restore,
}: {
  reset: readonly Precondition[];
  restore: readonly Precondition[];
}) => (
  <>
    <Notice kind="info">
      <h3 className="notice-title">{t.preconditions.notForStaffTitle}</h3>
      <p>{t.preconditions.notForStaff}</p>
    </Notice>
    <div className="two">
      <List id="reset" title={t.preconditions.reset} preconditions={reset} />
      <List id="restore" title={t.preconditions.restore} preconditions={restore} />
    </div>
  </>
);

interface ListProps {
  id: string;
  title: string;
  preconditions: readonly Precondition[];
}

const List = ({ id, title, preconditions }: ListProps) => {
  const failing = preconditions.filter(({ state }) => state === 'fails').length;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p>{failing === 0 ? t.preconditions.allHold : t.preconditions.someFail(failing)}</p>
      <ul className="preconditions">
        {preconditions.map((precondition) => (
          <Item key={precondition.name} precondition={precondition} />
        ))}
      </ul>
    </section>
  );
};

const ICONS = { holds: 'check', fails: 'warning', asked: 'info' } as const;

const Item = ({ precondition }: { precondition: Precondition }) => {
  const { name, state, since, feeds = [] } = precondition;
  return (
    <li className={`precondition ${state}`}>
      <Icon name={ICONS[state]} />
      <div>
        <p className="precondition-name">{t.preconditions.names[name]}</p>
        <p className="quiet">
          <strong>{t.preconditions[state]}</strong>
          {since !== undefined && state !== 'asked' && (
            <>
              {' '}
              <Template text={t.since} values={{ at: <Instant ctx={ctx} at={since} /> }} />
            </>
          )}
        </p>
        {state === 'fails' ? <p>{t.preconditions.fixes[name]}</p> : <Told precondition={precondition} />}
        {feeds.length > 0 && <BlockingFeeds feeds={feeds} />}
      </div>
    </li>
  );
};

const Told = ({ precondition: { name, facts, since } }: { precondition: Precondition }) => {
  const key = name === 'sign-up-email' && facts.now !== undefined ? 'sign-up-email-moved' : name;
  if (!Object.hasOwn(t.preconditions.tells, key)) return null;
  const text = t.preconditions.tells[key as keyof typeof t.preconditions.tells];
  const values = Object.entries(facts).map(([fact, value]): [string, ReactNode] => [
    fact,
    fact === 'until' ? <Instant ctx={ctx} at={value} /> : <UserText>{value}</UserText>,
  ]);
  return (
    <p>
      <Template
        text={text}
        values={{ ...Object.fromEntries(values), since: since && <Instant ctx={ctx} at={since} /> }}
      />
    </p>
  );
};

const BlockingFeeds = ({ feeds }: { feeds: readonly FeedRow[] }) => (
  <ul>
    {feeds.map((feed) => (
      <li key={feed.id}>
        <UserText>{feed.institution}</UserText> · <UserText>{feed.account}</UserText>{' '}
        <FeedStateBadge ctx={ctx} feed={feed} />
      </li>
    ))}
  </ul>
);
