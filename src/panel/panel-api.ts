import { ApiController, Router as AdminRouter, type ActionRequest } from 'adminjs';
import type AdminJS from 'adminjs';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { AppError, notFound } from '../kernel/app-error.js';
import { adminOf, type PanelAdmin } from './panel-admin.js';
import { READING_ACTIONS } from './panel-guard.js';
import { localsOf } from './panel-session.js';

const BODY_MAX = '64kb';

type Method = 'resourceAction' | 'recordAction' | 'bulkAction' | 'dashboard' | 'page';

/** The API that AdminJS's client calls, for staff only. Bodies are JSON, read here, after the sign-in; never files. */
export function panelApi(admin: AdminJS): Router {
  const router = express.Router();
  router.use('/api', express.json({ limit: BODY_MAX }));
  for (const { method, path, action } of apiRoutes()) {
    router[method](path, answer(admin, action));
  }
  return router;
}

/** AdminJS's own list without `search`, which is its deprecated second door to the same actions. */
function apiRoutes(): { method: 'get' | 'post'; path: string; action: Method }[] {
  return AdminRouter.routes
    .filter(({ path, action }) => path.startsWith('/api/') && action !== 'search')
    .map(({ method, path, action }) => ({
      method: method === 'POST' ? 'post' : 'get',
      path: path.replace(/\{(\w+)\}/g, ':$1'),
      action: action as Method,
    }));
}

function answer(admin: AdminJS, method: Method): RequestHandler {
  return async (request, response) => {
    const staff = localsOf(response).staff!;
    const currentAdmin = adminOf(staff);
    if (method.endsWith('Action')) assertMayAct(admin, currentAdmin, request);
    if (method === 'page') assertIsPage(admin, request);
    const controller = new ApiController({ admin }, currentAdmin);
    const result = (await controller[method](actionRequest(admin, request), response)) as unknown;
    assertNoErrorNotice(result);
    response.json(result);
  };
}

/**
 * Decided here, before AdminJS looks for the record: its own order is to read first, run `before` hooks, and ask then.
 * Throws NOT_FOUND, FORBIDDEN, or MALFORMED_REQUEST for a GET of what changes something.
 */
function assertMayAct(admin: AdminJS, currentAdmin: PanelAdmin, request: Request): void {
  const { resourceId, action: name } = request.params as Record<string, string>;
  const resource = admin.resources.find((known) => known.id() === resourceId);
  const actions = resource?.decorate().actions ?? {};
  if (!resource || name === undefined || !Object.hasOwn(actions, name)) throw notFound('action');
  if (!actions[name]!.isAccessible(currentAdmin)) throw new AppError('FORBIDDEN', 'Your role does not allow this.');
  if (READING_ACTIONS.includes(name) !== (request.method === 'GET')) {
    throw new AppError('MALFORMED_REQUEST', 'What reads is a GET, what changes something is a POST.');
  }
}

/** AdminJS answers a page that it does not know with advice and 200. */
function assertIsPage(admin: AdminJS, { params }: Request): void {
  if (!Object.hasOwn(admin.options.pages ?? {}, params.pageName as string)) throw notFound('page');
}

function actionRequest(admin: AdminJS, request: Request): ActionRequest {
  return {
    params: { ...request.params } as ActionRequest['params'],
    query: knownQuery(admin, request),
    payload: { ...(request.body as Record<string, unknown> | undefined) },
    method: request.method === 'POST' ? 'post' : 'get',
  };
}

/** Without filters by what is no column: AdminJS looks them up like properties of an object, `constructor` included. */
function knownQuery(admin: AdminJS, { params, query }: Request): ActionRequest['query'] {
  const resource = admin.resources.find((known) => known.id() === params.resourceId);
  const isKnown = (name: string) => {
    const [, filtered] = /^filters\.(.*)$/.exec(name) ?? [];
    return filtered === undefined || (resource?.property(filtered) ?? null) !== null;
  };
  return Object.fromEntries(Object.entries(query).filter(([name]) => isKnown(name))) as ActionRequest['query'];
}

/** AdminJS answers its refusals and faults with 200 and a notice; here a refusal is one for whoever reads the status. */
function assertNoErrorNotice(result: unknown): void {
  const { notice } = (result ?? {}) as { notice?: { type?: string; message?: string } };
  if (notice?.type !== 'error') return;
  if (/cannot be found|valid recordId/.test(notice.message ?? '')) throw notFound('record');
  throw new AppError('INVALID_STATE', notice.message);
}

/** An error of the panel's API as its client reads it. */
export interface PanelProblem {
  readonly code: string;
  readonly detail: string;
  /** Of VALIDATION: what is wrong, field by field. */
  readonly errors?: readonly FieldFault[];
}

export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

export const sendProblem = (response: Response, status: number, problem: PanelProblem) =>
  response.status(status).json(problem);
