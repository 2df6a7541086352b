import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { isUtf8 } from 'node:buffer';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { ActingRequest } from './policy/access.guard.js';
import { ServerModule } from './app.module.js';
import { isHttps, type Settings } from './platform/config/settings.js';
import type { DatabaseUrls } from './platform/database/migrate.js';
import { JsonLogger } from './http/json-logger.js';
import { compressAnswers } from './http/compress.js';
import { Metrics } from './http/metrics.service.js';
import { apiPolicy, docsPolicy, securityHeaders } from './http/security-headers.js';
import { closeSilentConnections, endSlowBodies } from './http/slow-senders.js';
import { serveOpenApi } from './http/openapi.js';
import { authenticate, bearerToken, sessionCookie, tokenInCookie } from './people/identity/authentication.js';
import { requestIdFrom, withinRequest } from './platform/kernel/request-id.js';
import { Sessions } from './people/identity/sessions.service.js';
import { AppError } from './platform/kernel/app-error.js';
import { ownPageOnly, pageHeaders, sameOriginOnly } from './web/page-security.js';

const JSON_BODY_MAX = '512kb';
/** Sign-ups and sign-ins: read from strangers, so there is little to read. */
const STRANGERS_BODY_MAX = '16kb';
const FORM_BODY_MAX = '256kb';
/** A form has a field for each cell of its lines, and for each choice among many. */
const FORM_FIELDS_MAX = 2_000;
/** In any case of letters, as the router takes them. */
const PANEL_PATHS = /^\/admin(\/|$)/i;
const API_PATHS = /^\/api(\/|$)/i;
const ASSETS_PATH = '/assets/';
/** What a payment provider says: its signature is over the bytes as they came. */
const PROVIDERS_PATHS = /^\/api\/v1\/provider-events\//i;
const PROVIDERS_BODY_MAX = '256kb';
const STRANGERS_PATHS = /^\/api\/v1\/(sign-ups|sessions|password-resets)\/?$/i;

/**
 * The application, ready to listen. Bodies are parsed by area and after authentication: of a stranger's request only
 * what a stranger may send is read, and an import is never held in memory.
 */
export async function createApp(urls: DatabaseUrls, settings: Settings): Promise<NestExpressApplication> {
  const logger = new JsonLogger(settings.logLevel);
  const app = await NestFactory.create<NestExpressApplication>(ServerModule.against(urls, settings), {
    bodyParser: false,
    logger,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.set('trust proxy', settings.trustProxy);
  app.set('query parser', 'simple');

  const sessions = app.get(Sessions);
  closeSilentConnections(app.getHttpServer());
  app.use(namedRequest);
  app.use(...securityHeaders(settings));
  app.use(endSlowBodies());
  app.use(app.get(Metrics).observe);
  app.use(compressAnswers());
  app.use('/api', apiPolicy);
  app.use('/api/docs', docsPolicy);
  app.use('/api', authenticate(sessions, bearerToken), apiBody());
  const pagesOnly = ownersPages(settings);
  app.use(pagesOnly(unlessAsset(authenticate(sessions, tokenInCookie(sessionCookie(isHttps(settings)))))));
  app.use(pagesOnly(pageHeaders));
  app.use(pagesOnly(sameOriginOnly));
  app.use(pagesOnly(express.urlencoded({ extended: false, limit: FORM_BODY_MAX, parameterLimit: FORM_FIELDS_MAX })));
  app.use(pagesOnly(ownPageOnly));
  serveOpenApi(app);
  return app;
}

/** Of whoever is signed in nothing is asked for style and script: they are the same for everybody. */
function unlessAsset(handler: RequestHandler): RequestHandler {
  return (request, response, next) =>
    request.path.startsWith(ASSETS_PATH) ? next() : handler(request, response, next);
}

/** Every request has a name that its answer, its lines in the log and its events carry; one that it came with is kept. */
function namedRequest(request: Request, response: Response, next: NextFunction): void {
  const id = requestIdFrom(request.headers['x-request-id']);
  response.setHeader('X-Request-Id', id);
  withinRequest(id, next);
}

function apiBody(): RequestHandler {
  const strangers = express.json({ limit: STRANGERS_BODY_MAX, verify: refuseOtherThanUtf8 });
  const members = express.json({ limit: JSON_BODY_MAX, verify: refuseOtherThanUtf8 });
  const providers = express.raw({ type: 'application/json', limit: PROVIDERS_BODY_MAX });
  return (request, response, next) => {
    if (PROVIDERS_PATHS.test(request.originalUrl)) providers(request, response, next);
    else if ((request as ActingRequest).actor.type === 'user') members(request, response, next);
    else if (STRANGERS_PATHS.test(request.originalUrl.split('?')[0]!)) strangers(request, response, next);
    else next();
  };
}

/** JSON is UTF-8 (RFC 8259); the parser would put a replacement character wherever it is not, and store another name. */
function refuseOtherThanUtf8(_: unknown, __: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw new AppError('MALFORMED_REQUEST', 'The body is not UTF-8.');
}

/** Everything but the API, whose requests carry their own credentials, and the panel, which has its own sign-in. */
function ownersPages({ hasPanel }: Settings): (handler: RequestHandler) => RequestHandler {
  const isElsewhere = (path: string) => API_PATHS.test(path) || (hasPanel && PANEL_PATHS.test(path));
  return (handler) => (request, response, next) =>
    isElsewhere(request.path) ? next() : handler(request, response, next);
}
