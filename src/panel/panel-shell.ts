import { initializeStore } from 'adminjs';
import type AdminJS from 'adminjs';
import express, { type RequestHandler, type Response, type Router } from 'express';
import { staffMay } from '../access/ability.js';
import type { StaffRole } from '../kernel/actor.js';
import { AppError, notFound } from '../kernel/app-error.js';
import { assetUrls } from '../web/assets.js';
import { languageTag } from '../web/format.js';
import { localeOf } from '../web/page-contexts.service.js';
import { publicAdminOf, type PublicAdmin } from './panel-admin.js';
import { PANEL_PAGES, PANEL_RESOURCES } from './panel-contents.js';
import { panelPaths } from './panel-paths.js';
import { localsOf } from './panel-session.js';
import { panelTextsFor } from './texts/texts.js';

/** The pages of the panel: one document, in which AdminJS runs. What the role may not open is refused here already. */
export function panelShell(admin: AdminJS): Router {
  const router = express.Router();
  router.get('/', show(admin));
  router.get('/pages/:pageName', show(admin));
  router.get('/resources/:resourceId', show(admin));
  return router;
}

function show(admin: AdminJS): RequestHandler {
  return async (request, response) => {
    const { staff, nonce } = localsOf(response);
    assertMayOpen(staff!.actor.role, request.params as Record<string, string>);
    const locale = localeOf(request);
    const state = await stateFor(admin, publicAdminOf(staff!));
    response.type('html').send(documentOf({ state, nonce, locale }));
  };
}

function assertMayOpen(role: StaffRole, { pageName, resourceId }: Record<string, string>): void {
  const on = subjectOf(pageName, resourceId);
  if (!on) throw notFound('page');
  if (!staffMay(role, 'read', on)) throw new AppError('FORBIDDEN', 'Your role does not allow this page.');
}

function subjectOf(pageName?: string, resourceId?: string) {
  if (pageName !== undefined) return Object.entries(PANEL_PAGES).find(([known]) => known === pageName)?.[1].on;
  if (resourceId === undefined) return 'Panel' as const;
  return Object.hasOwn(PANEL_RESOURCES, resourceId) ? PANEL_RESOURCES[resourceId]!.on : undefined;
}

/** AdminJS's state with only what the role may open, so that the menu shows nothing else. */
async function stateFor(admin: AdminJS, user: PublicAdmin): Promise<object> {
  const { resources, pages, ...rest } = (await initializeStore(admin, user)).getState();
  const may = (pageName?: string, resourceId?: string) => {
    const on = subjectOf(pageName, resourceId);
    return on !== undefined && staffMay(user.role, 'read', on);
  };
  return {
    ...rest,
    resources: resources.filter(({ id }) => may(undefined, id)),
    pages: pages.filter(({ name }) => may(name)),
  };
}

/** JSON that ends no script element and no line of script, whatever is in it. */
const inScript = (value: unknown) =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

interface ShellParts {
  readonly state: object;
  readonly nonce: string;
  readonly locale: 'fr' | 'en';
}

/** Our own page around AdminJS's scripts: its stock one asks another host for a font and lets data end a script. */
function documentOf({ state, nonce, locale }: ShellParts): string {
  const t = panelTextsFor(locale);
  const script = (name: string) => `<script src="${panelPaths.asset(name)}"></script>`;
  return `<!doctype html>
<html lang="${languageTag(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${t.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assetUrls.css}">
<link rel="stylesheet" href="${panelPaths.asset('panel.css')}">
</head>
<body>
<div id="app"><main><noscript>${t.needsScript}</noscript></main></div>
<script nonce="${nonce}">
window.REDUX_STATE = ${inScript(state)};
window.THEME = {};
window.THEME_COMPONENTS = {};
window.AdminJS = { Components: {} };
</script>
${['global.bundle.js', 'design-system.bundle.js', 'app.bundle.js', 'components.bundle.js'].map(script).join('\n')}
<script nonce="${nonce}">createRoot(document.getElementById('app')).render(AdminJS.Application);</script>
</body>
</html>`;
}

export const isApi = (path: string) => /^\/api(\/|$)/i.test(path);

/** Sends what was rendered on the server. */
export const sendHtml = (response: Response, status: number, html: string) =>
  response.status(status).type('html').send(html);
