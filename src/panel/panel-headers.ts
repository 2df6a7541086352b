import type { NextFunction, Request, Response } from 'express';
import { isSameOrigin } from '../people/identity/authentication.js';
import { AppError } from '../platform/kernel/app-error.js';

/** Script and style are our own files; nothing is inline, nothing comes from another host. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function panelHeaders(_: Request, response: Response, next: NextFunction): void {
  response.setHeader('Content-Security-Policy', POLICY);
  next();
}

/**
 * Whatever changes something, and every answer of the panel's own API, is given to the panel's own pages only. A page
 * that somebody opens by a link from elsewhere is fine.
 */
export function panelOriginOnly(request: Request, _: Response, next: NextFunction): void {
  const isPage = request.method === 'GET' && !/^\/api(\/|$)/i.test(request.path);
  if (isPage || request.method === 'HEAD' || isSameOrigin(request)) next();
  else next(new AppError('CROSS_SITE', 'This request came from another site. Open the page here and try again.'));
}
