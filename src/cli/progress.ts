import { now, SECOND_MS } from '../platform/kernel/clock.js';

/** Tells on standard error, at most once a second, how far something is: standard output belongs to the result. */
export function progress(what: string): (done: number, total: number) => void {
  let toldAt = now().getTime();
  return (done, total) => {
    const at = now().getTime();
    if (at - toldAt < SECOND_MS) return;
    toldAt = at;
    console.error(`${what}: ${done} of ${total} (${Math.floor((100 * done) / total)} %)`);
  };
}
