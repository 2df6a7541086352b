import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { isLocal, type Settings } from '../platform/config/settings.js';
import { bearerToken } from '../people/identity/authentication.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** Whatever came through a proxy that says so. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/**
 * Whether somebody may see how the service is doing: whoever has METRICS_TOKEN. Without one this machine itself, but only
 * where PUBLIC_URL names this machine too: elsewhere there is a proxy in front, and through it everybody would come from here.
 */
export function isInsider(request: Request, settings: Settings): boolean {
  if (settings.metricsToken !== undefined) return isSame(bearerToken(request), settings.metricsToken);
  const isDirect = FORWARDED.every((name) => request.headers[name] === undefined);
  return isLocal(settings) && isDirect && LOOPBACK.has(request.socket.remoteAddress ?? '');
}

function isSame(given: string | undefined, expected: string): boolean {
  const [one, other] = [Buffer.from(given ?? '', 'utf8'), Buffer.from(expected, 'utf8')];
  return one.length === other.length && timingSafeEqual(one, other);
}
