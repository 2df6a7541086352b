import type { Locale } from '../page-context.js';
import { en } from './en.js';
import { fr, type Texts } from './fr.js';

export type { Texts };

export const textsFor = (locale: Locale): Texts => (locale === 'fr' ? fr : en);

/** The text for a key that came from elsewhere, if there is one. */
export function lookUp(texts: Record<string, string>, key: string): string | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}
