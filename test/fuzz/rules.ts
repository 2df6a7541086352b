import type { NewEvent } from './events.js';
import { ANSWER_MS_MAX, type Hit, type Shot } from './shot.js';

/** A 503 is announced: it says which part is not there. */
const ANNOUNCED = /AUDIT_UNAVAILABLE|DATABASE_UNAVAILABLE|STORAGE_FULL/;
const INSIDES = /node_modules|at file:\/\/|\bSELECT [\w.*, ]+ FROM\b|\bER_[A-Z]{4,}/;

/** What an answer must not be, whatever was sent. */
export function faultOf(shot: Shot, hit: Hit): string | undefined {
  if (shot.isCut) return undefined;
  if (hit.status === undefined) {
    // What is refused unread, a long body or a head of more than 16 KiB, is cut off in mid-air, which is an answer too.
    if (/EPIPE|ECONNRESET/.test(hit.trouble ?? '') && isLong(shot)) return undefined;
    return `no answer: ${hit.trouble ?? 'broken off'}`;
  }
  if (hit.ms > ANSWER_MS_MAX) return `answered after ${Math.round(hit.ms)} ms`;
  if (hit.status === 503 && (hit.headers['retry-after'] !== undefined || ANNOUNCED.test(hit.text))) return undefined;
  if (hit.status >= 500) return `answered ${hit.status}`;
  const insides = INSIDES.exec(hit.text);
  return insides && hit.status >= 400 ? `tells of its insides: ${insides[0]}` : undefined;
}

const isLong = ({ path, headers, body }: Shot) =>
  (body?.length ?? 0) > 10_000 || path.length + JSON.stringify(headers).length > 15_000;

/** Commands whose every attempt is recorded, refused ones too. */
const RECORDED = /\/(resets|restores|bring-alongs)\/?(\?|$)|\/manage-your-data\/(reset|recover|bring-along)\/?(\?|$)/i;
const REFUSED = new Set([400, 401, 403, 404, 405, 413, 415, 422]);

/**
 * Whether an event has its cause in the answer that was given for its request: a refused request appends nothing but the
 * record of its being refused, and that only where attempts are recorded.
 */
export function causeless(event: NewEvent, shot: Shot, status: number): string | undefined {
  if (!REFUSED.has(status) || RECORDED.test(shot.path)) return undefined;
  if (event.outcome === 'denied' || event.outcome === 'failed') {
    return [401, 403, 422].includes(status) ? undefined : `${event.type} appended by a request answered ${status}`;
  }
  return `${event.type} (${event.outcome}) appended by a request answered ${status}`;
}
