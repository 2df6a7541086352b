import type { FeedReading } from '../banking/bank-feeds/bank-feeds.service.js';
import type { FeedRow } from './views.js';

/** Bank feeds with the banks' names; of the account only what the owner calls it. */
export const feedRows = (feeds: readonly FeedReading[], banks: ReadonlyMap<string, string>): FeedRow[] =>
  feeds.map(({ id, institution, account, state, since }) => ({
    id,
    institution: banks.get(institution) ?? institution,
    account,
    state,
    since: since.toISOString(),
  }));
