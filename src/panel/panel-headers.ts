import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { isSameOrigin } from '../identity/authentication.js';
import { AppError } from '../kernel/app-error.js';

/** AdminJS's own styles are inline; scripts are ours, or carry this answer's nonce. Nothing comes from another host. */
const policy = (nonce: string) =>
  `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; ` +
  "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function panelHeaders(_: Request, response: Response, next: NextFunction): void {
  const nonce = randomBytes(16).toString('base64');
  (response.locals as { nonce: string }).nonce = nonce;
  response.setHeader('Content-Security-Policy', policy(nonce));
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
