import type { PublicAdmin } from '../panel-admin.js';

/** What of AdminJS's state is used: only what the role may open is in it. */
interface PanelState {
  readonly pages: readonly { readonly name: string }[];
  readonly resources: readonly { readonly id: 'businesses' | 'staff' }[];
  readonly session: PublicAdmin;
}

declare global {
  interface Window {
    REDUX_STATE: PanelState;
  }
}

/** Never changes while the document stands. */
export const { session, resources, pages } = window.REDUX_STATE;

export const canSeePayments = pages.some(({ name }) => name === 'payments');
export const canSearch = pages.some(({ name }) => name === 'search');
export const canSeeRequests = pages.some(({ name }) => name === 'requests');

export const canExplore = pages.some(({ name }) => name === 'events');
