import type { StateTable } from '../../platform/kernel/state-table.js';

export const BANK_FEED_STATES = ['consent', 'connected', 'error', 'disconnected'] as const;
export type BankFeedState = (typeof BANK_FEED_STATES)[number];

/** consent: the bank asks the person; error: the bank stopped answering, until reconnected or given up. */
export const BANK_FEED_TRANSITIONS: StateTable<BankFeedState> = {
  consent: ['connected', 'disconnected'],
  connected: ['error', 'disconnected'],
  error: ['consent', 'connected', 'disconnected'],
  disconnected: [],
};

/**
 * Whatever is not disconnected may still write, now or as soon as somebody says yes at the bank or the bank recovers: it
 * stands in the way of a reset (SPEC §3.4).
 */
export function blocksSwitch(state: BankFeedState): boolean {
  return state !== 'disconnected';
}
