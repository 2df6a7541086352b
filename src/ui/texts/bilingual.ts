import type { Locale } from '../page-context.js';
import { plural, type Plural } from './plural.js';
import { typeset } from './typeset.js';

/** Texts in both languages. */
export type Bilingual<T> = Readonly<Record<Locale, T>>;

type Written<T> = (n: Plural) => T;

/**
 * The texts of a page, French (Canada) first. English has the same keys, or it does not compile. `{name}` stands for
 * something that the page puts in; `n` counts by the rules of the language.
 */
export function bilingual<T>(fr: Written<T>, en: Written<NoInfer<T>>): Bilingual<T> {
  return { fr: typeset(fr(plural('fr'))), en: en(plural('en')) };
}

type Sections = Readonly<Record<string, Bilingual<object>>>;
type Together<S extends Sections> = { [K in keyof S]: S[K]['fr'] };

/** Several of them under their names, beside those that stand by themselves. */
export function together<S extends Sections, G extends object = object>(
  sections: S,
  general?: Bilingual<G>,
): Bilingual<Together<S> & G> {
  const of = (locale: Locale) =>
    Object.fromEntries(Object.entries(sections).map(([name, texts]) => [name, texts[locale]]));
  return { fr: { ...of('fr'), ...general?.fr }, en: { ...of('en'), ...general?.en } } as Bilingual<Together<S> & G>;
}

/** The text for a key that came from elsewhere, if there is one. */
export function lookUp<Text>(texts: Readonly<Record<string, Text>>, key: string): Text | undefined {
  return Object.hasOwn(texts, key) ? texts[key] : undefined;
}
