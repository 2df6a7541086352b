import type { ReactNode } from 'react';
import { languageTag } from '../../platform/kernel/language-tag.js';
import type { PageContext } from '../page-context.js';
import { LANGUAGE_PATH, OTHER_LOCALE } from '../locale-of.js';
import type { Texts } from '../texts/texts.js';
import { words } from '../words.js';
import { BrandMark } from './icon.js';
import { Notice } from './notices.js';
import { PostForm } from './post-form.js';
import { UserText } from './text.js';

const defaultAssets = { css: '/assets/ardoise.css', js: '/assets/ardoise.js' };

export const favicon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="2" y="2" width="28" height="28" rx="5" fill="#b98b52"/><rect x="5.5" y="5.5" width="21" height="21" rx="2" fill="#2c3944"/><path d="M9.5 21.5c3-1 5.2-10.5 7-10.5s-.6 9.2 1.4 9.2c1.4 0 2.6-1.2 4.6-3.4" fill="none" stroke="#f3efe6" stroke-width="2.4" stroke-linecap="round"/></svg>',
  );

/** What a face puts into the head of its pages. */
export interface HeadParts {
  /** Where the brand leads. */
  readonly home?: string;
  readonly account?: ReactNode;
  readonly tabs?: ReactNode;
}

interface LayoutProps {
  ctx: PageContext;
  title: string;
  head: HeadParts;
  children: ReactNode;
}

export const Layout = ({ ctx, title, head, children }: LayoutProps) => {
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
        <Header ctx={ctx} t={t} head={head} />
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

const Header = ({ ctx, t, head }: { ctx: PageContext; t: Texts; head: HeadParts }) => (
  <header className="board">
    <div className="board-top">
      <a className="brand" href={head.home ?? '/'}>
        <BrandMark />
        <span>{t.brand}</span>
      </a>
      {ctx.business && (
        <p className="board-business">
          <UserText>{ctx.business.name}</UserText>
        </p>
      )}
      <div className="board-tools">
        <LanguageSwitch ctx={ctx} t={t} />
        {head.account}
      </div>
    </div>
    {head.tabs}
  </header>
);

const LanguageSwitch = ({ ctx, t }: { ctx: PageContext; t: Texts }) => {
  const other = OTHER_LOCALE[ctx.locale];
  return (
    <PostForm action={LANGUAGE_PATH} isForAnybody={!ctx.user} data-language="">
      <input type="hidden" name="locale" value={other} />
      <input type="hidden" name="back" value={ctx.path} />
      <button type="submit" className="board-button" lang={languageTag(other)}>
        {t.layout.otherLanguage}
      </button>
    </PostForm>
  );
};
