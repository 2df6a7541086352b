import type { CookieOptions, NextFunction, Request, RequestHandler, Response } from 'express';
import { originOf, staffCookie, tokenInCookie } from '../people/identity/authentication.js';
import type { StaffPreferences } from '../people/identity/preference-choices.js';
import { USUAL_PREFERENCES, type StaffPreferencesStore } from '../people/identity/staff-preferences.service.js';
import type { StaffAtPanel, StaffSessions } from '../people/identity/staff-sessions.service.js';
import type { Origin } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { HOUR_MS } from '../platform/kernel/clock.js';
import { assertOwnPage } from '../ui/page-owner.js';
import { wayBack } from '../ui/posted-form.js';
import { panelPaths } from './panel-paths.js';

/** What the panel knows of a request, whoever sent it. */
export interface PanelLocals {
  readonly origin: Origin;
  readonly token?: string;
  readonly staff?: StaffAtPanel;
  /** Of a page that is drawn for somebody who is in. */
  readonly preferences?: StaffPreferences;
  readonly ticketUrl?: string;
}

export const localsOf = (response: Response) => response.locals as unknown as PanelLocals;

/** Finds out who it is. A session of the web app is another cookie, and means nothing here. */
export function findStaff(sessions: StaffSessions, cookie: StaffCookie): RequestHandler {
  return (request, response, next) => {
    const origin = originOf(request);
    const token = cookie.tokenIn(request);
    sessions.find(token, origin).then((staff) => {
      Object.assign(response.locals, { origin, token, staff });
      next();
    }, next);
  };
}

/** Where the settings name addresses, nobody comes in from another one, and is told so: no form is offered in vain. */
export function fromAllowedAddress(sessions: StaffSessions, refuse: (request: Request, response: Response) => void) {
  return (request: Request, response: Response, next: NextFunction) => {
    if (sessions.isOpenTo(localsOf(response).origin)) next();
    else refuse(request, response);
  };
}

/** Behind this stand only staff to whom nothing is missing; the others are sent to what is. */
export function staffOnly(request: Request, response: Response, next: NextFunction): void {
  const { staff } = localsOf(response);
  if (staff?.needs === 'nothing') return next();
  if (request.method !== 'GET' || /^\/api(\/|$)/i.test(request.path)) return next(signedOut());
  response.redirect(303, `${whatIsMissing(staff?.needs)}?next=${encodeURIComponent(wayBack(request.originalUrl))}`);
}

/** A page is drawn as its person likes to see it; what a page asks for is not drawn. */
export function findPreferences(store: StaffPreferencesStore, ticketUrl: string | undefined): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET' || /^\/api(\/|$)/i.test(request.path)) return next();
    store.of(localsOf(response).staff!.actor.id).then((preferences) => {
      Object.assign(response.locals, { preferences, ticketUrl });
      next();
    }, next);
  };
}

export function displayOf(response: Response): { preferences: StaffPreferences; ticketUrl?: string } {
  const { preferences = USUAL_PREFERENCES, ticketUrl } = localsOf(response);
  return { preferences, ...(ticketUrl !== undefined && { ticketUrl }) };
}

/** What a page shows and sends is its own person's: it does nothing, and records nothing, as whoever signed in since. */
export function ownPageOnly(request: Request, response: Response, next: NextFunction): void {
  const { staff } = localsOf(response);
  assertOwnPage(request, staff && { id: staff.actor.id, email: staff.email });
  next();
}

/** Of whoever asks for what only those get who are in. */
export const signedOut = () => new AppError('UNAUTHENTICATED', 'Sign in to the panel first.');

/** Where it is asked for; from there one goes on to where one wanted. */
function whatIsMissing(needs: StaffAtPanel['needs'] | undefined): string {
  if (needs === 'code') return panelPaths.secondFactor;
  if (needs === 'password') return panelPaths.choosePassword;
  return needs === 'enrolment' ? panelPaths.enrolment : panelPaths.signIn;
}

export class StaffCookie {
  constructor(readonly isSecure: boolean) {}

  set(response: Response, token: string): void {
    response.cookie(this.name(), token, { ...this.options(), maxAge: 12 * HOUR_MS });
  }

  clear(response: Response): void {
    response.clearCookie(this.name(), this.options());
  }

  tokenIn(request: Request): string | undefined {
    return tokenInCookie(this.name())(request);
  }

  private name(): string {
    return staffCookie(this.isSecure);
  }

  private options(): CookieOptions {
    // Lax, so that a link to a business in a ticket opens; what changes something asks for the origin besides.
    return { httpOnly: true, sameSite: 'lax', secure: this.isSecure, path: '/' };
  }
}
