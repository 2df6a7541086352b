import { AsyncLocalStorage } from 'node:async_hooks';
import { newId } from './ids.js';

/** Of letters, digits and a few signs: it goes to the log, to events and back to the caller. */
const SANE = /^[A-Za-z0-9][A-Za-z0-9._:-]{7,63}$/;

const current = new AsyncLocalStorage<string>();

/** The id that a proxy or client gave its request, where it can be kept as it is; otherwise a new one. */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && SANE.test(header) ? header : newId();
}

/** Runs `work` as part of a request, so that what is logged on the way names it. */
export function withinRequest<T>(id: string, work: () => T): T {
  return current.run(id, work);
}

/** The id of the request that is being answered; undefined outside of one. */
export function requestId(): string | undefined {
  return current.getStore();
}
