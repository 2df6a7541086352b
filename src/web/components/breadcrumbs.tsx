import type { BusinessPageContext, PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';

export interface Crumb {
  href?: string;
  text: string;
}

/** The way here. A crumb without an address is a heading on the page before. */
export const Breadcrumbs = ({ ctx, crumbs }: { ctx: PageContext; crumbs: Crumb[] }) => (
  <nav className="breadcrumbs" aria-label={words(ctx).t.layout.breadcrumbs}>
    <ol>
      {crumbs.map((crumb) => (
        <li key={crumb.text}>
          {crumb.href === undefined ? (
            <span aria-current="page">{crumb.text}</span>
          ) : (
            <a href={crumb.href}>{crumb.text}</a>
          )}
        </li>
      ))}
    </ol>
  </nav>
);

/** In the edition express, settings sit under More. */
export function settingsCrumbs(ctx: BusinessPageContext): Crumb[] {
  const { t } = words(ctx);
  const { id, edition } = ctx.business;
  const settings = { href: paths.settings(id), text: t.nav.settings };
  return edition === 'express' ? [{ href: paths.more(id), text: t.nav.more }, settings] : [settings];
}

/** Settings → Personalisation → Manage your data, and what is below it. */
export function manageCrumbs(ctx: BusinessPageContext, here?: string): Crumb[] {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return [
    ...settingsCrumbs(ctx),
    { href: `${paths.settings(id)}#personalisation`, text: t.nav.personalisation },
    { href: here === undefined ? undefined : paths.manageYourData(id), text: t.nav.manageYourData },
    ...(here === undefined ? [] : [{ text: here }]),
  ];
}
