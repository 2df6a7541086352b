import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError, type ErrorKind } from '../platform/kernel/app-error.js';
import { isConnectionLost, isStorageFull, storageFull } from '../platform/database/transaction.js';

export const STATUS_OF_KIND: Record<ErrorKind, number> = {
  malformed: 400,
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  unsupported: 415,
  'too-many': 429,
  unavailable: 503,
};

/** RFC 9457. `code` is stable; `type` names it as a URI; further members depend on the code. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly [more: string]: unknown;
}

/** The one place where errors become HTTP answers for the API. Nothing of an unexpected error leaves the server. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<Request>(), http.getResponse<Response>());
  }

  answer(error: unknown, request: Request, response: Response): void {
    // A download that broke off in the middle: there is nobody to tell, and a half answer must not look whole.
    if (response.headersSent) return void response.destroy();
    const known = asAppError(error);
    if (!known) this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const problem = known ? problemOf(known) : UNEXPECTED;
    const wait = known?.extra.retryAfterSeconds;
    if (typeof wait === 'number') response.setHeader('Retry-After', String(wait));
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="ardoise"');
    // What is still being sent will not be read: say so, rather than leave the sender to guess.
    if (!request.complete) response.setHeader('Connection', 'close');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

export const UNEXPECTED: Problem = {
  type: 'urn:ardoise:problem:INTERNAL',
  title: 'Something went wrong on our side',
  status: 500,
  detail: 'Nothing was changed by this request unless it says so. Try again; if it happens again, tell support.',
  code: 'INTERNAL',
};

export function problemOf(error: AppError): Problem {
  const { retryAfterSeconds: _, ...extra } = error.extra;
  return {
    type: `urn:ardoise:problem:${error.code}`,
    title: error.title,
    status: STATUS_OF_KIND[error.kind],
    detail: error.detail,
    code: error.code,
    ...extra,
  };
}

interface BodyParserError extends Error {
  type?: string;
  status?: number;
}

/** The errors of the framework and its parsers in our own terms; undefined for one that nobody expected. */
export function asAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isConnectionLost(error))
    return new AppError('DATABASE_UNAVAILABLE', 'The database does not answer. Try again shortly.');
  if (isStorageFull(error)) return storageFull(error);
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  if (!(error instanceof Error)) return undefined;
  const { type, status } = error as BodyParserError;
  if (error instanceof URIError) return new AppError('MALFORMED_REQUEST', 'The address of the request is not valid.');
  if (type === 'entity.too.large') return new AppError('TOO_LARGE', 'The request is larger than is allowed here.');
  if (type === 'entity.parse.failed') return new AppError('MALFORMED_REQUEST', 'The body is not valid JSON.');
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') return ofStatus(415);
  if (typeof status === 'number' && status >= 400 && status < 500) return ofStatus(status);
  return undefined;
}

const UNREADABLE = 'The request could not be read: its body is not valid JSON in UTF-8, or its address is not valid.';

function ofStatus(status: number): AppError | undefined {
  if (status === 404) return new AppError('NOT_FOUND', 'There is nothing at this address.');
  if (status === 413) return new AppError('TOO_LARGE', 'The request is larger than is allowed here.');
  if (status === 415) return new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send application/json in UTF-8.');
  if (status >= 400 && status < 500) return new AppError('MALFORMED_REQUEST', UNREADABLE);
  return undefined;
}
