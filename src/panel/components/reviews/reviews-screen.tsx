import { Link, useSearchParams } from 'react-router-dom';
import { DataTable } from '../../../ui/components/data-table.js';
import { Instant, Template, UserText } from '../../../ui/components/text.js';
import type { ReviewRow, ReviewsView } from '../../reviews/review-views.js';
import { panelPaths } from '../../panel-paths.js';
import { ctx, t } from '../locale.js';
import { Screen, useTitle } from '../screen.js';
import { useAnswer } from '../use-answer.js';
import { periodWords, Scope, StateBadge } from './review-words.js';

/** All reviews, newest first, and the way to a new one. */
export const ReviewsScreen = () => {
  const page = useSearchParams()[0].get('page') ?? undefined;
  const answer = useAnswer<ReviewsView>(
    `reviews ${page}`,
    (api) => api.getPage({ pageName: 'reviews', params: { page } }),
    'reviews',
  );
  const texts = t.reviews.list;
  useTitle(texts.title);
  return (
    <Screen title={texts.title} answer={answer} lead={<p className="lead">{texts.lead}</p>}>
      {(view) => (
        <div className="panel">
          <p className="actions">
            <Link className="button button-primary" to={panelPaths.page('review-new')}>
              {texts.open}
            </Link>
          </p>
          {view.rows.length === 0 ? (
            <>
              <p role="status">{texts.none}</p>
              <p className="quiet">{texts.noneHint}</p>
            </>
          ) : (
            <Rows rows={view.rows} />
          )}
          <Pages view={view} />
        </div>
      )}
    </Screen>
  );
};

const pageAt = (page: number) => panelPaths.page('reviews', { page: page === 0 ? undefined : String(page) });

const Pages = ({ view: { page, hasMore } }: { view: ReviewsView }) =>
  page > 0 || hasMore ? (
    <p className="pager">
      {page > 0 && (
        <Link className="button button-quiet" to={pageAt(page - 1)}>
          {t.reviews.list.newer}
        </Link>
      )}
      {hasMore && (
        <Link className="button button-secondary" to={pageAt(page + 1)} rel="next">
          {t.reviews.list.older}
        </Link>
      )}
    </p>
  ) : null;

const Rows = ({ rows }: { rows: readonly ReviewRow[] }) => {
  const texts = t.reviews.list;
  return (
    <DataTable<ReviewRow>
      cards
      captionHidden
      caption={texts.title}
      rows={[...rows]}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'period',
          header: texts.period,
          names: true,
          phone: 'main',
          cell: (row) => <Link to={panelPaths.page('review', { id: row.id })}>{periodWords(row)}</Link>,
        },
        { key: 'state', header: texts.state, phone: 'side', cell: ({ state }) => <StateBadge state={state} /> },
        { key: 'scope', header: texts.scope, cell: (row) => <Scope review={row} /> },
        {
          key: 'counts',
          header: texts.counts,
          cell: ({ operations, exceptions }) => `${texts.countOf(operations)}, ${texts.exceptionsOf(exceptions)}`,
        },
        { key: 'reviewer', header: texts.reviewer, cell: (row) => <Reviewer row={row} /> },
        { key: 'opened', header: texts.opened, cell: ({ openedAt }) => <Instant ctx={ctx} at={openedAt} /> },
      ]}
    />
  );
};

const Reviewer = ({ row: { reviewer, isOwn, decidedBy, state } }: { row: ReviewRow }) => (
  <span>
    <UserText>{reviewer}</UserText>
    {isOwn && ` (${t.reviews.list.you})`}
    {state === 'signed' && (
      <span className="quiet">
        {', '}
        <Template text={t.reviews.list.signedBy} values={{ name: <UserText>{decidedBy}</UserText> }} />
      </span>
    )}
  </span>
);
