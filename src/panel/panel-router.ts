import type AdminJS from 'adminjs';
import { Logger } from '@nestjs/common';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { asAppError, problemOf, STATUS_OF_KIND } from '../http/problem.filter.js';
import { notFound } from '../platform/kernel/app-error.js';
import type { StaffPreferencesStore } from '../people/identity/staff-preferences.service.js';
import type { LogExports } from '../log/transparency-log/log-exports.service.js';
import { faultsOf } from '../ui/faults.js';
import { cameFrom } from '../ui/posted-form.js';
import { sheetDownloads } from './evidence/sheet-downloads.js';
import type { EvidencePages } from './evidence/evidence-pages.service.js';
import { logDownloads } from './explorer/downloads.js';
import { panelApi, sendProblem, type FieldFault } from './panel-api.js';
import { panelHeaders, panelOriginOnly } from './panel-headers.js';
import type { StaffPasskeys } from '../people/identity/staff-passkeys.service.js';
import type { SignOn } from '../people/sign-on/sign-on.service.js';
import { panelOwnAccount } from './panel-own-account.js';
import { findPreferences, findStaff, fromAllowedAddress, localsOf, ownPageOnly, staffOnly } from './panel-session.js';
import { backChannelLogout, panelSignOn } from './panel-sign-on.js';
import { frameViewOf, isApi, panelShell, sendHtml } from './panel-shell.js';
import { askToSignIn, panelContext, panelSignIn, type SignInParts } from './panel-sign-in.js';
import { elsewherePage, panelErrorPage, strangersErrorPage } from './pages/error.page.js';
import { panelOtherPersonPage } from './pages/other-person.page.js';
import { panelPaths } from './panel-paths.js';
import { reviewDownloads } from './reviews/review-downloads.js';
import type { ReviewFiles } from './reviews/review-files.service.js';
import type { Waiting } from './waiting.service.js';

/**
 * Everything below /admin, in the order in which a request meets it. Nothing of a request's body is read before the line
 * `staffOnly` but the forms of the sign-in.
 */
export function panelRouter(
  admin: AdminJS,
  parts: SignInParts & {
    readonly preferences: StaffPreferencesStore;
    readonly exports: LogExports;
    readonly evidence: EvidencePages;
    readonly reviewFiles: ReviewFiles;
    readonly waiting: Waiting;
    readonly dataDir: string;
    readonly provider: SignOn;
    readonly passkeys: StaffPasskeys;
    readonly ticketUrl?: string;
  },
): Router {
  const router = express.Router();
  router.use(panelHeaders);
  router.use(panelOriginOnly);
  router.use(backChannelLogout(parts.provider));
  router.use(findStaff(parts.sessions, parts.cookie));
  router.use(fromAllowedAddress(parts.sessions, refuseAddress));
  router.use(panelSignOn(parts));
  router.use(panelSignIn(parts));
  router.use(staffOnly);
  router.use(ownPageOnly);
  router.use(findPreferences(parts.preferences, parts.ticketUrl));
  router.use(panelOwnAccount(parts));
  router.get('/api/session', (_, response, next) => {
    parts.waiting.inMenu(localsOf(response).staff!.actor).then((waiting) => void response.json({ waiting }), next);
  });
  router.use(panelApi(admin));
  router.use(logDownloads(parts.exports, parts.dataDir));
  router.use(sheetDownloads(parts.evidence, parts.dataDir));
  router.use(reviewDownloads(parts.reviewFiles, parts.dataDir));
  router.use(panelShell());
  router.use(() => {
    throw notFound('page');
  });
  router.use(panelErrors(new Logger('Panel'), parts.signOn));
  return router;
}

/** Nothing of the panel is shown there, not even that somebody could sign in. */
function refuseAddress(request: Request, response: Response): void {
  const { origin } = localsOf(response);
  if (isApi(request.path)) {
    const detail = 'The panel is not open from your network.';
    return void sendProblem(response, 403, { code: 'FORBIDDEN', detail });
  }
  sendHtml(response, 403, elsewherePage(panelContext(request), { address: origin.ip, reference: origin.requestId }));
}

/** Where every error of the panel ends: a problem for its API, a page for a person. Nothing unexpected leaves the server. */
function panelErrors(logger: Logger, signOn: SignInParts['signOn']): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) return void response.destroy();
    const known = asAppError(error);
    if (!known) logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const status = known ? STATUS_OF_KIND[known.kind] : 500;
    if (isApi(request.path)) {
      const { code, detail } = known ? problemOf(known) : { code: 'INTERNAL', detail: 'Something went wrong.' };
      return void sendProblem(response, status, {
        code,
        detail,
        errors: known?.extra.errors as FieldFault[] | undefined,
        signedInAs: known?.extra.signedInAs as string | undefined,
      });
    }
    if (known?.code === 'UNAUTHENTICATED') return askToSignIn(request, response, signOn);
    const { origin, staff } = localsOf(response);
    if (known?.code === 'OTHER_PERSON' && staff) {
      const view = { email: staff.email, here: cameFrom(request) ?? panelPaths.home };
      return sendHtml(response, status, panelOtherPersonPage(panelContext(request), view));
    }
    const view = { status, reference: origin?.requestId, faults: faultsOf(known) };
    const isIn = staff?.needs === 'nothing';
    sendHtml(
      response,
      status,
      isIn ? panelErrorPage(frameViewOf(request, staff), view) : strangersErrorPage(panelContext(request), view),
    );
  };
}
