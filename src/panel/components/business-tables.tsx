import { DataTable } from '../../ui/components/data-table.js';
import { FeedStateBadge } from '../../ui/components/feed-state.js';
import { UserText, Instant } from '../../ui/components/text.js';
import { words } from '../../ui/words.js';
import type { BusinessPart, BusinessView, FeedRow, MemberRow, SnapshotRow, SwitchRow } from '../views.js';
import { Compared } from './evidence/compared.js';
import { SheetLink } from './evidence/sheet-link.js';
import { EventLink } from './explorer/event-link.js';
import { ctx, t } from './locale.js';
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

export const Members = ({ members, view }: { members: readonly MemberRow[]; view: BusinessView }) => (
  <>
    <NotYours action="lift-sign-in-lock" view={view} />
    <DataTable<MemberRow>
      cards
      captionHidden
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
    <DataTable<FeedRow>
      cards
      captionHidden
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
      <DataTable<SnapshotRow>
        cards
        captionHidden
        caption={t.business.tabs.snapshots}
        rows={[...snapshots]}
        rowKey={(snapshot) => snapshot.id}
        columns={[
          {
            key: 'id',
            header: t.columns.snapshot,
            names: true,
            phone: 'main',
            cell: (snapshot) => <code>{snapshot.id}</code>,
          },
          { key: 'cause', header: t.columns.cause, cell: (snapshot) => t.business.causes[snapshot.cause] },
          { key: 'sealed', header: t.columns.sealed, cell: (snapshot) => <Instant ctx={ctx} at={snapshot.sealedAt} /> },
          { key: 'kept', header: t.columns.kept, cell: (snapshot) => <Instant ctx={ctx} at={snapshot.expiresAt} /> },
          {
            key: 'state',
            header: t.columns.state,
            cell: (snapshot) => (
              <>
                {t.business.states[snapshot.state]} <Held holds={snapshot.holds} />
              </>
            ),
          },
          {
            key: 'compared',
            header: t.evidence.compare.column,
            cell: ({ compared }) => compared && <Compared compared={compared} />,
          },
          ...actionColumn<SnapshotRow>(view, 'hold', (snapshot) => (
            <div className="row-actions">
              <HoldLink snapshot={snapshot} />
              <CompareLink snapshot={snapshot} view={view} />
              {view.allowed.includes('evidence') && snapshot.switchEventId !== undefined && (
                <SheetLink eventId={snapshot.switchEventId} about={snapshot.id} />
              )}
              {view.allowed.includes('evidence') && snapshot.purgedEventId !== undefined && (
                <SheetLink isCertificate eventId={snapshot.purgedEventId} about={snapshot.id} />
              )}
            </div>
          )),
        ]}
      />
    )}
  </>
);

export const Switches = ({ switches, view }: { switches: readonly SwitchRow[]; view: BusinessView }) =>
  switches.length === 0 ? (
    <p>{t.business.noSwitches}</p>
  ) : (
    <>
      <SupportLinks action="resend-notice" view={view} target={switches[0]!.id} />
      <DataTable<SwitchRow>
        cards
        captionHidden
        caption={t.business.tabs.switches}
        rows={[...switches]}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'what',
            header: t.columns.what,
            names: true,
            phone: 'main',
            cell: (row) => t.business.causes[row.kind],
          },
          { key: 'when', header: t.columns.when, cell: (row) => <Instant ctx={ctx} at={row.at} /> },
          { key: 'by', header: t.columns.by, cell: (row) => <UserText>{row.by}</UserText> },
          { key: 'snapshot', header: t.columns.snapshot, cell: (row) => <code>{row.snapshotId}</code> },
          { key: 'event', header: t.columns.event, cell: (row) => <EventLink id={row.eventId} /> },
          ...actionColumn<SwitchRow>(view, 'evidence', (row) => (
            <SheetLink eventId={row.eventId} about={row.eventId} />
          )),
        ]}
      />
    </>
  );
