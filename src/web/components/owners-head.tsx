import { memberMay } from '../../policy/ability.js';
import { Icon } from '../../ui/components/icon.js';
import { PostForm } from '../../ui/components/post-form.js';
import type { HeadParts } from '../../ui/components/layout.js';
import { Tabs } from '../../ui/components/tabs.js';
import { UserText } from '../../ui/components/text.js';
import type { BusinessInContext, PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { isUnder, sectionOf, sectionsOf } from '../sections.js';
import type { Texts } from '../texts.js';
import { words } from '../words.js';

/** The head of the owner's pages: who is signed in, and the parts of the business. */
export function ownersHead(ctx: PageContext): HeadParts {
  const { t } = words(ctx);
  return {
    home: ctx.business && paths.home(ctx.business.id),
    account: ctx.user && <AccountMenu ctx={ctx} email={ctx.user.email} t={t} />,
    tabs: ctx.business && <BusinessTabs business={ctx.business} path={ctx.path} t={t} />,
  };
}

/** Opens without script; the script only closes it again. */
const AccountMenu = ({ ctx, email, t }: { ctx: PageContext; email: string; t: Texts }) => (
  <details className="account" data-menu="">
    <summary className="board-button">
      <Icon name="person" />
      <span>{t.layout.account}</span>
    </summary>
    <div className="account-menu">
      <p className="account-who">
        <span className="quiet">{t.layout.signedInAs}</span>
        <UserText>{email}</UserText>
      </p>
      {ctx.businesses && ctx.businesses.length > 1 && (
        <>
          <p className="quiet" id="switch-business">
            {t.layout.switchBusiness}
          </p>
          <ul className="plain" aria-labelledby="switch-business">
            {ctx.businesses.map(({ id, name }) => (
              <li key={id}>
                <a
                  className="account-link"
                  href={paths.home(id)}
                  aria-current={id === ctx.business?.id ? 'true' : undefined}
                >
                  <UserText>{name}</UserText>
                </a>
              </li>
            ))}
          </ul>
          <a className="account-link" href={paths.businesses}>
            {t.layout.allBusinesses}
          </a>
        </>
      )}
      <a className="account-link" href={paths.account}>
        {t.account.manage}
      </a>
      <PostForm action={paths.signOut}>
        <button type="submit" className="button button-secondary">
          {t.layout.signOut}
        </button>
      </PostForm>
    </div>
  </details>
);

/**
 * The tabs of each edition: four that a phone has room for, and what lies under More. Settings are a tab of their own in
 * accounting, and under More in express.
 */
function tabsOf(business: BusinessInContext, t: Texts): { href: string; text: string }[] {
  const { id, edition, role } = business;
  const first = [{ href: paths.home(id), text: t.nav.home }, ...sectionsOf(business, t).map(({ tab }) => tab)];
  if (edition === 'express') return [...first, { href: paths.more(id), text: t.nav.more }];
  return [
    ...first,
    { href: paths.bankFeeds(id), text: t.nav.bankFeeds },
    ...(memberMay(role, 'read', 'AuditEvent') ? [{ href: paths.history(id), text: t.nav.history }] : []),
    { href: paths.settings(id), text: t.nav.settings },
  ];
}

/** The tab a page belongs to: the one it is, lies under, or whose section holds it; in express all the rest lies under More. */
function currentTab(tabs: { href: string }[], business: BusinessInContext, path: string, t: Texts): string | undefined {
  const here = path.split(/[?#]/)[0] ?? path;
  const home = paths.home(business.id);
  if (here === home) return home;
  const section = sectionOf(business, here, t);
  if (section) return section.tab.href;
  const under = tabs.find((tab) => tab.href !== home && isUnder(here, tab.href));
  if (under) return under.href;
  return business.edition === 'express' ? paths.more(business.id) : undefined;
}

const BusinessTabs = ({ business, path, t }: { business: BusinessInContext; path: string; t: Texts }) => {
  const tabs = tabsOf(business, t);
  const current = currentTab(tabs, business, path, t);
  return (
    <Tabs
      label={t.layout.mainNavigation}
      more={t.nav.more}
      always={business.edition === 'express' ? 5 : 4}
      tabs={tabs.map(({ href, text }) => ({
        to: href,
        text,
        current: href === current ? (href === path ? 'page' : 'true') : undefined,
      }))}
    />
  );
};
