import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { staffMay } from '../policy/ability.js';
import { STAFF_IDLE_MS, type StaffAtPanel } from '../people/identity/staff-sessions.service.js';
import type { StaffRole } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { localeOf } from '../ui/locale-of.js';
import { pageOwnerMark } from '../ui/page-owner.js';
import type { FrameView } from './components/frame.js';
import { publicAdminOf } from './panel-admin.js';
import { PANEL_PAGES, PANEL_RESOURCES } from './panel-contents.js';
import { panelDocument } from './panel-document.js';
import type { PageAccess } from './panel-page.js';
import { displayOf, localsOf } from './panel-session.js';
import type { PanelState } from './panel-state.js';
import { titleAt } from './panel-titles.js';
import { panelTextsFor } from './texts/texts.js';

/** The pages of the panel: one document, which the panel's script fills. What the role may not open is refused here already. */
export function panelShell(): Router {
  const router = express.Router();
  router.get('/', show);
  router.get('/pages/:pageName', show);
  router.get('/resources/:resourceId', show);
  return router;
}

const show: RequestHandler = (request, response) => {
  const { staff } = localsOf(response);
  assertMayOpen(staff!.actor.role, request.params as Record<string, string>);
  const view = frameViewOf(request, staff!);
  sendHtml(response, 200, panelDocument(view, titleAt(view.path, view.t)));
};

/** What is around every page that this person opens. */
export function frameViewOf(request: Request, staff: StaffAtPanel): FrameView {
  const locale = localeOf(request);
  const [path = ''] = request.originalUrl.split('?');
  const query = request.originalUrl.slice(path.length);
  return { t: panelTextsFor(locale), locale, state: stateFor(staff, displayOf(request.res!)), path, query };
}

function assertMayOpen(role: StaffRole, { pageName, resourceId }: Record<string, string>): void {
  const access = accessTo(pageName, resourceId);
  if (!access) throw notFound('page');
  if (!mayOpen(role, access)) throw new AppError('FORBIDDEN', 'Your role does not allow this page.');
}

function accessTo(pageName?: string, resourceId?: string): PageAccess | undefined {
  if (pageName !== undefined) return Object.entries(PANEL_PAGES).find(([known]) => known === pageName)?.[1];
  if (resourceId === undefined) return { on: 'Panel' };
  return Object.hasOwn(PANEL_RESOURCES, resourceId) ? PANEL_RESOURCES[resourceId] : undefined;
}

const mayOpen = (role: StaffRole, { may = 'read', on }: PageAccess) => staffMay(role, may, on);

/** Only what the role may open, so that the menu shows nothing else. */
function stateFor(staff: StaffAtPanel, display: ReturnType<typeof displayOf>): PanelState {
  const { role } = staff.actor;
  return {
    session: publicAdminOf(staff),
    owner: pageOwnerMark(staff.actor.id),
    idleMs: STAFF_IDLE_MS,
    ...display,
    pages: Object.entries(PANEL_PAGES).flatMap(([name, access]) => (mayOpen(role, access) ? [name] : [])),
    resources: Object.entries(PANEL_RESOURCES).flatMap(([id, access]) =>
      mayOpen(role, access) ? [id as PanelState['resources'][number]] : [],
    ),
  };
}

export const isApi = (path: string) => /^\/api(\/|$)/i.test(path);

/** Sends what was rendered on the server. */
export const sendHtml = (response: Response, status: number, html: string) =>
  response.status(status).type('html').send(html);
