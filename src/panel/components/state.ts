import { STATE_ELEMENT, type PanelState } from '../panel-state.js';

/** Never changes while the document stands. */
export const state = JSON.parse(document.getElementById(STATE_ELEMENT)!.textContent) as PanelState;

export const { session, pages, preferences } = state;

export const canSearch = pages.includes('search');
