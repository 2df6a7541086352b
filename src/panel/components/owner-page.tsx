import { FeedStateBadge } from '../../ui/components/feed-state.js';
import { Day, Template, UserText } from '../../ui/components/text.js';
import type { Precondition, Situation } from '../views.js';
import { ctx, t } from './locale.js';

const texts = t.ownerPage;

/** The owner's page Manage your data as it looks now, part by part; of the books there is only that they are not shown. */
export const OwnerPage = ({ situation: { reset, restore, last } }: { situation: Situation }) => {
  const feeds = reset.find(({ name }) => name === 'bank-feeds')?.feeds ?? [];
  return (
    <figure className="owner-page">
      <figcaption>{texts.caption}</figcaption>
      <ol>
        <li>
          <strong>{texts.prepare}</strong>
          <p className="quiet">{texts.notShown}</p>
        </li>
        <li>
          <strong>{texts.banks}</strong>
          {feeds.length === 0 ? (
            <p>{texts.noBanks}</p>
          ) : (
            feeds.map((feed) => (
              <p key={feed.id}>
                <UserText>{feed.institution}</UserText> · <UserText>{feed.account}</UserText>{' '}
                <FeedStateBadge ctx={ctx} feed={feed} /> <span className="mock-button">{texts.disconnect}</span>
              </p>
            ))
          )}
        </li>
        <li>
          <Button label={texts.reset} preconditions={reset} />
        </li>
        <li>
          <Button label={texts.recover} preconditions={restore} />
          {last && last.until !== null && (
            <p>
              <Template text={t.situation.until} values={{ until: <Day ctx={ctx} on={last.until} /> }} />
            </p>
          )}
        </li>
      </ol>
    </figure>
  );
};

/** A button as the owner sees it: ready, or waiting and why. */
const Button = ({ label, preconditions }: { label: string; preconditions: readonly Precondition[] }) => {
  const failing = preconditions.filter(({ state }) => state === 'fails');
  return (
    <>
      <span className={failing.length > 0 ? 'mock-button is-waiting' : 'mock-button'}>{label}</span>{' '}
      <span className="quiet">
        {failing.length === 0 ? texts.ready : failing.map(({ name }) => t.preconditions.fixes[name]).join(' ')}
      </span>
    </>
  );
};
