import { formatsFor, type Formats } from './format.js';
import type { PageContext } from './page-context.js';
import { textsFor, type Texts } from './texts/texts.js';

/** What every page may say, and the formats, in the language of a page. */
export const words = (ctx: PageContext): { t: Texts; f: Formats } => ({ t: textsFor(ctx.locale), f: formatsFor(ctx) });
