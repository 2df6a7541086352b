import { PanelApplication } from './application.js';

/** AdminJS looks here for what replaces its own: the whole application, as its screens fail WCAG and know no French. */
declare global {
  interface Window {
    AdminJS: { UserComponents: Record<string, unknown> };
  }
}

window.AdminJS.UserComponents = { Application: PanelApplication };
