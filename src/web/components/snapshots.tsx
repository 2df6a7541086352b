import type { BusinessPageContext, PageContext } from '../page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';
import { ButtonLink } from './buttons.js';
import { type Counts, inWords } from './counts.js';
import { DataTable } from './data-table.js';
import { Facts } from './panel.js';
import { Rich, When } from './text.js';

/** A sealed set of books: what a reset or a restore replaced. Digest and counts are computed a little later. */
export interface SnapshotSummary {
  id: string;
  cause: 'reset' | 'restore';
  sealedAt: string;
  expiresAt: string;
  /** Under a legal hold it stays beyond its date. */
  onHold?: boolean;
  digest?: string;
  counts?: Counts;
}

export const KeptUntil = ({ ctx, snapshot }: { ctx: PageContext; snapshot: SnapshotSummary }) => (
  <>
    <When ctx={ctx} at={snapshot.expiresAt} />
    {snapshot.onHold && <span className="quiet"> ({words(ctx).t.snapshot.held})</span>}
  </>
);

export const SnapshotFacts = ({ ctx, snapshot }: { ctx: PageContext; snapshot: SnapshotSummary }) => {
  const { t } = words(ctx);
  return (
    <Facts
      facts={[
        [t.snapshot.sealed, <When key="at" ctx={ctx} at={snapshot.sealedAt} />],
        [t.snapshot.cause, t.snapshot.causes[snapshot.cause]],
        [t.snapshot.expires, <KeptUntil key="until" ctx={ctx} snapshot={snapshot} />],
        snapshot.counts && [t.snapshot.holds, inWords(ctx, snapshot.counts)],
        [t.snapshot.reference, <code key="id">{snapshot.id}</code>],
        [
          t.snapshot.digest,
          snapshot.digest === undefined ? (
            <span key="digest" className="quiet">
              {t.snapshot.digestPending}
            </span>
          ) : (
            <span key="digest">
              <code>{snapshot.digest}</code>
              <span className="hint">{t.snapshot.digestHint}</span>
            </span>
          ),
        ],
      ]}
    />
  );
};

const SnapshotActions = ({
  ctx,
  snapshot,
  mayLook,
  mayRecover,
}: {
  ctx: BusinessPageContext;
  snapshot: SnapshotSummary;
  mayLook: boolean;
  mayRecover: boolean;
}) => {
  const { t } = words(ctx);
  const about = <Rich text={t.manage.ofSnapshot} values={{ at: <When ctx={ctx} at={snapshot.sealedAt} /> }} />;
  return (
    <span className="actions">
      {mayLook && (
        <ButtonLink look="quiet" href={paths.snapshot(ctx.business.id, snapshot.id)} about={about}>
          {t.manage.lookShort}
        </ButtonLink>
      )}
      {mayRecover && (
        <ButtonLink href={paths.recover(ctx.business.id, snapshot.id)} about={about}>
          {t.manage.recoverShort}
        </ButtonLink>
      )}
    </span>
  );
};

/** Earlier snapshots, one a row. */
export const SnapshotTable = ({
  ctx,
  snapshots,
  mayLook,
  mayRecover,
}: {
  ctx: BusinessPageContext;
  snapshots: SnapshotSummary[];
  mayLook: boolean;
  mayRecover: boolean;
}) => {
  const { t } = words(ctx);
  return (
    <DataTable
      cards
      caption={t.snapshot.table}
      captionHidden
      rows={snapshots}
      rowKey={(snapshot) => snapshot.id}
      columns={[
        {
          key: 'sealed',
          header: t.snapshot.sealed,
          names: true,
          phone: 'main',
          cell: (snapshot) => <When ctx={ctx} at={snapshot.sealedAt} />,
        },
        { key: 'cause', header: t.snapshot.cause, cell: (snapshot) => t.snapshot.causes[snapshot.cause] },
        {
          key: 'holds',
          header: t.snapshot.holds,
          cell: (snapshot) => (snapshot.counts ? inWords(ctx, snapshot.counts) : '…'),
        },
        {
          key: 'expires',
          header: t.snapshot.expires,
          cell: (snapshot) => <KeptUntil ctx={ctx} snapshot={snapshot} />,
        },
        ...(mayLook || mayRecover
          ? [
              {
                key: 'actions',
                header: t.snapshot.actions,
                phone: 'bare' as const,
                cell: (snapshot: SnapshotSummary) => (
                  <SnapshotActions ctx={ctx} snapshot={snapshot} mayLook={mayLook} mayRecover={mayRecover} />
                ),
              },
            ]
          : []),
      ]}
    />
  );
};
