import type { ReactElement } from 'react';
import type { BusinessPageContext, PageContext } from '../ui/page-context.js';
import { renderFrame } from '../ui/render-page.js';
import { SectionNav } from './components/section-nav.js';
import { LookingBand, LookingLists } from './components/looking.js';
import { UndoBand } from './components/undo-band.js';
import { ownersHead } from './components/owners-head.js';

/** One of the owner's pages as text, ready to send. */
export const renderPage = (ctx: PageContext, title: string, element: ReactElement): string =>
  renderFrame(ctx, title, inItsBooks(ctx, element), ownersHead(ctx));

/** Whose books these are, and what was done to them just now, before anything else. */
function inItsBooks(ctx: PageContext, element: ReactElement): ReactElement {
  if (!ctx.business) return element;
  const inBusiness = ctx as BusinessPageContext;
  const { looking, recent } = ctx.business;
  return (
    <>
      {looking && <LookingBand ctx={inBusiness} looking={looking} />}
      {recent && <UndoBand ctx={inBusiness} recent={recent} />}
      {looking ? <LookingLists ctx={inBusiness} looking={looking} /> : <SectionNav ctx={inBusiness} />}
      {element}
    </>
  );
}
