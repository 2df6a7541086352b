import type { NextFunction, Request, Response } from 'express';
import { AppError } from '../kernel/app-error.js';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function pageHeaders(_: Request, response: Response, next: NextFunction): void {
  response.setHeader('Content-Security-Policy', POLICY);
  next();
}

/**
 * Forms are taken from our own pages only. Browsers say where a request comes from (Sec-Fetch-Site, or Origin where they
 * are older); a request that says neither comes from no browser, and so carries nobody's cookie by accident.
 */
export function sameOriginOnly(request: Request, _: Response, next: NextFunction): void {
  if (request.method === 'GET' || request.method === 'HEAD' || isSameOrigin(request)) next();
  else next(new AppError('CROSS_SITE', 'This form was sent from another site. Open the page here and send it again.'));
}

export function isSameOrigin(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}
