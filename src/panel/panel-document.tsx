import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { favicon } from '../ui/components/layout.js';
import { PageOwner } from '../ui/components/post-form.js';
import { PlainLink } from '../ui/components/tabs.js';
import { assetUrls, panelAssetUrls } from '../ui/assets.js';
import { languageTag } from '../platform/kernel/language-tag.js';
import { Frame, type FrameView } from './components/frame.js';
import { SearchForm } from './components/search-form.js';
import { APP_ELEMENT, STATE_ELEMENT } from './panel-state.js';

/** JSON that ends no script element, whatever is in it. */
const inScript = (value: unknown) =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const PlainMain = ({ children }: { children: ReactNode }) => (
  <main id="content" tabIndex={-1}>
    {children}
  </main>
);

/** A page as the server draws it: the whole frame around `children`. */
const Document = ({ view, title, withScript, children }: DocumentProps) => (
  <html lang={languageTag(view.locale)} data-density={view.state.preferences.density}>
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>{`${title} – ${view.t.title}`}</title>
      <link rel="icon" href={favicon} />
      <link rel="stylesheet" href={assetUrls.css} />
      <link rel="stylesheet" href={panelAssetUrls.css} />
      <script src={withScript ? panelAssetUrls.js : assetUrls.js} type={withScript ? 'module' : undefined} defer />
    </head>
    <body>
      <div id={APP_ELEMENT}>
        <PageOwner.Provider value={view.state.owner}>
          <Frame view={view} LinkTo={PlainLink} box={<SearchForm t={view.t} place="board" />} Main={PlainMain}>
            {children}
          </Frame>
        </PageOwner.Provider>
      </div>
      {withScript && (
        // Data, not a script: the browser runs nothing of it.
        <script id={STATE_ELEMENT} type="application/json" dangerouslySetInnerHTML={{ __html: inScript(view.state) }} />
      )}
    </body>
  </html>
);

interface DocumentProps {
  view: FrameView;
  title: string;
  /** Whether the panel's script takes over and shows what the page is about. */
  withScript: boolean;
  children: ReactNode;
}

/** What is there before any script: the frame, the headline, and that the rest is on its way. */
export const panelDocument = (view: FrameView, title: string): string =>
  pageOf({
    view,
    title,
    withScript: true,
    children: (
      <>
        <h1>{title}</h1>
        <p role="status" className="quiet">
          {view.t.loading}
        </p>
        <noscript>
          <p>{view.t.needsScript}</p>
        </noscript>
      </>
    ),
  });

/** A page of the panel that is whole as it comes. */
export const panelPlainPage = (view: FrameView, title: string, children: ReactNode): string =>
  pageOf({ view, title, withScript: false, children });

const pageOf = (props: DocumentProps) => `<!doctype html>${renderToStaticMarkup(<Document {...props} />)}`;
