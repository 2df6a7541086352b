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

const mayOpen = (page: string) => pages.some(({ name }) => name === page);

export const canSearch = mayOpen('search');
export const canSeeRequests = mayOpen('requests');
export const canSeePayments = mayOpen('payments');
export const canExplore = mayOpen('events');
