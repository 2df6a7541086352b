import { notFound } from './app-error.js';
import { isId } from './ids.js';
import { isPrintable } from './text.js';

/** What Nest takes for a pipe. */
interface Parameter {
  transform(given: unknown): string;
}

/** The id of a `what` in the path of an address. Whatever is no id names nothing: NOT_FOUND. */
export const pathId = (what: string): Parameter => ({
  transform: (given) => {
    if (isId(given)) return given;
    throw notFound(what);
  },
});

const TEXT_MAX = 200;

/** A name or a token in the path of an address; NOT_FOUND for what is endless or holds control characters. */
export const pathText = (what: string): Parameter => ({
  transform: (given) => {
    if (typeof given === 'string' && given.length <= TEXT_MAX && isPrintable(given)) return given;
    throw notFound(what);
  },
});
