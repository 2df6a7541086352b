import { ApiController, Router as AdminRouter, type ActionRequest } from 'adminjs';
import type AdminJS from 'adminjs';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { field, fieldsOf, orAbsent } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import { adminOf, type PanelAdmin } from './panel-admin.js';
import { READING_ACTIONS } from './panel-guard.js';
import { localsOf } from './panel-session.js';

const BODY_MAX = '64kb';
const FILTER_MAX = 254;
const PAGE_NUMBER_MAX = 1_000_000;

/** What a list is asked with; AdminJS would take anything, and let it count as it likes. */
const LIST_QUERY = {
  page: orAbsent(z.coerce.number().int().min(1).max(PAGE_NUMBER_MAX)),
  perPage: orAbsent(z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX)),
  sortBy: orAbsent(field(64)),
  direction: orAbsent(z.enum(['asc', 'desc'])),
};

type Method = keyof typeof ACTION_TYPES | 'dashboard' | 'page';

/** Which kind of action each of AdminJS's doors leads to. */
const ACTION_TYPES = {
  resourceAction: 'isResourceType',
  recordAction: 'isRecordType',
  bulkAction: 'isBulkType',
} as const;

type ActionTest = (typeof ACTION_TYPES)[keyof typeof ACTION_TYPES];

const isActionOf = (method: Method): method is keyof typeof ACTION_TYPES => Object.hasOwn(ACTION_TYPES, method);

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
    if (isActionOf(method)) assertMayAct(admin, currentAdmin, request, ACTION_TYPES[method]);
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
function assertMayAct(admin: AdminJS, currentAdmin: PanelAdmin, request: Request, isOfType: ActionTest): void {
  const { resourceId, action: name } = request.params as Record<string, string>;
  const resource = admin.resources.find((known) => known.id() === resourceId);
  const actions = resource?.decorate().actions ?? {};
  if (!resource || name === undefined || !Object.hasOwn(actions, name)) throw notFound('action');
  // AdminJS would run a list for a record, and something for many records that is made for one.
  if (!actions[name]![isOfType]()) throw notFound('action');
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

/** Of a page, what its own schema reads; of a list, what a list is asked with, and filters by what is a column. */
function knownQuery(admin: AdminJS, request: Request): ActionRequest['query'] {
  const { resourceId } = request.params;
  if (resourceId === undefined) return request.query;
  const columns = admin.resources.find((known) => known.id() === resourceId)?.properties() ?? [];
  const filters = columns.map((column) => [`filters.${column.path()}`, orAbsent(field(FILTER_MAX))] as const);
  return parsed(fieldsOf({ ...LIST_QUERY, ...Object.fromEntries(filters) }), request.query);
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
  /** Of OTHER_PERSON: who is signed in by now. */
  readonly signedInAs?: string;
}

export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

export const sendProblem = (response: Response, status: number, problem: PanelProblem) =>
  response.status(status).json(problem);
