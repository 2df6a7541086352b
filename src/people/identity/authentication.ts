import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { ActingRequest } from '../../policy/access.guard.js';
import type { Origin } from '../../platform/kernel/actor.js';
import { newId } from '../../platform/kernel/ids.js';
import { requestId } from '../../platform/kernel/request-id.js';
import type { Sessions } from './sessions.service.js';

export const SESSION_COOKIE = 'ardoise_session';
/** A browser takes a cookie of this prefix only over https, for the whole site and for no sub-domain. */
export const SECURE_SESSION_COOKIE = '__Host-ardoise_session';

/** The panel's session; its own cookie, since staff are another kind of people. */
export const STAFF_COOKIE = 'ardoise_staff';
export const SECURE_STAFF_COOKIE = '__Host-ardoise_staff';

/** The API believes a bearer token only, the pages a cookie only: a page elsewhere cannot make a browser use the API. */
export function authenticate(sessions: Sessions, tokenOf: (request: Request) => string | undefined): RequestHandler {
  return (request: Request, _: Response, next: NextFunction) => {
    const origin = originOf(request);
    sessions.actorOf(tokenOf(request), origin).then((actor) => {
      (request as ActingRequest).actor = actor;
      next();
    }, next);
  };
}

export function bearerToken(request: Request): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** The cookie of a site over https has no stand-in: one of the plain name may have been set by a sub-domain, or over http. */
export const sessionCookie = (isSecure: boolean) => (isSecure ? SECURE_SESSION_COOKIE : SESSION_COOKIE);
export const staffCookie = (isSecure: boolean) => (isSecure ? SECURE_STAFF_COOKIE : STAFF_COOKIE);

/** The value of the cookie with this name. */
export const tokenInCookie = (name: string) => (request: Request) => cookiesOf(request).get(name);

/**
 * Whether a request comes from our own pages. Browsers say where it comes from (Sec-Fetch-Site, or Origin where they are
 * older); a request that says neither comes from no browser, and so carries nobody's cookie by accident.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}

function cookiesOf(request: Request): Map<string, string> {
  return new Map(
    (request.headers.cookie ?? '').split(';').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

export function originOf(request: Request): Origin {
  return { requestId: requestId() ?? newId(), ip: request.ip, userAgent: request.headers['user-agent']?.slice(0, 500) };
}
