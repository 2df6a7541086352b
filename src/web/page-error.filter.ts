import { Catch, Injectable, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { ActingRequest } from '../policy/access.guard.js';
import { Memberships } from '../policy/ports.js';
import { asAppError, ProblemFilter, STATUS_OF_KIND } from '../http/problem.filter.js';
import type { AppError } from '../platform/kernel/app-error.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { KEEP_TYPED, PAGE_OWNER } from '../ui/components/post-form.js';
import { faultsOf } from '../ui/faults.js';
import { keptText } from './kept-form.js';
import { OriginalOwners } from './original-owners.service.js';
import { PageContexts } from './page-contexts.service.js';
import { errorPage } from './pages/error.page.js';
import { notOriginalOwnerPage } from './pages/not-original-owner.page.js';
import { otherPersonPage } from './pages/other-person.page.js';
import { signInPage } from './pages/sign-in.page.js';
import { paths } from './paths.js';
import { cameFrom, wayBack } from '../ui/posted-form.js';
import { sendPage } from './send-page.js';

/**
 * Where every error ends: a problem document for the API and for the pages' own script; for a person a page that says
 * what to do next; a stranger is sent to sign in and comes back.
 */
@Injectable()
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Pages');
  private readonly problems = new ProblemFilter();

  constructor(
    private readonly contexts: PageContexts,
    private readonly memberships: Memberships,
    private readonly owners: OriginalOwners,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (MACHINE_PATHS.test(request.originalUrl) || wantsJson(request))
      return this.problems.answer(error, request, response);
    if (response.headersSent) return void response.destroy();
    const known = asAppError(error);
    if (!known) this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (known?.code === 'UNAUTHENTICATED') return this.toSignIn(request, response);
    if (known?.code === 'OTHER_PERSON') return this.otherPerson(known, request, response);
    if (known?.code === 'NOT_ORIGINAL_OWNER') return void this.notOriginalOwner(known, request, response);
    this.errorPage(known, request, response);
  }

  private errorPage(known: AppError | undefined, request: Request, response: Response): void {
    const status = known ? STATUS_OF_KIND[known.kind] : 500;
    const wait = known?.extra.retryAfterSeconds;
    if (typeof wait === 'number') response.setHeader('Retry-After', String(wait));
    const view = {
      status,
      reference: (request as Partial<ActingRequest>).actor?.origin.requestId,
      ...(typeof wait === 'number' && { retryAfterSeconds: wait }),
      faults: faultsOf(known),
    };
    sendPage(response, status, errorPage(this.contexts.page(request), view));
  }

  /** A stranger who opens a page comes back to it. Who sends a form after the session's end learns that nothing was done. */
  private toSignIn(request: Request, response: Response): void {
    if (request.method === 'GET') {
      return response.redirect(303, paths.signInTo(wayBack(request.originalUrl)));
    }
    // To end what has ended is done.
    if (request.path === paths.signOut) return response.redirect(303, paths.signIn);
    const next = cameFrom(request);
    this.keepTyped(request, response, next);
    const kept = keptText(request);
    const { reason: typed } = (request.body ?? {}) as { reason?: unknown };
    // Of what was typed this is kept, and a form that says so of itself: neither the address that confirms nor a secret is sent to and fro.
    const reason = next && typeof typed === 'string' && typed.trim() !== '' ? typed : undefined;
    const problem = kept !== undefined ? 'TYPED_KEPT' : reason === undefined ? 'SIGNED_OUT' : 'REASON_KEPT';
    const view = { next, reason, kept, problem } as const;
    sendPage(response, STATUS_OF_KIND.unauthenticated, signInPage(this.contexts.page(request), view));
  }

  /** A form that asks for it finds what was typed again, once the same person has signed in. */
  private keepTyped(request: Request, response: Response, page: string | undefined): void {
    const body = parsed(anyFields, request.body);
    const { [KEEP_TYPED]: isAsked, [PAGE_OWNER]: owner } = body;
    if (page === undefined || isAsked !== '1' || typeof owner !== 'string') return;
    const fields = Object.entries(body).filter(([name]) => name !== KEEP_TYPED && name !== PAGE_OWNER);
    const texts = fields.filter((each): each is [string, string] => typeof each[1] === 'string' && each[1] !== '');
    this.contexts.keepTyped(response, page, owner, Object.fromEntries(texts));
  }

  /** Another person has signed in since the page was shown: who that is, and how one goes on. */
  private otherPerson(known: AppError, request: Request, response: Response): void {
    const view = { email: String(known.extra.signedInAs), here: cameFrom(request) ?? '/' };
    sendPage(response, STATUS_OF_KIND[known.kind], otherPersonPage(this.contexts.page(request), view));
  }

  private async notOriginalOwner(known: AppError, request: Request, response: Response): Promise<void> {
    try {
      const acting = request as ActingRequest;
      const membership = await this.memberships.find(acting.actor, String(request.params.b));
      if (!membership) return this.errorPage(known, request, response);
      acting.membership = membership;
      const context = await this.contexts.inBusiness(acting, membership.businessId);
      const originalOwnerName = await this.owners.nameFor(acting.actor, membership);
      sendPage(response, STATUS_OF_KIND[known.kind], notOriginalOwnerPage(context, { originalOwnerName }));
    } catch (error) {
      this.errorPage(asAppError(error), request, response);
    }
  }
}

/** Any form, of which texts alone are kept. */
const anyFields = z.preprocess(
  (given) => (typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : {}),
  z.record(z.string(), z.unknown()),
);

/** Read by programs, whatever they say that they accept. */
const MACHINE_PATHS = /^\/(api\/|audit\/|metrics|healthz|readyz)/i;

/** What the pages' own script asks for. */
export function wantsJson(request: Request): boolean {
  return request.accepts(['html', 'json']) === 'json';
}
