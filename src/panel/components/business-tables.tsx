import { FeedStateBadge } from '../../ui/components/feed-state.js';
import { Facts } from '../../ui/components/panel.js';
import { Instant, UserText } from '../../ui/components/text.js';
import { words } from '../../ui/words.js';
import type { BusinessPart, BusinessView, FeedRow, MemberRow, SnapshotRow, SwitchRow } from '../views.js';
import { Compared } from './evidence/compared.js';
import { SheetLink } from './evidence/sheet-link.js';
import { EventLink } from './explorer/event-link.js';
import { Grid } from './grid.js';
import { ctx, t } from './locale.js';
import { ShortId } from './short-id.js';
import {
  actionColumn,
  CompareLink,
  Held,
  HoldLink,
  NotYours,
  RestoredHeld,
  SupportLink,
  SupportLinks,
} from './support-links.js';
import { When } from './when.js';

export const Members = ({ members, view }: { members: readonly MemberRow[]; view: BusinessView }) => (
  <>
    <NotYours action="lift-sign-in-lock" view={view} />
    <Grid<MemberRow>
      list="members"
      caption={t.business.tabs.members}
      rows={[...members]}
      rowKey={(member) => member.userId}
      columns={[
        {
          key: 'email',
          header: t.columns.email,
          names: true,
          phone: 'main',
          cell: (member) => (
            <>
              <UserText>{member.email}</UserText>{' '}
              {member.isOriginalOwner && <span className="badge badge-done">{t.business.original}</span>}
            </>
          ),
        },
        { key: 'role', header: t.columns.role, cell: (member) => words(ctx).t.roles[member.role] },
        ...actionColumn<MemberRow>(view, 'lift-sign-in-lock', (member) => (
          <SupportLink action="lift-sign-in-lock" view={view} target={member.userId} about={member.email} />
        )),
      ]}
    />
  </>
);

export const Feeds = ({ feeds, view }: { feeds: readonly FeedRow[]; view: BusinessView }) => (
  <>
    <NotYours action="disconnect-feed" view={view} />
    <Grid<FeedRow>
      list="feeds"
      caption={t.business.tabs['bank-feeds']}
      rows={[...feeds]}
      rowKey={(feed) => feed.id}
      columns={[
        {
          key: 'bank',
          header: t.columns.bank,
          names: true,
          phone: 'main',
          cell: (feed) => <UserText>{feed.institution}</UserText>,
        },
        { key: 'account', header: t.columns.account, cell: (feed) => <UserText>{feed.account}</UserText> },
        { key: 'state', header: t.columns.state, cell: (feed) => <FeedStateBadge ctx={ctx} feed={feed} /> },
        ...actionColumn<FeedRow>(view, 'disconnect-feed', (feed) =>
          feed.state === 'disconnected' ? (
            <span className="quiet">{t.support.disconnected}</span>
          ) : (
            <SupportLink
              action="disconnect-feed"
              view={view}
              target={feed.id}
              about={`${feed.institution} · ${feed.account}`}
            />
          ),
        ),
      ]}
    />
  </>
);

type SnapshotsPart = Extract<BusinessPart, { kind: 'snapshots' }>;

