import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { Icon } from '../../ui/components/icon.js';
import { Choices, Facts, Panel } from '../../ui/components/panel.js';
import { Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface ResetDoneView {
  at: string;
  snapshot: { id: string; expiresAt: string };
}

export const ResetDonePage = ({ ctx, view }: { ctx: BusinessPageContext; view: ResetDoneView }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, t.resetDone.title)} />
      <h1 className="done">
        <Icon name="check" />
        <span>{t.resetDone.title}</span>
      </h1>
      <p className="lead">{t.resetDone.lead}</p>
      <Panel id="receipt" title={t.resetDone.receipt}>
        <Facts
          facts={[
            [t.resetDone.at, <Instant key="at" ctx={ctx} at={view.at} />],
            [t.resetDone.until, <Instant key="until" ctx={ctx} at={view.snapshot.expiresAt} />],
            [t.common.reference, <code key="id">{view.snapshot.id}</code>],
          ]}
        />
        <p className="hint">{t.resetDone.mail}</p>
      </Panel>
      <Panel id="next" title={t.resetDone.nextTitle} look="plain">
        <Choices
          choices={[
            {
              href: paths.bringAlong(id, view.snapshot.id),
              title: t.resetDone.next.bringAlong,
              hint: t.resetDone.next.bringAlongHint,
            },
            { href: paths.import(id), title: t.resetDone.next.import, hint: t.resetDone.next.importHint },
            { href: paths.bankFeeds(id), title: t.resetDone.next.bank, hint: t.resetDone.next.bankHint },
            { href: paths.home(id), title: t.resetDone.next.home, hint: t.resetDone.next.homeHint },
          ]}
        />
      </Panel>
      <Panel id="mistake" title={t.resetDone.mistakeTitle}>
        <p>{t.resetDone.mistakeText}</p>
        <p className="actions">
          <ButtonLink icon="undo" href={paths.recover(id, view.snapshot.id)}>
            {t.resetDone.recover}
          </ButtonLink>
        </p>
      </Panel>
    </>
  );
};

export const resetDonePage = (ctx: BusinessPageContext, view: ResetDoneView): string =>
  renderPage(ctx, words(ctx).t.resetDone.title, <ResetDonePage ctx={ctx} view={view} />);
