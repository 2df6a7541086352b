import { localeOfTag } from '../../platform/kernel/actor.js';
import type { PageContext } from '../../ui/page-context.js';
import { panelTextsFor } from '../texts/texts.js';

/** The language is the document's, which the server chose. */
export const locale = localeOfTag(document.documentElement.lang);

export const t = panelTextsFor(locale);

/** What the web app's components want to know of the page. */
export const ctx: PageContext = { locale, path: '' };
