import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Layout, type HeadParts } from './components/layout.js';
import { PageOwner } from './components/post-form.js';
import type { PageContext } from './page-context.js';

/** A whole page as text, ready to send: static, without script of its own. */
export function renderFrame(ctx: PageContext, title: string, element: ReactElement, head: HeadParts = {}): string {
  return `<!doctype html>${renderToStaticMarkup(
    <PageOwner.Provider value={ctx.owner}>
      <Layout ctx={ctx} title={title} head={head}>
        {element}
      </Layout>
    </PageOwner.Provider>,
  )}`;
}
