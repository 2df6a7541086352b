import { Link } from 'react-router-dom';
import { Facts } from '../../ui/components/panel.js';
import { Day, Instant, UserText } from '../../ui/components/text.js';
import { panelPaths } from '../panel-paths.js';
import type { HoldsView, StandingHoldRow } from '../support-views.js';
import type { GridColumn } from './grid-column.js';
import { Grid } from './grid.js';
import { ctx, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { ShortId } from './short-id.js';
import { Ticket } from './ticket.js';
import { useAnswer } from './use-answer.js';
import { Ago } from './when.js';

const texts = t.holds;

/** Every legal hold that stands, what must be reviewed first. */
export const HoldsScreen = () => {
  const answer = useAnswer<HoldsView>('holds', (api) => api.getPage({ pageName: 'holds' }));
  useTitle(texts.title);
  return (
    <Screen title={texts.title} answer={answer} lead={<p className="lead">{texts.lead}</p>}>
      {({ holds, hasMore }) =>
        holds.length === 0 ? (
          <p role="status">{texts.none}</p>
        ) : (
          <Grid<StandingHoldRow>
            list="holds"
            caption={texts.title}
            rows={[...holds]}
            rowKey={({ id }) => id}
            columns={COLUMNS}
            side={{
              title: ({ ticket }) => <UserText>{ticket}</UserText>,
              body: (hold) => <HoldInFull hold={hold} />,
            }}
            bar={
              <>
                <p role="status">{texts.found(holds.length)}</p>
                {hasMore && <p className="quiet">{texts.more}</p>}
              </>
            }
          />
        )
      }
    </Screen>
  );
};

const Review = ({ hold: { reviewBy, isLate } }: { hold: StandingHoldRow }) =>
  reviewBy === null ? (
    <span className="quiet">{texts.noReview}</span>
  ) : (
    <>
      <Day ctx={ctx} on={reviewBy} /> {isLate && <span className="badge badge-refused">{texts.late}</span>}
    </>
  );

const COLUMNS: GridColumn<StandingHoldRow>[] = [
  {
    key: 'matter',
    header: texts.matter,
    names: true,
    phone: 'main',
    width: '12em',
    sortBy: ({ ticket }) => ticket,
    cell: ({ ticket }) => <UserText>{ticket}</UserText>,
  },
  {
    key: 'business',
    header: texts.business,
    sortBy: ({ business }) => business.name,
    cell: ({ business }) => (
      <Link to={panelPaths.business(business.id, 'snapshots')}>
        <UserText>{business.name}</UserText>
      </Link>
    ),
  },
  {
    key: 'review',
    header: texts.review,
    width: '15em',
    sortBy: ({ reviewBy }) => reviewBy ?? '9',
    cell: (hold) => <Review hold={hold} />,
  },
  { key: 'reason', header: texts.reason, cell: ({ reason }) => <UserText>{reason}</UserText> },
  { key: 'by', header: t.columns.by, sortBy: ({ by }) => by, cell: ({ by }) => <UserText>{by}</UserText> },
  {
    key: 'since',
    header: t.support.hold.since,
    width: '10em',
    sortBy: ({ at }) => at,
    cell: ({ at }) => <Ago at={at} />,
  },
  {
    key: 'snapshot',
    header: t.columns.snapshot,
    width: '11em',
    isWide: true,
    cell: ({ snapshotId }) => <ShortId id={snapshotId} />,
  },
];

const HoldInFull = ({ hold }: { hold: StandingHoldRow }) => (
  <>
    <Facts
      facts={[
        [texts.review, <Review key="review" hold={hold} />],
        [texts.reason, <UserText key="reason">{hold.reason}</UserText>],
        [t.support.hold.ticket, <Ticket key="ticket" ticket={hold.ticket} />],
        [t.columns.by, <UserText key="by">{hold.by}</UserText>],
        [t.support.hold.since, <Instant key="at" ctx={ctx} at={hold.at} exact />],
        [t.columns.snapshot, <ShortId key="snapshot" id={hold.snapshotId} />],
      ]}
    />
    <p className="actions">
      <Link
        className="button button-primary"
        to={panelPaths.page('hold', { snapshot: hold.snapshotId, lift: hold.id })}
      >
        {texts.open}
      </Link>
    </p>
  </>
);
