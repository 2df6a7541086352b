import type { ReactElement } from 'react';
import type { BusinessPageContext, PageContext } from '../ui/page-context.js';
import { renderFrame } from '../ui/render-page.js';
import { LookingBand, LookingLists } from './components/looking.js';
import { ownersHead } from './components/owners-head.js';

/** One of the owner's pages as text, ready to send. */
export const renderPage = (ctx: PageContext, title: string, element: ReactElement): string =>
  renderFrame(ctx, title, inItsBooks(ctx, element), ownersHead(ctx));

/** A page of a snapshot says so before anything else. */
function inItsBooks(ctx: PageContext, element: ReactElement): ReactElement {
  const looking = ctx.business?.looking;
  if (!looking) return element;
  const inBusiness = ctx as BusinessPageContext;
  return (
    <>
      <LookingBand ctx={inBusiness} looking={looking} />
      <LookingLists ctx={inBusiness} looking={looking} />
      {element}
    </>
  );
}
