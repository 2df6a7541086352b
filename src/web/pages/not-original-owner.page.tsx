import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';
import { WhoIs } from './manage-your-data.page.js';

export interface NotOriginalOwnerView {
  /** Who is, if the reader may see it. */
  originalOwnerName?: string;
}

/** For members who open or send what the original owner alone may: who that is, and what they can do themselves. */
const NotOriginalOwnerPage = ({ ctx, view }: { ctx: BusinessPageContext; view: NotOriginalOwnerView }) => {
  const { t } = words(ctx);
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, t.reset.eyebrow)} />
      <h1>{t.manage.notYoursTitle}</h1>
      <p className="lead">{t.manage.notYours}</p>
      <WhoIs ctx={ctx} name={view.originalOwnerName} />
      <p>{t.manage.notYoursNothing}</p>
      <p className="actions">
        <ButtonLink look="primary" href={paths.manageYourData(ctx.business.id)}>
          {t.common.backToManage}
        </ButtonLink>
        <ButtonLink href={paths.home(ctx.business.id)}>{t.errors.actions.home}</ButtonLink>
      </p>
    </>
  );
};

export const notOriginalOwnerPage = (ctx: BusinessPageContext, view: NotOriginalOwnerView): string =>
  renderPage(ctx, words(ctx).t.manage.notYoursTitle, <NotOriginalOwnerPage ctx={ctx} view={view} />);
