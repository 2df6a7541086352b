import { formatsFor } from '../format.js';
import type { Locale } from '../page-context.js';

export type Plural = (n: number, one: string, other: string) => string;

/** `plural('en')(3, '# contact', '# contacts')` → `3 contacts`, by the rules of the language; a number keeps to its word. */
export function plural(locale: Locale): Plural {
  const rules = new Intl.PluralRules(locale);
  const { number } = formatsFor({ locale });
  return (n, one, other) => (rules.select(n) === 'one' ? one : other).replace('# ', `${number(n)}\u00a0`);
}
