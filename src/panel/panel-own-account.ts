import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { StaffPasskeys } from '../people/identity/staff-passkeys.service.js';
import type { StaffAtPanel } from '../people/identity/staff-sessions.service.js';
import { AppError, type ErrorCode } from '../platform/kernel/app-error.js';
import { field, fieldsOf, idSchema, secretField } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { passkeyAnswer } from '../ui/passkey-answer.js';
import { passkeyField } from '../ui/sign-in-form.js';
import { ownAccountPage, type OwnAccountDone, type OwnAccountProblem } from './pages/own-account.page.js';
import { belowRoot, panelPaths } from './panel-paths.js';
import { localsOf, ownPageOnly } from './panel-session.js';
import { frameViewOf, sendHtml } from './panel-shell.js';
import { panelContext, type SignInParts } from './panel-sign-in.js';
import { sessionRowOf } from './staff-file.service.js';

const FORM_MAX = '40kb';
const NAME_MAX = 100;
const sessionForm = fieldsOf({ session: idSchema });
const passkeysForm = fieldsOf({
  remove: idSchema,
  name: field(1_000),
  password: secretField(2_000),
  passkey: passkeyField,
});
const doneQuery = fieldsOf({ done: field(40) });

/** What a refusal of a new passkey is called on the page. */
const PROBLEMS: Partial<Record<ErrorCode, OwnAccountProblem>> = {
  VALIDATION: 'NO_PASSKEY',
  ALREADY_EXISTS: 'KNOWN',
  INVALID_STATE: 'TOO_MANY',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
};

type OwnAccountParts = SignInParts & { readonly passkeys: StaffPasskeys };

/** Where somebody of the staff sees and ends the own sessions, and has passkeys. Behind the session: of nobody else. */
export function panelOwnAccount(parts: OwnAccountParts): Router {
  const router = express.Router();
  const form = express.urlencoded({ extended: false, limit: FORM_MAX, parameterLimit: 10 });
  const post = (path: string, handler: RequestHandler) => router.post(belowRoot(path), form, ownPageOnly, handler);
  router.get(belowRoot(panelPaths.account), (request, response) => {
    const { done } = parsed(doneQuery, request.query);
    return show(parts, request, response, { status: 200, done });
  });
  post(panelPaths.accountSessions, (request, response) => endSession(parts, request, response));
  post(panelPaths.accountPasskeyOptions, async (_, response) => {
    const { actor, email } = staffIn(response);
    response.json(await parts.passkeys.registrationOptions(actor.id, email));
  });
  post(panelPaths.accountPasskeys, (request, response) => changePasskeys(parts, request, response));
  return router;
}

const staffIn = (response: Response): StaffAtPanel => localsOf(response).staff!;
const wentOn = (response: Response, done: OwnAccountDone) => response.redirect(303, panelPaths.accountDone(done));

async function show(
  { sessions, passkeys, accounts }: OwnAccountParts,
  request: Request,
  response: Response,
  { status, done, ...said }: { status: number; done?: string; problem?: OwnAccountProblem; passkeyName?: string },
): Promise<void> {
  const staff = staffIn(response);
  const frame = frameViewOf(request, staff);
  const { id } = staff.actor;
  const view = {
    ...said,
    sessions: (await sessions.openOf(id)).map(sessionRowOf),
    sessionId: staff.sessionId,
    passkeys: await passkeys.list(id),
    isLocal: (await accounts.find(id))?.passwordHash !== null,
    ...(isDone(done, frame.t.ownAccount.done) && { done }),
  };
  sendHtml(response, status, ownAccountPage(panelContext(request), frame, view));
}

const isDone = (text: string | undefined, known: Record<OwnAccountDone, string>): text is OwnAccountDone =>
  text !== undefined && Object.hasOwn(known, text);

async function endSession({ sessions }: OwnAccountParts, request: Request, response: Response): Promise<void> {
  const { session = '' } = parsed(sessionForm, request.body);
  const isEnded = session !== '' && (await sessions.endOwn(staffIn(response).actor, session));
  wentOn(response, isEnded ? 'session-ended' : 'session-gone');
}

/** A stranger at an open session adds none: the password is asked for with it. */
async function changePasskeys(parts: OwnAccountParts, request: Request, response: Response): Promise<void> {
  const staff = staffIn(response);
  const { remove, name = '', password = '', passkey } = parsed(passkeysForm, request.body);
  if (remove !== undefined) {
    await parts.passkeys.remove(staff.actor, remove);
    return wentOn(response, 'passkey-removed');
  }
  const called = name.trim().slice(0, NAME_MAX);
  const refuse = (status: number, problem: OwnAccountProblem) =>
    show(parts, request, response, { status, problem, passkeyName: called });
  const answer = passkeyAnswer(passkey);
  if (!answer) return refuse(422, 'NO_PASSKEY');
  try {
    if (!(await parts.sessions.isPasswordOf(staff, password.slice(0, 200)))) return await refuse(422, 'WRONG_PASSWORD');
    await parts.passkeys.add(staff.actor, called === '' ? 'Ardoise' : called, answer);
    wentOn(response, 'passkey-added');
  } catch (error) {
    const problem = error instanceof AppError ? PROBLEMS[error.code] : undefined;
    if (problem === undefined) throw error;
    await refuse(problem === 'TOO_MANY_REQUESTS' ? 429 : 422, problem);
  }
}
