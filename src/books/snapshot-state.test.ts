import { snapshotState } from './snapshot-state.js';

const expiresAt = new Date('2026-05-03T12:00:00.000Z');
const before = new Date(expiresAt.getTime() - 1);
const after = new Date(expiresAt.getTime() + 1);

describe('a snapshot', () => {
  test.each([
    ['before its date', before, false, false, 'kept'],
    ['at its date', expiresAt, false, false, 'expired'],
    ['after its date', after, false, false, 'expired'],
    ['after its date, held', after, false, true, 'kept'],
    ['before its date, its rows going', before, true, false, 'expired'],
    ['held, its rows going all the same', before, true, true, 'expired'],
  ] as const)('%s', (_, at, isPurging, onHold, state) => {
    expect(snapshotState({ expiresAt, isPurging, onHold }, at)).toBe(state);
  });
});
