import type { Locale } from './actor.js';

const TAGS: Readonly<Record<Locale, string>> = { fr: 'fr-CA', en: 'en-CA' };

/** The language tag (BCP 47) of what is written in a language, with its region: for `Intl`, and for `lang`. */
export const languageTag = (locale: Locale): string => TAGS[locale];
