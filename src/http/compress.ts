import compression from 'compression';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Below this an answer fits one packet anyhow. */
const THRESHOLD_BYTES = 1024;
const FLUSH_MS = 500;

/**
 * Compresses what is made for a request (brotli where the browser takes it, else gzip): pages, JSON, CSV. What is compressed
 * already, and what says `no-transform`, leaves as it is. Answers that grow slowly are sent on as they grow.
 */
export function compressAnswers(): RequestHandler {
  const compress = compression({ threshold: THRESHOLD_BYTES });
  return (request: Request, response: Response, next: NextFunction) => {
    const timer = setInterval(() => response.flush(), FLUSH_MS);
    response.once('close', () => clearInterval(timer));
    compress(request, response, next);
  };
}

/**
 * `Cache-Control` of an answer that shows a secret (a code, a key, a pay link) beside words that somebody else may have
 * chosen: the length of the compressed whole would tell how much of the secret they have guessed (BREACH).
 */
export const SHOWS_A_SECRET = 'no-store, no-transform';
