import { Logger } from '@nestjs/common';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import QRCode from 'qrcode';
import type { SecondFactors } from '../people/identity/second-factors.service.js';
import { signInSchema } from '../people/identity/identity.schemas.js';
import { WrongSecretKey } from '../people/identity/staff-secret-box.js';
import { passwordFault, type PasswordFault } from '../people/identity/new-password.js';
import type { StaffAccounts } from '../people/identity/staff.service.js';
import type { StaffAtPanel, StaffSessions } from '../people/identity/staff-sessions.service.js';
import { AppError } from '../platform/kernel/app-error.js';
import { SHOWS_A_SECRET } from '../http/compress.js';
import { field, fieldsOf, secretField } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import type { SignOnSettings } from '../platform/config/staff-access.js';
import { assetUrls } from '../ui/assets.js';
import { passkeyAnswer } from '../ui/passkey-answer.js';
import type { PageContext } from '../ui/page-context.js';
import { localeOf } from '../ui/locale-of.js';
import { pageOwnerMark } from '../ui/page-owner.js';
import { signInForm, signInQuery } from '../ui/sign-in-form.js';
import { cameFrom, localPath, wayBack } from '../ui/posted-form.js';
import { choosePasswordPage } from './pages/choose-password.page.js';
import { doneAlreadyPage, type DoneAlready } from './pages/done-already.page.js';
import { enrolmentPage, recoveryCodesPage, type EnrolmentView } from './pages/enrolment.page.js';
import { secondFactorPage, type SecondFactorView } from './pages/second-factor.page.js';
import { staffSignInPage, type CommonProblem, type SignInProblem, type StaffSignInView } from './pages/sign-in.page.js';
import { belowRoot, PANEL_ROOT, panelPaths } from './panel-paths.js';
import { localsOf, ownPageOnly, signedOut, type StaffCookie } from './panel-session.js';
import { sendHtml } from './panel-shell.js';

const FORM_MAX = '10kb';
const codeForm = fieldsOf({ code: field(50), next: field(2_000) });
/** First the password, then, on the page that it opens, the code. */
const enrolmentForm = fieldsOf({ password: secretField(2_000), code: field(50) });
const choosePasswordForm = fieldsOf({ password: secretField(2_000), next: field(2_000) });

export interface SignInParts {
  readonly sessions: StaffSessions;
  readonly secondFactors: SecondFactors;
  readonly accounts: StaffAccounts;
  readonly cookie: StaffCookie;
  /** Where staff sign in, if not here. */
  readonly signOn?: Pick<SignOnSettings, 'name'>;
}

export function panelContext(request: Request): PageContext {
  const { staff } = localsOf(request.res!);
  const owner = staff && pageOwnerMark(staff.actor.id);
  return { locale: localeOf(request), path: request.originalUrl, owner, assets: assetUrls };
}

/** What is open to those who are not in yet: only small forms are read here, each at its own address; no files. */
export function panelSignIn(parts: SignInParts): Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: FORM_MAX, parameterLimit: 10 });
  const routes = new SignInRoutes(parts);
  const post = (path: string, handler: RequestHandler) => router.post(belowRoot(path), form, ownPageOnly, handler);
  router.get(belowRoot(panelPaths.signIn), (request, response) => routes.showSignIn(request, response));
  router.post(belowRoot(panelPaths.signIn), form, (request, response) => routes.signIn(request, response));
  router.post(belowRoot(panelPaths.passkeyChallenges), (_, response) => routes.passkeyChallenge(response));
  router.get(belowRoot(panelPaths.secondFactor), (request, response) => routes.showSecondFactor(request, response));
  post(panelPaths.secondFactor, (request, response) => routes.passSecondFactor(request, response));
  router.get(belowRoot(panelPaths.enrolment), (request, response) => routes.showEnrolment(request, response));
  post(panelPaths.enrolment, (request, response) => routes.enrol(request, response));
  router.get(belowRoot(panelPaths.choosePassword), (request, response) => routes.showChoosePassword(request, response));
  post(panelPaths.choosePassword, (request, response) => routes.choosePassword(request, response));
  post(panelPaths.signOut, (request, response) => routes.signOut(request, response));
  return router;
}

class SignInRoutes {
  constructor(private readonly parts: SignInParts) {}

  showSignIn(request: Request, response: Response): void {
    if (localsOf(response).staff?.needs === 'nothing') return response.redirect(303, panelPath(nextOf(request)));
    sendHtml(response, 200, staffSignInPage(panelContext(request), { next: nextOf(request), ...this.offered() }));
  }

  /** What a browser hands to a device, whoever sits before it. */
  async passkeyChallenge(response: Response): Promise<void> {
    response.json(await this.parts.sessions.passkeyChallenge(localsOf(response).origin));
  }

