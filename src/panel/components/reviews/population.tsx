import { Link } from 'react-router-dom';
import { DataTable } from '../../../ui/components/data-table.js';
import { Panel } from '../../../ui/components/panel.js';
import { Hidden, UserText } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import type { Operation } from '../../../review/reviews/operation.js';
import { panelPaths } from '../../panel-paths.js';
import { utc } from '../../reviews/report-in-words.js';
import type { ReviewView } from '../../reviews/review-views.js';
import { OutcomeBadge, reasonWords } from '../explorer/event-words.js';
import { ctx, t } from '../locale.js';
import { BusinessName, VerdictBadge } from './review-words.js';

/** All operations, a page at a time. */
export const Population = ({ view }: { view: ReviewView }) => {
  const { report, one } = t.reviews;
  const { review, population, page, pages } = view;
  const n = (value: number) => formatsFor(ctx).number(value);
  const pageAt = (at: number) => panelPaths.page('review', { id: review.id, page: at === 0 ? undefined : String(at) });
  return (
    <Panel id="population" title={report.population}>
      {population.length === 0 ? <p>{report.noSample}</p> : <Rows view={view} />}
      {pages > 1 && (
        <p className="pager">
          <span role="status">{one.pageOf(n(page + 1), n(pages))}</span>
          {page > 0 && (
            <Link className="button button-quiet" to={pageAt(page - 1)}>
              {one.previous}
            </Link>
          )}
          {page < pages - 1 && (
            <Link className="button button-secondary" to={pageAt(page + 1)} rel="next">
              {one.next}
            </Link>
          )}
        </p>
      )}
    </Panel>
  );
};

const Rows = ({ view: { names, items, population } }: { view: ReviewView }) => {
  const { report, one } = t.reviews;
  const { columns } = report;
  return (
    <DataTable<Operation>
      cards
      captionHidden
      caption={report.population}
      rows={[...population]}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'at',
          header: columns.at,
          names: true,
          phone: 'main',
          cell: ({ at }) => <time dateTime={at}>{utc(at).slice(0, 19)}</time>,
        },
        { key: 'what', header: columns.what, phone: 'side', cell: ({ action }) => report.action[action] },
        {
          key: 'business',
          header: columns.business,
          cell: ({ businessId }) => <BusinessName business={{ id: businessId, name: names[businessId] }} />,
        },
        {
          key: 'who',
          header: columns.who,
          cell: ({ actorId }) => actorId !== null && <UserText>{names[actorId] ?? actorId}</UserText>,
        },
        {
          key: 'outcome',
          header: columns.outcome,
          cell: ({ outcome, reason }) => (
            <span>
              <OutcomeBadge outcome={outcome} />
              {reason !== null && <span className="quiet"> {reasonWords(reason)}</span>}
            </span>
          ),
        },
        {
          key: 'sheet',
          header: columns.sheet,
          cell: ({ eventId, at }) => (
            <Link to={panelPaths.page('evidence', { event: eventId })}>
              {one.sheet}
              <Hidden> {utc(at)}</Hidden>
            </Link>
          ),
        },
        {
          key: 'verdict',
          header: columns.verdict,
          cell: ({ id }) => items[id] && <VerdictBadge verdict={items[id].verdict} />,
        },
      ]}
    />
  );
};
