import { DataTable } from '../../web/components/data-table.js';
import { FeedStateBadge } from '../../web/components/feed-state.js';
import { Said, When } from '../../web/components/text.js';
import { words } from '../../web/words.js';
import type { FeedRow, MemberRow, SnapshotRow, SwitchRow } from '../views.js';
import { EventLink } from './explorer/event-link.js';
import { ctx, t } from './locale.js';

export const Members = ({ members }: { members: readonly MemberRow[] }) => (
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
            <Said>{member.email}</Said>{' '}
            {member.isOriginalOwner && <span className="badge badge-done">{t.business.original}</span>}
          </>
        ),
      },
      { key: 'role', header: t.columns.role, cell: (member) => words(ctx).t.roles[member.role] },
    ]}
  />
);

export const Feeds = ({ feeds }: { feeds: readonly FeedRow[] }) => (
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
        cell: (feed) => <Said>{feed.institution}</Said>,
      },
      { key: 'account', header: t.columns.account, cell: (feed) => <Said>{feed.account}</Said> },
      { key: 'state', header: t.columns.state, cell: (feed) => <FeedStateBadge ctx={ctx} feed={feed} /> },
    ]}
  />
);

export const Snapshots = ({ snapshots }: { snapshots: readonly SnapshotRow[] }) =>
  snapshots.length === 0 ? (
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
        { key: 'sealed', header: t.columns.sealed, cell: (snapshot) => <When ctx={ctx} at={snapshot.sealedAt} /> },
        { key: 'kept', header: t.columns.kept, cell: (snapshot) => <When ctx={ctx} at={snapshot.expiresAt} /> },
        { key: 'state', header: t.columns.state, cell: (snapshot) => t.business.states[snapshot.state] },
      ]}
    />
  );

export const Switches = ({ switches }: { switches: readonly SwitchRow[] }) =>
  switches.length === 0 ? (
    <p>{t.business.noSwitches}</p>
  ) : (
    <DataTable<SwitchRow>
      cards
      captionHidden
      caption={t.business.tabs.switches}
      rows={[...switches]}
      rowKey={(row) => row.id}
      columns={[
        { key: 'what', header: t.columns.what, names: true, phone: 'main', cell: (row) => t.business.causes[row.kind] },
        { key: 'when', header: t.columns.when, cell: (row) => <When ctx={ctx} at={row.at} /> },
        { key: 'by', header: t.columns.by, cell: (row) => <Said>{row.by}</Said> },
        { key: 'snapshot', header: t.columns.snapshot, cell: (row) => <code>{row.snapshotId}</code> },
        { key: 'event', header: t.columns.event, cell: (row) => <EventLink id={row.eventId} /> },
      ]}
    />
  );