  async signIn(request: Request, response: Response): Promise<void> {
    const { origin, token } = localsOf(response);
    const form = parsed(signInForm, request.body);
    const next = localPath(form.next);
    const refuse = (status: number, problem: SignInProblem) => {
      const view = { email: form.email, next, problem, ...this.offered() };
      sendHtml(response, status, staffSignInPage(panelContext(request), view));
    };
    const passkey = passkeyAnswer(form.passkey);
    const ask = signInSchema.safeParse({ email: form.email, password: form.password });
    if (!passkey && !ask.success) return refuse(422, 'REQUIRED');
    const { sessions } = this.parts;
    try {
      const fresh = passkey
        ? await sessions.signInByPasskey(origin, passkey, token)
        : await sessions.signIn(origin, ask.data!.email, ask.data!.password, token);
      this.parts.cookie.set(response, fresh);
      // Who still needs a second factor is sent there from wherever this leads.
      response.redirect(303, panelPath(next));
    } catch (error) {
      if (error instanceof AppError && error.code === 'FORBIDDEN') refuse(403, 'SIGN_ON_ONLY');
      else if (passkey && error instanceof AppError && error.code === 'UNAUTHENTICATED') refuse(401, 'BAD_PASSKEY');
      else refuseWith(error, refuse);
    }
  }

  private offered(): Pick<StaffSignInView, 'signOn'> {
    const { signOn } = this.parts;
    return signOn ? { signOn } : {};
  }

  showSecondFactor(request: Request, response: Response): void {
    if (localsOf(response).staff?.needs !== 'code') return response.redirect(303, panelPath(nextOf(request)));
    sendHtml(response, 200, secondFactorPage(panelContext(request), { next: nextOf(request) }));
  }

  async passSecondFactor(request: Request, response: Response): Promise<void> {
    const { staff, token } = localsOf(response);
    if (!staff || token === undefined) throw signedOut();
    const { code = '', next } = parsed(codeForm, request.body);
    // Entered in another tab: there one is in already.
    if (staff.needs !== 'code') return response.redirect(303, panelPath(localPath(next)));
    try {
      this.parts.cookie.set(response, await this.parts.sessions.pass(staff, code, token));
      response.redirect(303, panelPath(localPath(next)));
    } catch (error) {
      const refuse = (status: number, problem: SecondFactorView['problem']) =>
        void sendHtml(response, status, secondFactorPage(panelContext(request), { problem, next: localPath(next) }));
      if (isKeyLost(error)) refuse(503, 'KEY_LOST');
      else refuseWith(error, refuse);
    }
  }

  showEnrolment(request: Request, response: Response): void {
    const staff = mayEnrol(response);
    if (!staff) return doneAlready(request, response, 'enrolment');
    sendEnrolment(request, response, 200, { step: 'PASSWORD' });
  }

  /** The secret is in the answer to the password and nowhere else: an open session alone does not show it. */
  async enrol(request: Request, response: Response): Promise<void> {
    const staff = mayEnrol(response);
    if (!staff) return doneAlready(request, response, 'enrolment');
    const { code, password = '' } = parsed(enrolmentForm, request.body);
    const step = code === undefined ? 'PASSWORD' : 'CODE';
    try {
      if (code === undefined) await this.beginEnrolment(request, response, staff, password.slice(0, 200));
      else await this.endEnrolment(request, response, staff, code);
    } catch (error) {
      if (isKeyLost(error)) return sendEnrolment(request, response, 503, { step, problem: 'KEY_LOST' });
      if (!(error instanceof AppError)) throw error;
      // Confirmed in another tab meanwhile, or never begun: the page itself says what is so now.
      if (error.code === 'INVALID_STATE') return response.redirect(303, panelPaths.enrolment);
      if (error.code !== 'TOO_MANY_REQUESTS') throw error;
      sendEnrolment(request, response, 429, { step, problem: 'TOO_MANY_REQUESTS' });
    }
  }

  private async beginEnrolment(request: Request, response: Response, staff: StaffAtPanel, password: string) {
    if (!(await this.parts.sessions.isPasswordOf(staff, password))) {
      return sendEnrolment(request, response, 422, { step: 'PASSWORD', problem: 'WRONG_PASSWORD' });
    }
    const { secret, uri } = await this.parts.secondFactors.begin({ id: staff.actor.id, email: staff.email });
    const svg = await QRCode.toString(uri, { type: 'svg', margin: 2 });
    sendEnrolment(request, response, 200, { step: 'CODE', toScan: { secret, svg } });
  }

