import { memberMay } from '../../access/ability.js';
import type { ReactNode } from 'react';
import { languageTag } from '../format.js';
import type { BusinessInContext, PageContext } from '../page-context.js';
import { paths } from '../paths.js';
import type { Texts } from '../texts/texts.js';
import { words } from '../words.js';
import { BrandMark, Icon } from './icon.js';
import { Notice } from './notices.js';
import { Tabs } from './tabs.js';
import { Said } from './text.js';

const defaultAssets = { css: '/assets/ardoise.css', js: '/assets/ardoise.js' };

export const favicon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="2" y="2" width="28" height="28" rx="5" fill="#b98b52"/><rect x="5.5" y="5.5" width="21" height="21" rx="2" fill="#2c3944"/><path d="M9.5 21.5c3-1 5.2-10.5 7-10.5s-.6 9.2 1.4 9.2c1.4 0 2.6-1.2 4.6-3.4" fill="none" stroke="#f3efe6" stroke-width="2.4" stroke-linecap="round"/></svg>',
  );

export const Layout = ({ ctx, title, children }: { ctx: PageContext; title: string; children: ReactNode }) => {
  const { t } = words(ctx);
  const assets = ctx.assets ?? defaultAssets;
  const names = [title, ctx.business?.name, t.brand].filter((name) => name !== undefined);
  return (
    <html lang={languageTag(ctx.locale)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{names.join(' – ')}</title>
        <link rel="icon" href={favicon} />
        <link rel="stylesheet" href={assets.css} />
        <script src={assets.js} defer />
      </head>
      <body>
        <a className="skip" href="#content">
          {t.layout.skip}
        </a>
        <Header ctx={ctx} t={t} />
        <main id="content" tabIndex={-1}>
          {ctx.flash && (
            <Notice kind={ctx.flash.kind} role={ctx.flash.kind === 'error' ? 'alert' : 'status'}>
              <p>{ctx.flash.text}</p>
            </Notice>
          )}
          {children}
        </main>
        <footer className="foot">
          <p>{t.layout.footer}</p>
        </footer>
      </body>
    </html>
  );
};

const Header = ({ ctx, t }: { ctx: PageContext; t: Texts }) => (
  <header className="board">
    <div className="board-top">
      <a className="brand" href={ctx.business ? paths.home(ctx.business.id) : '/'}>
        <BrandMark />
        <span>{t.brand}</span>
      </a>
      {ctx.business && (
        <p className="board-business">
          <Said>{ctx.business.name}</Said>
        </p>
      )}
      <div className="board-tools">
        <LanguageSwitch ctx={ctx} t={t} />
        {ctx.user && <AccountMenu ctx={ctx} email={ctx.user.email} t={t} />}
      </div>
    </div>
    {ctx.business && <BusinessTabs business={ctx.business} path={ctx.path} t={t} />}
  </header>
);

const LanguageSwitch = ({ ctx, t }: { ctx: PageContext; t: Texts }) => {
  const other = ctx.locale === 'fr' ? 'en' : 'fr';
  return (
    <form method="post" action={paths.language} data-language="">
      <input type="hidden" name="locale" value={other} />
      <input type="hidden" name="back" value={ctx.path} />
      <button type="submit" className="board-button" lang={languageTag(other)}>
        {t.layout.otherLanguage}
      </button>
    </form>
  );
};

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
        <Said>{email}</Said>
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
                  <Said>{name}</Said>
                </a>
              </li>
            ))}
          </ul>
          <a className="account-link" href={paths.businesses}>
            {t.layout.allBusinesses}
          </a>
        </>
      )}
      <form method="post" action={paths.signOut}>
        <button type="submit" className="button button-secondary">
          {t.layout.signOut}
        </button>
      </form>
    </div>
  </details>
);

/** The tabs of each edition: settings are a tab of their own in accounting, and under More in express. */
function tabsOf({ id, edition, role }: BusinessInContext, { nav }: Texts) {
  const home = { href: paths.home(id), text: nav.home };
  const journal = { href: paths.journal(id), text: nav.journal };
  const invoices = { href: paths.invoices(id), text: nav.invoices };
  const payments = { href: paths.paymentsToRecord(id), text: nav.payments };
  const bankFeeds = { href: paths.bankFeeds(id), text: nav.bankFeeds };
  return edition === 'express'
    ? [home, journal, bankFeeds, { href: paths.more(id), text: nav.more }]
    : [
        home,
        journal,
        invoices,
        payments,
        { href: paths.import(id), text: nav.import },
        bankFeeds,
        ...(memberMay(role, 'read', 'AuditEvent') ? [{ href: paths.history(id), text: nav.history }] : []),
        { href: paths.settings(id), text: nav.settings },
      ];
}

/** The tab a page belongs to: the one it is, or lies under; in express all the rest lies under More. */
function currentTab(tabs: { href: string }[], business: BusinessInContext, path: string): string | undefined {
  const here = path.split(/[?#]/)[0] ?? path;
  const home = paths.home(business.id);
  if (here === home) return home;
  const under = tabs.find((tab) => tab.href !== home && (here === tab.href || here.startsWith(`${tab.href}/`)));
  if (under) return under.href;
  return business.edition === 'express' ? paths.more(business.id) : undefined;
}

const BusinessTabs = ({ business, path, t }: { business: BusinessInContext; path: string; t: Texts }) => {
  const tabs = tabsOf(business, t);
  const current = currentTab(tabs, business, path);
  return (
    <Tabs
      label={t.layout.mainNavigation}
      more={t.nav.more}
      always={4}
      tabs={tabs.map(({ href, text }) => ({
        to: href,
        text,
        current: href === current ? (href === path ? 'page' : 'true') : undefined,
      }))}
    />
  );
};
