import { Link } from 'react-router-dom';
import { UserText } from '../../../ui/components/text.js';
import type { ReviewState, Verdict } from '../../../review/reviews/review-states.js';
import { utc as inUtc } from '../../reviews/report-in-words.js';
import type { NamedBusiness, ReviewRow } from '../../reviews/review-views.js';
import { panelPaths } from '../../panel-paths.js';
import { t } from '../locale.js';

const STATES = { draft: 'asked', submitted: 'consent', returned: 'refused', signed: 'done' } as const;
const VERDICTS = { ok: 'done', exception: 'failed', question: 'consent' } as const;

export const StateBadge = ({ state }: { state: ReviewState }) => (
  <span className={`badge badge-${STATES[state]}`}>{t.reviews.list.states[state]}</span>
);

export const VerdictBadge = ({ verdict }: { verdict: Verdict }) => (
  <span className={`badge badge-${VERDICTS[verdict]}`}>{t.reviews.one.verdicts[verdict]}</span>
);

const DAY_MS = 86_400_000;
const MIDNIGHT = 'T00:00:00.000Z';

/** Whole days by their first and last, anything else to the minute. */
export function periodWords({ from, until }: Pick<ReviewRow, 'from' | 'until'>): string {
  const first = from.endsWith(MIDNIGHT) ? from.slice(0, 10) : inUtc(from).slice(0, 16);
  const lastDay = new Date(Date.parse(until) - DAY_MS).toISOString().slice(0, 10);
  const last = until.endsWith(MIDNIGHT) ? lastDay : inUtc(until).slice(0, 16);
  return first === last ? first : `${first} – ${last}`;
}

export const Scope = ({ review: { business, action } }: { review: Pick<ReviewRow, 'business' | 'action'> }) => (
  <>
    {business === null ? t.reviews.list.all : <BusinessName business={business} />}
    {action !== null && <span className="quiet"> · {t.reviews.list.actions[action]}</span>}
  </>
);

export const BusinessName = ({ business: { id, name } }: { business: NamedBusiness }) =>
  name === undefined ? (
    <span>
      <code>{id}</code> <span className="quiet">({t.reviews.report.noName})</span>
    </span>
  ) : (
    <Link to={panelPaths.business(id, 'switches')}>
      <UserText>{name}</UserText>
    </Link>
  );
