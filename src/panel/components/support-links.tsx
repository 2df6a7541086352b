import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom';
import type { Column } from '../../ui/components/data-table.js';
import { Notice } from '../../ui/components/notices.js';
import { Hidden, Template, UserText, Instant } from '../../ui/components/text.js';
import { panelPaths } from '../panel-paths.js';
import type { AllowedAction, HoldRow, SupportAction } from '../support-views.js';
import type { BusinessView, PendingRow, SnapshotRow } from '../views.js';
import { ctx, t } from './locale.js';
import { Ago } from './when.js';
import { Ticket } from './ticket.js';

interface SupportLinkProps {
  action: SupportAction;
  view: BusinessView;
  target?: string;
  /** What it is about, said to those who do not see beside what it stands. */
  about?: string;
}

/** Where a support action is confirmed beside the page of its business, behind `#`. */
export const DO = '#do-';
export const doKey = (action: SupportAction, target?: string) =>
  target === undefined ? action : `${action}.${target}`;

/** Opens, beside the page, where a support action is confirmed; or says that it was asked for already. */
export const SupportLink = (props: SupportLinkProps) => {
  const { view, action, target } = props;
  const pending = view.situation.pending.find((asked) => asked.action === action && asked.targetId === target);
  return pending ? <Asked pending={pending} /> : <ActionLink {...props} />;
};

/** A request that waits, where its button would be. */
const Asked = ({ pending: { askedBy, askedAt, id } }: { pending: PendingRow }) => (
  <span>
    <Template text={t.situation.pending} values={{ name: <UserText>{askedBy}</UserText>, ago: <Ago at={askedAt} /> }} />{' '}
    <Link to={`${panelPaths.page('requests')}#row-${id}`}>{t.situation.see}</Link>
  </span>
);

const ActionLink = ({ action, target, about }: SupportLinkProps) => (
  <Link
    className="button button-secondary"
    to={{ search: useLocation().search, hash: `${DO}${doKey(action, target)}` }}
    state={{ isOpened: true }}
  >
    <span>
      {t.support.open[action]}
      {about !== undefined && (
        <Hidden>
          {' '}
          <Template text={t.support.open.about} values={{ what: <UserText>{about}</UserText> }} />
        </Hidden>
      )}
    </span>
  </Link>
);

/** The same alone on its line, for the roles that may. */
export const SupportLinks = (props: SupportLinkProps) =>
  props.view.allowed.includes(props.action) && (
    <p className="actions">
      <SupportLink {...props} />
    </p>
  );

/** A table's last column, for the roles that may do it. */
export const actionColumn = <Row,>(
  view: BusinessView,
  allowed: AllowedAction,
  cell: (row: Row) => ReactNode,
): Column<Row>[] =>
  view.allowed.includes(allowed) ? [{ key: 'actions', header: t.columns.actions, phone: 'bare', cell }] : [];

const WHOSE = {
  'disconnect-feed': t.support.notYours.feeds,
  'lift-sign-in-lock': t.support.notYours.members,
  hold: t.support.notYours.holds,
};

/** To the roles that may not: who may. */
export const NotYours = ({ action, view }: { action: keyof typeof WHOSE; view: BusinessView }) =>
  !view.allowed.includes(action) && <p className="quiet">{WHOSE[action]}</p>;

/** That a snapshot is held, since when, and to those whom it concerns why. */
export const Held = ({ holds }: { holds: readonly HoldRow[] }) => (
  <>
    {holds.map(({ id, at, why }) => (
      <span key={id} className="held">
        <span className="badge badge-held">{t.support.held}</span>{' '}
        <span className="quiet">
          <Template text={t.support.heldSince} values={{ at: <Instant ctx={ctx} at={at} /> }} />
          {why && (
            <>
              {'. '}
              <Template
                text={t.support.heldWhy}
                values={{
                  reason: <UserText>{why.reason}</UserText>,
                  ticket: <Ticket ticket={why.ticket} />,
                  by: <UserText>{why.by}</UserText>,
                }}
              />
            </>
          )}
        </span>
      </span>
    ))}
  </>
);

export const HoldLink = ({ snapshot: { id, holds } }: { snapshot: SnapshotRow }) => (
  // Of several holds the page lets one choose.
  <Link
    className="button button-secondary"
    to={panelPaths.page('hold', { snapshot: id, lift: holds.length === 1 ? holds[0]!.id : undefined })}
  >
    <span>
      {holds.length === 0 ? t.support.open.placeHold : t.support.open.liftHold}
      <Hidden>
        {' '}
        <Template text={t.support.open.about} values={{ what: id }} />
      </Hidden>
    </span>
  </Link>
);

/** Leads to the page on which a snapshot is compared and read again, for the roles that may. */
export const CompareLink = ({ snapshot: { id }, view }: { snapshot: SnapshotRow; view: BusinessView }) =>
  view.allowed.includes('verify') && (
    <Link to={panelPaths.page('snapshot', { id })}>
      <span>
        {t.evidence.compare.open}
        <Hidden>
          {' '}
          <Template text={t.support.open.about} values={{ what: id }} />
        </Hidden>
      </span>
    </Link>
  );

/** Snapshots that are in no list, as they are the present books again; their holds stand all the same. */
export const RestoredHeld = ({ ids, view }: { ids: readonly string[]; view: BusinessView }) =>
  ids.length > 0 && (
    <Notice kind="info">
      <p>{t.support.restoredHeld}</p>
      {view.allowed.includes('hold') &&
        ids.map((id) => (
          <p key={id}>
            <Link to={panelPaths.page('hold', { snapshot: id })}>
              <Template text={t.support.restoredHeldSee} values={{ id }} />
            </Link>
          </p>
        ))}
    </Notice>
  );
