import type { Request } from 'express';
import type { ActingRequest } from '../policy/access.guard.js';
import { LOCALES, type Locale } from '../platform/kernel/actor.js';

/** Where a choice of language is posted to, from any page. */
export const LANGUAGE_PATH = '/language';
export const LOCALE_COOKIE = 'ardoise_locale';

/** The one that a page offers beside its own. */
export const OTHER_LOCALE: Readonly<Record<Locale, Locale>> = { fr: 'en', en: 'fr' };

const CHOSEN = new RegExp(`(?:^|;\\s*)${LOCALE_COOKIE}=(${LOCALES.join('|')})(?:;|$)`);

/** The person's own choice, then the browser's, then the other, which is French where nobody says otherwise. */
export function localeOf(request: Request, otherwise: Locale = LOCALES[0]): Locale {
  const { actor } = request as Partial<ActingRequest>;
  if (actor?.type === 'user') return actor.locale;
  const chosen = CHOSEN.exec(request.headers.cookie ?? '')?.[1];
  const languages = [otherwise, ...LOCALES.filter((locale) => locale !== otherwise)];
  return (chosen ?? (request.acceptsLanguages(languages) || otherwise)) as Locale;
}
