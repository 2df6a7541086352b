import { assertTransition } from '../../platform/kernel/state-table.js';
import { BANK_FEED_STATES, BANK_FEED_TRANSITIONS, blocksSwitch, type BankFeedState } from './bank-feed-states.js';

/** All that may follow, in any number of steps. */
function reachableFrom(begin: BankFeedState): Set<BankFeedState> {
  const reached = new Set<BankFeedState>([begin]);
  // A set is walked in the order in which it grows, so this visits what it adds.
  for (const state of reached) for (const next of BANK_FEED_TRANSITIONS[state]) reached.add(next);
  return reached;
}

describe('the states of a bank feed', () => {
  it('are all reached from the bank’s question', () => {
    expect([...reachableFrom('consent')].sort()).toEqual([...BANK_FEED_STATES].sort());
  });

  it.each(BANK_FEED_STATES)('lead on from "%s" to the end, so that no feed blocks a reset for ever', (state) => {
    expect([...reachableFrom(state)]).toContain('disconnected');
    expect(BANK_FEED_TRANSITIONS[state]).not.toContain(state);
  });

  it('end where nothing blocks a reset, and only there', () => {
    const last = BANK_FEED_STATES.filter((state) => BANK_FEED_TRANSITIONS[state].length === 0);
    expect(last).toEqual(['disconnected']);
    expect(BANK_FEED_STATES.filter((state) => !blocksSwitch(state))).toEqual(last);
  });

  it.each(BANK_FEED_STATES)('refuse from "%s" what the table does not have', (from) => {
    for (const to of BANK_FEED_STATES) {
      const change = () => assertTransition(BANK_FEED_TRANSITIONS, from, to);
      if (BANK_FEED_TRANSITIONS[from].includes(to)) expect(change).not.toThrow();
      else expect(change).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
    }
  });
});
