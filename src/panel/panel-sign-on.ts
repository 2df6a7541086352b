import { Logger } from '@nestjs/common';
import express, { type Request, type Response, type Router } from 'express';
import { SIGN_ON_MS, type SignOn } from '../people/sign-on/sign-on.service.js';
import { SignOnRefused } from '../people/sign-on/sign-on-refused.js';
import { tokenInCookie } from '../people/identity/authentication.js';
import { field, fieldsOf, secretField } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { staffSignInPage } from './pages/sign-in.page.js';
import { belowRoot, panelPaths } from './panel-paths.js';
import { localsOf } from './panel-session.js';
import { sendHtml } from './panel-shell.js';
import { nextOf, panelContext, panelPath, type SignInParts } from './panel-sign-in.js';

const COOKIE = 'ardoise_sign_on_';
/** Of `state`, enough of it that two tabs do not take each other's attempt. */
const NAMED_BY = 12;
const LOGOUT_MAX = '20kb';
const callbackQuery = fieldsOf({ state: field(200) });
const logoutForm = fieldsOf({ logout_token: secretField(15_000) });

type SignOnParts = SignInParts & { readonly provider: SignOn };

/** To the provider and back. A link leads there, as pages may not send their forms to another site. */
export function panelSignOn(parts: SignOnParts): Router {
  const router = express.Router();
  if (!parts.provider.isOn) return router;
  router.get(belowRoot(panelPaths.signOn()), (request, response) => begin(parts, request, response));
  router.get(belowRoot(panelPaths.signOnCallback), (request, response) => finish(parts, request, response));
  return router;
}

/** What the provider itself sends: its token says that it does, no cookie and no address. */
export function backChannelLogout(provider: SignOn): Router {
  const router = express.Router();
  if (!provider.isOn) return router;
  const form = express.urlencoded({ extended: false, limit: LOGOUT_MAX, parameterLimit: 10 });
  router.post(belowRoot(panelPaths.signOnLogout), form, async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    try {
      const { logout_token: token = '' } = parsed(logoutForm, request.body);
      await provider.endByProvider(token);
      response.status(200).end();
    } catch (error) {
      if (error instanceof SignOnRefused) return void response.status(503).json({ error: 'temporarily_unavailable' });
      new Logger('Sign-on').warn(
        `A logout token was refused: ${error instanceof Error ? error.message : String(error)}`,
      );
      response.status(400).json({ error: 'invalid_request' });
    }
  });
  return router;
}

async function begin(parts: SignOnParts, request: Request, response: Response): Promise<void> {
  const next = nextOf(request);
  if (localsOf(response).staff?.needs === 'nothing') return response.redirect(303, panelPath(next));
  await orRefuse(parts, request, response, async () => {
    const { url, state, cookie } = await parts.provider.begin(panelPaths.signOnCallback, next);
    response.cookie(nameFor(state), cookie, { ...cookieOptions(parts), maxAge: SIGN_ON_MS });
    response.redirect(303, url);
  });
}

async function finish(parts: SignOnParts, request: Request, response: Response): Promise<void> {
  const { state = '' } = parsed(callbackQuery, request.query);
  const name = nameFor(state);
  const { origin, token: tokenBefore } = localsOf(response);
  const back = { path: request.originalUrl, cookie: tokenInCookie(name)(request), tokenBefore };
  response.clearCookie(name, cookieOptions(parts));
  await orRefuse(parts, request, response, async () => {
    const { token, next } = await parts.provider.finish(origin, back);
    parts.cookie.set(response, token);
    response.redirect(303, panelPath(next));
  });
}

/** On the page where one signs in, with what may be done about it. */
async function orRefuse({ signOn }: SignOnParts, request: Request, response: Response, work: () => Promise<void>) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SignOnRefused)) throw error;
    const status = error.refusal === 'UNAVAILABLE' ? 503 : 403;
    const context = { ...panelContext(request), path: panelPaths.signIn };
    sendHtml(response, status, staffSignInPage(context, { problem: error.refusal, signOn, next: nextOf(request) }));
  }
}

const nameFor = (state: string) => COOKIE + state.replace(/[^\w-]/g, '').slice(0, NAMED_BY);

/** Lax, as the provider sends the browser back from another site. */
const cookieOptions = ({ cookie }: SignOnParts) => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: cookie.isSecure,
  path: panelPaths.signOn(),
});