  private async endEnrolment(request: Request, response: Response, staff: StaffAtPanel, code: string) {
    const codes = await this.parts.sessions.enrol(staff, code);
    if (!codes) return sendEnrolment(request, response, 422, { step: 'CODE', problem: 'WRONG_CODE' });
    response.setHeader('Cache-Control', SHOWS_A_SECRET);
    sendHtml(response, 200, recoveryCodesPage(panelContext(request), { codes }));
  }

  showChoosePassword(request: Request, response: Response): void {
    if (localsOf(response).staff?.needs !== 'password') return doneAlready(request, response, 'choosePassword');
    sendHtml(response, 200, choosePasswordPage(panelContext(request), { next: nextOf(request) }));
  }

  async choosePassword(request: Request, response: Response): Promise<void> {
    const { staff } = localsOf(response);
    if (staff?.needs !== 'password') return doneAlready(request, response, 'choosePassword');
    const form = parsed(choosePasswordForm, request.body);
    const next = localPath(form.next);
    const refuse = (problem: PasswordFault | 'SAME') =>
      void sendHtml(response, 422, choosePasswordPage(panelContext(request), { problem, next }));
    const password = form.password ?? '';
    const fault = passwordFault(password, 'staff', staff.email);
    if (fault) return refuse(fault);
    try {
      await this.parts.accounts.choosePassword(staff.actor, staff.sessionId, password);
      response.redirect(303, panelPath(next));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'INVALID_STATE') return response.redirect(303, panelPaths.choosePassword);
      if (error.code !== 'VALIDATION') throw error;
      refuse('SAME');
    }
  }

  async signOut(request: Request, response: Response): Promise<void> {
    const { staff } = localsOf(response);
    const next = localPath(parsed(signInQuery, request.body).next);
    if (staff) await this.parts.sessions.end(staff);
    this.parts.cookie.clear(response);
    response.redirect(303, next === undefined ? panelPaths.signIn : panelPaths.signInTo(wayBack(next)));
  }
}

/** Done in another tab, say: that it is. Who is not in is told so, and who is not that far is sent to what is missing. */
function doneAlready(request: Request, response: Response, what: DoneAlready): void {
  const { staff } = localsOf(response);
  if (!staff) throw signedOut();
  if (staff.needs !== 'nothing') return response.redirect(303, panelPaths.home);
  sendHtml(response, request.method === 'GET' ? 200 : 409, doneAlreadyPage(panelContext(request), what));
}

/** For whoever is not in any more. A page is come back to; of a form it is said that nothing was done. */
export function askToSignIn(request: Request, response: Response, signOn: SignInParts['signOn']): void {
  if (request.method === 'GET') return response.redirect(303, panelPaths.signInTo(wayBack(request.originalUrl)));
  const { next: carried } = (request.body ?? {}) as { next?: unknown };
  const next = localPath(typeof carried === 'string' ? carried : undefined) ?? cameFrom(request);
  const path = next === undefined ? panelPaths.signIn : panelPaths.signInTo(next);
  sendHtml(response, 401, staffSignInPage({ ...panelContext(request), path }, { next, problem: 'SIGNED_OUT', signOn }));
}

/** Somebody who is signed in and has no second factor yet. */
function mayEnrol(response: Response): StaffAtPanel | undefined {
  const { staff } = localsOf(response);
  const isIn = staff?.needs === 'nothing' || staff?.needs === 'enrolment';
  return isIn && !staff.hasSecondFactor ? staff : undefined;
}

function sendEnrolment(
  request: Request,
  response: Response,
  status: number,
  view: Omit<EnrolmentView, 'isRequired'>,
): void {
  const isRequired = localsOf(response).staff?.needs === 'enrolment';
  response.setHeader('Cache-Control', SHOWS_A_SECRET);
  sendHtml(response, status, enrolmentPage(panelContext(request), { ...view, isRequired }));
}

/** Also told to whoever runs the service, who alone can mend it. */
function isKeyLost(error: unknown): boolean {
  const isLost = error instanceof WrongSecretKey;
  if (isLost) new Logger('Panel').error(error.message);
  return isLost;
}

function refuseWith(error: unknown, refuse: (status: number, problem: CommonProblem) => void): void {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'TOO_MANY_REQUESTS') return refuse(429, 'TOO_MANY_REQUESTS');
  if (error.code !== 'UNAUTHENTICATED') throw error;
  refuse(401, 'BAD_CREDENTIALS');
}

export const nextOf = ({ query }: Request) => localPath(parsed(signInQuery, query).next);

/** Back to where the person wanted to go, if that is in the panel. */
export const panelPath = (next: string | undefined) =>
  next === PANEL_ROOT || next?.startsWith(`${PANEL_ROOT}/`) ? next : panelPaths.home;
