import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import {
  ConfirmationBlockers,
  ConfirmationForm,
  ConfirmationProblem,
  confirmationTitle,
  type ConfirmationView,
} from '../components/confirmation.js';
import { CompareTable, type Counts } from '../components/counts.js';
import { Icon } from '../../ui/components/icon.js';
import { Notice } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { type SnapshotChoice, SnapshotCards } from '../components/snapshot-cards.js';
import { isClose, type SnapshotSummary } from '../components/snapshots.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface RecoverConfirmationView extends ConfirmationView {
  /** The one that would come back; without one there is nothing to recover. */
  snapshot?: SnapshotSummary;
  /** One was chosen whose time is over. */
  isGone?: boolean;
  /** All that can be chosen, newest first and empty ones last, the one above among them. */
  snapshots: SnapshotChoice[];
  comesBack: Counts;
  overwritten: Counts;
  /** Until when the state overwritten by a restore made now would be kept. */
  overwrittenKeptUntil: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: RecoverConfirmationView;
}

export const RecoverConfirmationPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, t.reset.eyebrow)} />
      {view.snapshot ? <Confirm ctx={ctx} view={view} snapshot={view.snapshot} /> : <Nothing ctx={ctx} view={view} />}
    </>
  );
};

function whyNothing(ctx: BusinessPageContext, view: RecoverConfirmationView): { title: string; text: string } {
  const { recover, errors } = words(ctx).t;
  if (view.isGone) return errors.pages['410'];
  if (view.snapshots.length > 0) return { title: recover.undoneTitle, text: recover.undoneText };
  return { title: recover.nothingTitle, text: recover.nothingText };
}

/** Nothing comes back without a choice; what can still be chosen is listed. */
const Nothing = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { snapshots } = view;
  const { title, text } = whyNothing(ctx, view);
  return (
    <>
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      {snapshots.length > 0 && (
        <Panel id="choose" title={t.snapshot.table}>
          <SnapshotCards ctx={ctx} snapshots={snapshots} />
        </Panel>
      )}
      <p className="actions">
        <ButtonLink href={paths.manageYourData(ctx.business.id)}>{t.common.backToManage}</ButtonLink>
      </p>
    </>
  );
};

const recreatedByItself = new Set(['ledgerAccounts', 'taxRates', 'journals']);

/** Right after a reset there is nothing of anybody's work to overwrite, and no reason to frighten. */
const overwritesWork = (overwritten: Counts) =>
  Object.entries(overwritten).some(([kind, count]) => count > 0 && !recreatedByItself.has(kind));

const Confirm = ({ ctx, view, snapshot }: Props & { snapshot: SnapshotSummary }) => {
  const { t } = words(ctx);
  const { id, name } = ctx.business;
  const exact = isClose(snapshot, view.snapshots);
  return (
    <>
      <h1>{titleOf(ctx, view)}</h1>
      <p className="lead">
        <Template
          text={t.recover.lead}
          values={{
            business: <UserText>{name}</UserText>,
            at: <Instant ctx={ctx} at={snapshot.sealedAt} exact={exact} />,
          }}
        />
      </p>
      {snapshot.asOnSignUp && (
        <Notice kind="warning">
          <p>{t.recover.emptyText}</p>
        </Notice>
      )}
      <ConfirmationProblem ctx={ctx} view={view} />
      <ConfirmationBlockers ctx={ctx} view={view} back={paths.recover(id, snapshot.id)} />
      <div className="confirm-layout">
        <div>
          <Compare ctx={ctx} view={view} snapshot={snapshot} />
          {view.snapshots.length > 1 && <ChooseAnother ctx={ctx} view={view} snapshot={snapshot} />}
        </div>
        <div>
          <ConfirmationForm
            ctx={ctx}
            view={view}
            action={paths.recover(id)}
            title={t.recover.formTitle}
            submit={t.recover.submit}
            look={overwritesWork(view.overwritten) ? 'danger' : 'primary'}
            fields={{ snapshot: snapshot.id }}
          />
        </div>
      </div>
    </>
  );
};

const Compare = ({ ctx, view, snapshot }: Props & { snapshot: SnapshotSummary }) => {
  const { t } = words(ctx);
  return (
    <Panel id="compare" title={t.recover.compareTitle}>
      <dl className="two versus">
        <div>
          <dt>{t.recover.comesBackLong}</dt>
          <dd>
            <Template
              text={t.recover.comesBackText}
              values={{ at: <Instant ctx={ctx} at={snapshot.sealedAt} exact={isClose(snapshot, view.snapshots)} /> }}
            />
          </dd>
        </div>
        <div>
          <dt>{t.recover.overwrittenLong}</dt>
          <dd>{t.recover.overwrittenText}</dd>
        </div>
      </dl>
      <CompareTable ctx={ctx} comesBack={view.comesBack} overwritten={view.overwritten} />
      <p className="all-clear">
        <Icon name="undo" />
        <span>
          <Template text={t.recover.undo} values={{ until: <Instant ctx={ctx} at={view.overwrittenKeptUntil} /> }} />
        </span>
      </p>
      <p className="hint">{t.recover.payments}</p>
      <p>
        <a href={paths.comparison(ctx.business.id, snapshot.id)}>{t.compare.link}</a>
      </p>
      <p>
        <a href={paths.snapshot(ctx.business.id, snapshot.id)}>{t.recover.lookFirst}</a>
      </p>
    </Panel>
  );
};

const ChooseAnother = ({ ctx, view, snapshot }: Props & { snapshot: SnapshotSummary }) => (
  <Panel id="choose" title={words(ctx).t.recover.chooseTitle} look="plain">
    <SnapshotCards ctx={ctx} snapshots={view.snapshots} chosen={snapshot.id} />
  </Panel>
);

function titleOf(ctx: BusinessPageContext, view: RecoverConfirmationView): string {
  const { recover } = words(ctx).t;
  if (view.snapshot) return view.snapshot.asOnSignUp ? recover.emptyTitle : recover.title;
  return whyNothing(ctx, view).title;
}

export const recoverConfirmationPage = (ctx: BusinessPageContext, view: RecoverConfirmationView): string => {
  const title = titleOf(ctx, view);
  return renderPage(ctx, confirmationTitle(ctx, title, view), <RecoverConfirmationPage ctx={ctx} view={view} />);
};
