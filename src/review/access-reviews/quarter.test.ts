import { quarterOf } from './quarter.js';

test.each([
  ['2026-01-01T00:00:00Z', '2026-Q1'],
  ['2026-03-31T23:59:59Z', '2026-Q1'],
  ['2026-04-01T00:00:00Z', '2026-Q2'],
  ['2026-12-31T23:59:59Z', '2026-Q4'],
])('%s is in %s', (at, quarter) => expect(quarterOf(new Date(at))).toBe(quarter));
