import type { PageContext } from '../page-context.js';
import { words } from '../words.js';
import { Template, Instant } from './text.js';

export type FeedState = 'consent' | 'connected' | 'error' | 'disconnected';

/** A bank feed as the pages need it. */
export interface FeedSummary {
  id: string;
  institution: string;
  account: string;
  state: FeedState;
  since: string;
  /** It was never connected: somebody said no at the bank. */
  isRefused?: boolean;
}

export const FeedStateBadge = ({
  ctx,
  feed,
}: {
  ctx: PageContext;
  feed: Pick<FeedSummary, 'state' | 'since' | 'isRefused'>;
}) => {
  const { t } = words(ctx);
  return (
    <span className="feed-state">
      <span className={`badge badge-${feed.state}`}>
        {feed.isRefused ? t.feeds.refused : t.feeds.states[feed.state]}
      </span>{' '}
      <span className="quiet">
        <Template text={t.feeds.since} values={{ at: <Instant ctx={ctx} at={feed.since} /> }} />
      </span>
    </span>
  );
};
