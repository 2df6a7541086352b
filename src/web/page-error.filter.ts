import { Catch, Injectable, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { ActingRequest } from '../access/access.guard.js';
import type { AppError } from '../kernel/app-error.js';
import { asAppError, ProblemFilter, STATUS_OF_KIND } from '../http/problem.filter.js';
import { PageContexts } from './page-contexts.service.js';
import { errorPage, type Fault } from './pages/error.page.js';
import { paths } from './paths.js';

/**
 * Where every error ends: a problem document for the API and for the pages' own script; for a person a page that says
 * what to do next; a stranger is sent to sign in and comes back.
 */
@Injectable()
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Pages');
  private readonly problems = new ProblemFilter();

  constructor(private readonly contexts: PageContexts) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    if (MACHINE_PATHS.test(request.originalUrl) || wantsJson(request))
      return this.problems.answer(error, request, response);
    if (response.headersSent) return void response.destroy();
    const known = asAppError(error);
    if (!known) this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (known?.code === 'UNAUTHENTICATED') {
      const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.originalUrl)}` : '';
      return response.redirect(303, paths.signIn + next);
    }
    const status = known ? STATUS_OF_KIND[known.kind] : 500;
    const wait = known?.extra.retryAfterSeconds;
    if (typeof wait === 'number') response.setHeader('Retry-After', String(wait));
    const view = {
      status,
      reference: (request as Partial<ActingRequest>).actor?.origin.requestId,
      ...(typeof wait === 'number' && { retryAfterSeconds: wait }),
      faults: faultsOf(known),
    };
    response
      .status(status)
      .type('html')
      .send(errorPage(this.contexts.page(request), view));
  }
}

/** The fields that were refused. */
export const faultsOf = (error: AppError | undefined) => error?.extra.errors as readonly Fault[] | undefined;

/** Read by programs, whatever they say that they accept. */
const MACHINE_PATHS = /^\/(api\/|audit\/|metrics|healthz|readyz)/i;

/** What the pages' own script asks for. */
export function wantsJson(request: Request): boolean {
  return request.accepts(['html', 'json']) === 'json';
}
