import type { ReactElement } from 'react';
import type { PageContext } from '../ui/page-context.js';
import { renderFrame } from '../ui/render-page.js';
import { ownersHead } from './components/owners-head.js';

/** One of the owner's pages as text, ready to send. */
export const renderPage = (ctx: PageContext, title: string, element: ReactElement): string =>
  renderFrame(ctx, title, element, ownersHead(ctx));
