import type { BusinessPageContext, PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { type Counts, inWords } from './counts.js';
import { DataTable } from '../../ui/components/data-table.js';
import { Facts } from '../../ui/components/panel.js';
import { Template, Instant } from '../../ui/components/text.js';

/** A sealed set of books: what a reset or a restore replaced. Digest and counts are computed a little later. */
export interface SnapshotSummary {
  id: string;
  cause: 'reset' | 'restore';
  sealedAt: string;
  expiresAt: string;
  /** Under a legal hold it stays beyond its date. */
  onHold?: boolean;
  /** It holds books as on the day of sign-up. */
  asOnSignUp?: boolean;
  digest?: string;
  counts?: Counts;
}

const CLOSE_MS = 120_000;

/** Whether another one was set aside at about the same time: then the seconds tell them apart. */
export const isClose = (snapshot: SnapshotSummary, all: readonly SnapshotSummary[]) =>
  all.some(
    ({ id, sealedAt }) =>
      id !== snapshot.id && Math.abs(Date.parse(sealedAt) - Date.parse(snapshot.sealedAt)) < CLOSE_MS,
  );

/** What is in it, in a few words; of an empty one that it is. */
export function holdsInWords(ctx: PageContext, { asOnSignUp, counts }: SnapshotSummary): string | undefined {
  if (asOnSignUp) return words(ctx).t.snapshot.empty;
  return counts && inWords(ctx, counts);
}

export const KeptUntil = ({ ctx, snapshot }: { ctx: PageContext; snapshot: SnapshotSummary }) => (
  <>
    <Instant ctx={ctx} at={snapshot.expiresAt} />
    {snapshot.onHold && <span className="quiet"> ({words(ctx).t.snapshot.held})</span>}
  </>
);

export const SnapshotFacts = ({
  ctx,
  snapshot,
  exact,
}: {
  ctx: PageContext;
  snapshot: SnapshotSummary;
  exact?: boolean;
}) => {
  const { t } = words(ctx);
  const holds = holdsInWords(ctx, snapshot);
  return (
    <Facts
      facts={[
        [t.snapshot.sealed, <Instant key="at" ctx={ctx} at={snapshot.sealedAt} exact={exact} />],
        [t.snapshot.cause, t.snapshot.causes[snapshot.cause]],
        [t.snapshot.expires, <KeptUntil key="until" ctx={ctx} snapshot={snapshot} />],
        holds !== undefined && [t.snapshot.holds, holds],
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
  exact,
  mayLook,
  mayRecover,
}: {
  ctx: BusinessPageContext;
  snapshot: SnapshotSummary;
  exact: boolean;
  mayLook: boolean;
  mayRecover: boolean;
}) => {
  const { t } = words(ctx);
  const about = (
    <Template text={t.manage.ofSnapshot} values={{ at: <Instant ctx={ctx} at={snapshot.sealedAt} exact={exact} /> }} />
  );
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

/** Snapshots, one a row; `all` are those from which their times must be told apart. */
export const SnapshotTable = ({
  ctx,
  snapshots,
  all = snapshots,
  mayLook,
  mayRecover,
}: {
  ctx: BusinessPageContext;
  snapshots: SnapshotSummary[];
  all?: readonly SnapshotSummary[];
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
          cell: (snapshot) => <Instant ctx={ctx} at={snapshot.sealedAt} exact={isClose(snapshot, all)} />,
        },
        { key: 'cause', header: t.snapshot.cause, cell: (snapshot) => t.snapshot.causes[snapshot.cause] },
        {
          key: 'holds',
          header: t.snapshot.holds,
          cell: (snapshot) => holdsInWords(ctx, snapshot) ?? '…',
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
                  <SnapshotActions
                    ctx={ctx}
                    snapshot={snapshot}
                    exact={isClose(snapshot, all)}
                    mayLook={mayLook}
                    mayRecover={mayRecover}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
};
