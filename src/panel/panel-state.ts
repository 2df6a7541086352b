import type { StaffPreferences } from '../people/identity/preference-choices.js';
import type { PublicAdmin } from './panel-admin.js';

/** What the page is told, as JSON in its element `#state`: who is in, and what the role may open. Nothing secret. */
export interface PanelState {
  readonly session: PublicAdmin;
  /** The mark of the person whose page it is, which goes along with whatever the page asks for. */
  readonly owner: string;
  /** After so long without a request the session ends. */
  readonly idleMs: number;
  readonly preferences: StaffPreferences;
  /** TICKET_URL, where it is set. */
  readonly ticketUrl?: string;
  /** Names of PANEL_PAGES. */
  readonly pages: readonly string[];
  readonly resources: readonly ('businesses' | 'staff')[];
}

/** Where the state stands in the page. */
export const STATE_ELEMENT = 'state';
/** What the panel's script fills; until then the server's frame is there. */
export const APP_ELEMENT = 'app';
