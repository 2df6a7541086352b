import { compareSnapshot, type SnapshotInLog, type SnapshotOnRow } from './snapshot-comparison.js';

const [sealedAt, expiresAt] = [new Date('2026-04-03T12:00:00.000Z'), new Date('2026-05-03T12:00:00.000Z')];
const [digest, counts, algorithm] = ['sha256:1', { contacts: 1 }, 'ardoise-book-1'];
const onRow: SnapshotOnRow = { digest, counts, sealedAt, expiresAt, digestEventId: 'e', isOfSwitch: true };
const inLog: SnapshotInLog = {
  eventId: 'e',
  digest,
  counts,
  algorithm,
  sealedAt: sealedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
};

describe('a snapshot and its digest', () => {
  test('are the same where the content gives it', () => {
    expect(compareSnapshot(onRow, inLog, { digest, counts, algorithm })).toEqual({ verdict: 'same', faults: [] });
  });

  test('of another algorithm cannot be compared with what this one gives, which is not a difference', () => {
    const other = { digest: 'sha256:2', counts, algorithm: 'ardoise-book-2' };
    expect(compareSnapshot(onRow, inLog, other)).toEqual({ verdict: 'not-comparable', faults: ['algorithm-unknown'] });
  });

  test('cannot be compared where columns are gone, but a row that was changed beside it still differs', () => {
    expect(compareSnapshot(onRow, inLog, 'columns-gone').verdict).toBe('not-comparable');
    const changed = compareSnapshot({ ...onRow, digest: 'sha256:3' }, inLog, 'columns-gone');
    expect(changed).toEqual({ verdict: 'differs', faults: ['digest-not-as-in-log', 'columns-gone'] });
  });
});
