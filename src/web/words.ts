import { formatsFor, type Formats } from './format.js';
import type { PageContext } from './page-context.js';
import { textsFor, type Texts } from './texts/texts.js';

export interface Words {
  t: Texts;
  f: Formats;
}

/** The texts and the formats for the language of a page. */
export const words = (ctx: PageContext): Words => ({ t: textsFor(ctx.locale), f: formatsFor(ctx) });
