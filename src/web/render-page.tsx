import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Layout } from './components/layout.js';
import type { PageContext } from './page-context.js';

/** A whole page as text, ready to send: static, without script of its own. */
export function renderPage(ctx: PageContext, title: string, element: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(
    <Layout ctx={ctx} title={title}>
      {element}
    </Layout>,
  )}`;
}