export const Snapshots = ({ part: { snapshots, restoredHeld }, view }: { part: SnapshotsPart; view: BusinessView }) => (
  <>
    <NotYours action="hold" view={view} />
    <RestoredHeld ids={restoredHeld} view={view} />
    {snapshots.length === 0 ? (
      <p>{t.business.noSnapshots}</p>
    ) : (
      <Grid<SnapshotRow>
        list="snapshots"
        caption={t.business.tabs.snapshots}
        rows={[...snapshots]}
        rowKey={(snapshot) => snapshot.id}
        columns={[
          {
            key: 'cause',
            header: t.columns.cause,
            names: true,
            phone: 'main',
            cell: ({ cause }) => t.business.causes[cause],
          },
          { key: 'id', header: t.columns.snapshot, width: '11em', cell: ({ id }) => <ShortId id={id} /> },
          {
            key: 'sealed',
            header: t.columns.sealed,
            width: '19em',
            sortBy: ({ sealedAt }) => sealedAt,
            cell: ({ sealedAt }) => <When at={sealedAt} />,
          },
          {
            key: 'kept',
            header: t.columns.kept,
            width: '19em',
            isWide: true,
            sortBy: ({ expiresAt }) => expiresAt,
            cell: ({ expiresAt }) => <When at={expiresAt} />,
          },
          {
            key: 'state',
            header: t.columns.state,
            width: '14em',
            cell: ({ state, holds }) => (
              <>
                {t.business.states[state]}{' '}
                {holds.length > 0 && <span className="badge badge-held">{t.support.held}</span>}
              </>
            ),
          },
          {
            key: 'compared',
            header: t.evidence.compare.column,
            isWide: true,
            cell: ({ compared }) => compared && <Compared compared={compared} />,
          },
          ...actionColumn<SnapshotRow>(view, 'hold', (snapshot) => <HoldLink snapshot={snapshot} />),
        ]}
        side={{
          title: ({ cause }) => t.business.causes[cause],
          body: (snapshot) => <SnapshotInFull snapshot={snapshot} view={view} />,
        }}
      />
    )}
  </>
);

const SnapshotInFull = ({ snapshot, view }: { snapshot: SnapshotRow; view: BusinessView }) => (
  <>
    <Facts
      facts={[
        [t.columns.snapshot, <ShortId key="id" id={snapshot.id} />],
        [t.columns.sealed, <Instant key="sealed" ctx={ctx} at={snapshot.sealedAt} exact />],
        [t.columns.kept, <Instant key="kept" ctx={ctx} at={snapshot.expiresAt} exact />],
        [t.columns.state, t.business.states[snapshot.state]],
        snapshot.holds.length > 0 && [t.support.held, <Held key="held" holds={snapshot.holds} />],
        snapshot.compared && [t.evidence.compare.column, <Compared key="compared" compared={snapshot.compared} />],
      ]}
    />
    <div className="row-actions">
      {view.allowed.includes('hold') && <HoldLink snapshot={snapshot} />}
      <CompareLink snapshot={snapshot} view={view} />
      {view.allowed.includes('evidence') && snapshot.switchEventId !== undefined && (
        <SheetLink eventId={snapshot.switchEventId} about={snapshot.id} />
      )}
      {view.allowed.includes('evidence') && snapshot.purgedEventId !== undefined && (
        <SheetLink isCertificate eventId={snapshot.purgedEventId} about={snapshot.id} />
      )}
    </div>
  </>
);

export const Switches = ({ switches, view }: { switches: readonly SwitchRow[]; view: BusinessView }) =>
  switches.length === 0 ? (
    <p>{t.business.noSwitches}</p>
  ) : (
    <Grid<SwitchRow>
      list="switches"
      caption={t.business.tabs.switches}
      rows={[...switches]}
      rowKey={(row) => row.id}
      bar={<SupportLinks action="resend-notice" view={view} target={switches[0]!.id} />}
      columns={[
        {
          key: 'what',
          header: t.columns.what,
          names: true,
          phone: 'main',
          cell: ({ kind }) => t.business.causes[kind],
        },
        {
          key: 'when',
          header: t.columns.when,
          width: '19em',
          sortBy: ({ at }) => at,
          cell: ({ at }) => <When at={at} />,
        },
        { key: 'by', header: t.columns.by, sortBy: ({ by }) => by, cell: ({ by }) => <UserText>{by}</UserText> },
        {
          key: 'snapshot',
          header: t.columns.snapshot,
          width: '11em',
          cell: ({ snapshotId }) => <ShortId id={snapshotId} />,
        },
        { key: 'event', header: t.columns.event, width: '11em', cell: ({ eventId }) => <EventLink id={eventId} /> },
        ...actionColumn<SwitchRow>(view, 'evidence', ({ eventId }) => <SheetLink eventId={eventId} about={eventId} />),
      ]}
    />
  );
