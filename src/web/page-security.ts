import type { NextFunction, Request, Response } from 'express';
import { isSameOrigin } from '../people/identity/authentication.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { AppError } from '../platform/kernel/app-error.js';
import { assertOwnPage } from '../ui/page-owner.js';

const policy = (formAction: string) =>
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  `form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`;

/** The form of this page leads on to another site: a browser would not follow it there otherwise. */
export function letFormsLeadTo(response: Response, origin: string | undefined): void {
  if (origin !== undefined) response.setHeader('Content-Security-Policy', policy(`'self' ${origin}`));
}

export function pageHeaders(_: Request, response: Response, next: NextFunction): void {
  response.setHeader('Content-Security-Policy', policy("'self'"));
  next();
}

/** Forms are taken from our own pages only. */
export function sameOriginOnly(request: Request, _: Response, next: NextFunction): void {
  if (request.method === 'GET' || request.method === 'HEAD' || isSameOrigin(request)) next();
  else next(new AppError('CROSS_SITE', 'This form was sent from another site. Open the page here and send it again.'));
}

/** A form acts for the person whose page it stood on, and for nobody who has signed in since. */
export function ownPageOnly(request: Request, _: Response, next: NextFunction): void {
  const { actor } = request as Partial<ActingRequest>;
  if (request.method === 'POST') assertOwnPage(request, actor?.type === 'user' ? actor : undefined);
  next();
}
