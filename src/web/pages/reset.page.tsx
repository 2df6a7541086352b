import type { ReactNode } from 'react';
import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import {
  ConfirmationBlockers,
  ConfirmationForm,
  ConfirmationProblem,
  confirmationTitle,
  type ConfirmationView,
} from '../components/confirmation.js';
import { type Counts, CountTable, inWords } from '../components/counts.js';
import { Icon, type IconName } from '../../ui/components/icon.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';
import type { OpenPayLinks } from './manage-your-data.page.js';

export interface ResetConfirmationView extends ConfirmationView {
  replaces: Counts;
  openPayLinks: OpenPayLinks;
  undoUntil: string;
  /** The reset that made the books as they are, while what it replaced is kept. */
  lastReset?: { at: string; snapshotId: string };
}

interface Props {
  ctx: BusinessPageContext;
  view: ResetConfirmationView;
}

export const ResetConfirmationPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id, name } = ctx.business;
  if (isFresh(view)) return <NothingToReset ctx={ctx} view={view} />;
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, t.reset.eyebrow)} />
      <h1>{t.reset.title}</h1>
      <p className="lead">
        <Template text={t.reset.lead} values={{ business: <UserText>{name}</UserText> }} />
      </p>
      <ConfirmationProblem ctx={ctx} view={view} />
      <ConfirmationBlockers ctx={ctx} view={view} back={paths.reset(id)} />
      <div className="confirm-layout">
        <WhatHappens ctx={ctx} view={view} />
        <div>
          <ConfirmationForm
            ctx={ctx}
            view={view}
            action={paths.reset(id)}
            title={t.reset.formTitle}
            submit={t.reset.submit}
            look="danger"
          />
        </div>
      </div>
    </>
  );
};

const isFresh = ({ blockers }: ResetConfirmationView) => blockers.some(({ code }) => code === 'NOTHING_TO_RESET');

/** Whoever comes back here after a reset, or has entered nothing yet: no form, but what is so and where to go on. */
const NothingToReset = ({ ctx, view: { lastReset } }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, t.reset.eyebrow)} />
      <h1>{lastReset ? t.changed.wasResetTitle : t.blockers.freshTitle}</h1>
      {lastReset && (
        <p className="lead">
          <Template text={t.changed.wasReset} values={{ at: <Instant ctx={ctx} at={lastReset.at} exact /> }} />
        </p>
      )}
      <p>{t.blockers.freshText}</p>
      <p className="actions">
        {lastReset && (
          <ButtonLink icon="undo" href={paths.recover(id, lastReset.snapshotId)}>
            {t.changed.recover}
          </ButtonLink>
        )}
        <ButtonLink href={paths.home(id)}>{t.changed.home}</ButtonLink>
        <ButtonLink href={paths.manageYourData(id)}>{t.common.backToManage}</ButtonLink>
      </p>
    </>
  );
};

const WhatHappens = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <ul className="happens">
      <Happens icon="keep" title={t.reset.replaced}>
        <p>
          <strong>{inWords(ctx, view.replaces)}</strong>. {t.reset.replacedText}
        </p>
        <details className="more-detail">
          <summary>{t.reset.seeCounts}</summary>
          <CountTable ctx={ctx} counts={view.replaces} caption={t.manage.replacedCaption} captionHidden />
        </details>
      </Happens>
      <Happens icon="lock" title={t.reset.kept}>
        <p>{t.reset.keptText}</p>
      </Happens>
      {view.openPayLinks.count > 0 && (
        <Happens icon="info" title={t.reset.payLinks}>
          <p>{t.reset.payLinksText(view.openPayLinks.count)}</p>
        </Happens>
      )}
      <Happens icon="undo" title={t.reset.undo}>
        <p>
          <Template text={t.reset.undoText} values={{ until: <Instant ctx={ctx} at={view.undoUntil} /> }} />
        </p>
      </Happens>
      <Happens icon="person" title={t.reset.told}>
        <p>{t.reset.toldText}</p>
      </Happens>
    </ul>
  );
};

const Happens = ({ icon, title, children }: { icon: IconName; title: string; children: ReactNode }) => (
  <li>
    <Icon name={icon} />
    <div>
      <h2>{title}</h2>
      {children}
    </div>
  </li>
);

export const resetConfirmationPage = (ctx: BusinessPageContext, view: ResetConfirmationView): string =>
  renderPage(
    ctx,
    isFresh(view) ? words(ctx).t.blockers.freshTitle : confirmationTitle(ctx, words(ctx).t.reset.title, view),
    <ResetConfirmationPage ctx={ctx} view={view} />,
  );
