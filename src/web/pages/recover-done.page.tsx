import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { Icon } from '../../ui/components/icon.js';
import { Choices, Facts, Panel } from '../../ui/components/panel.js';
import { Template, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface RecoverDoneView {
  at: string;
  restored: { id: string; sealedAt: string };
  /** What was overwritten: a snapshot in its turn. */
  replaced: { id: string; expiresAt: string };
}

export const RecoverDonePage = ({ ctx, view }: { ctx: BusinessPageContext; view: RecoverDoneView }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, t.recoverDone.title)} />
      <h1 className="done">
        <Icon name="check" />
        <span>{t.recoverDone.title}</span>
      </h1>
      <p className="lead">
        <Template text={t.recoverDone.lead} values={{ at: <Instant ctx={ctx} at={view.restored.sealedAt} /> }} />
      </p>
      <Panel id="receipt" title={t.recoverDone.receipt}>
        <Facts
          facts={[
            [t.recoverDone.at, <Instant key="at" ctx={ctx} at={view.at} />],
            [t.recoverDone.restored, <code key="restored">{view.restored.id}</code>],
            [t.recoverDone.replaced, <code key="replaced">{view.replaced.id}</code>],
            [t.recoverDone.until, <Instant key="until" ctx={ctx} at={view.replaced.expiresAt} />],
          ]}
        />
      </Panel>
      <Panel id="next" title={t.recoverDone.nextTitle} look="plain">
        <Choices
          choices={[
            { href: paths.journal(id), title: t.recoverDone.journal, hint: t.recoverDone.journalHint },
            { href: paths.bankFeeds(id), title: t.recoverDone.bank, hint: t.recoverDone.bankHint },
            { href: paths.home(id), title: t.recoverDone.home, hint: t.recoverDone.homeHint },
          ]}
        />
      </Panel>
      <Panel id="mistake" title={t.recoverDone.mistakeTitle}>
        <p>{t.recoverDone.mistakeText}</p>
        <p className="actions">
          <ButtonLink icon="undo" href={paths.recover(id, view.replaced.id)}>
            {t.recoverDone.undo}
          </ButtonLink>
        </p>
      </Panel>
    </>
  );
};

export const recoverDonePage = (ctx: BusinessPageContext, view: RecoverDoneView): string =>
  renderPage(ctx, words(ctx).t.recoverDone.title, <RecoverDonePage ctx={ctx} view={view} />);
