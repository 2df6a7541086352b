import { localeOfTag } from '../../platform/kernel/actor.js';
import type { PageContext } from '../../ui/page-context.js';
import { panelTextsFor } from '../texts/texts.js';
import { preferences } from './state.js';

/** The language is the document's, which the server chose. */
export const locale = localeOfTag(document.documentElement.lang);

export const t = panelTextsFor(locale);

/** What the shared components want to know of the page; every time is in the time zone that the reader has chosen. */
export const ctx: PageContext = { locale, path: '', timeZone: preferences.timeZone };
