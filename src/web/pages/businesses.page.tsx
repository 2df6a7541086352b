import { Choices } from '../../ui/components/panel.js';
import { UserText } from '../../ui/components/text.js';
import type { BusinessInContext, PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface BusinessesView {
  businesses: BusinessInContext[];
}

export const BusinessesPage = ({ ctx, view }: { ctx: PageContext; view: BusinessesView }) => {
  const { t } = words(ctx);
  return (
    <div className="narrow">
      <h1>{t.businesses.title}</h1>
      {view.businesses.length === 0 ? (
        <p className="lead">{t.businesses.none}</p>
      ) : (
        <>
          <p className="lead">{t.businesses.lead}</p>
          <Choices
            choices={view.businesses.map(({ id, name, edition, role, isOriginalOwner }) => ({
              href: paths.home(id),
              title: <UserText>{name}</UserText>,
              hint: `${t.editions[edition]} · ${isOriginalOwner ? t.roles.originalOwner : t.roles[role]}`,
            }))}
          />
        </>
      )}
    </div>
  );
};

export const businessesPage = (ctx: PageContext, view: BusinessesView): string =>
  renderPage(ctx, words(ctx).t.businesses.title, <BusinessesPage ctx={ctx} view={view} />);
