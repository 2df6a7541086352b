/**
 * Québec typography, put in by the machine so that texts stay readable in the source: a no-break space before a colon
 * and inside guillemets, none before `;`, `?` and `!`. Functions are wrapped, so what they return is typeset too.
 */
export function typeset<T>(text: T): T {
  if (typeof text === 'string') return line(text) as T;
  if (typeof text === 'function') {
    const written = text as unknown as (...values: unknown[]) => unknown;
    return ((...values: unknown[]) => typeset(written(...values))) as T;
  }
  if (Array.isArray(text)) return text.map((item) => typeset<unknown>(item)) as T;
  if (text !== null && typeof text === 'object') {
    return Object.fromEntries(Object.entries(text).map(([key, value]) => [key, typeset<unknown>(value)])) as T;
  }
  return text;
}

const line = (text: string) => text.replace(/ :/g, '\u00a0:').replace(/« /g, '«\u00a0').replace(/ »/g, '\u00a0»');
