import { formatsFor, type Formats } from '../ui/format.js';
import type { PageContext } from '../ui/page-context.js';
import { textsFor, type Texts } from './texts.js';

/** The texts of the owner's pages, and the formats, in the language of a page. */
export const words = (ctx: Pick<PageContext, 'locale' | 'timeZone'>): { t: Texts; f: Formats } => ({
  t: textsFor(ctx.locale),
  f: formatsFor(ctx),
});
