import type { Request } from 'express';
import type { ActingRequest } from '../policy/access.guard.js';
import type { Locale } from './page-context.js';

/** Where a choice of language is posted to, from any page. */
export const LANGUAGE_PATH = '/language';
export const LOCALE_COOKIE = 'ardoise_locale';

/** The person's own choice, then the browser's, then the other, which is French where nobody says otherwise. */
export function localeOf(request: Request, otherwise: Locale = 'fr'): Locale {
  const { actor } = request as Partial<ActingRequest>;
  if (actor?.type === 'user') return actor.locale;
  const chosen = /(?:^|;\s*)ardoise_locale=(fr|en)(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
  const languages = otherwise === 'fr' ? ['fr', 'en'] : ['en', 'fr'];
  return (chosen ?? (request.acceptsLanguages(languages) || otherwise)) as Locale;
}
