import { cutAt, dayBefore, periodBefore } from './periods.js';

test.each([
  ['2026-03-01', '2026-02-28'],
  ['2024-03-01', '2024-02-29'],
  ['2026-01-01', '2025-12-31'],
])('the day before %s is %s', (date, before) => {
  expect(dayBefore(date)).toBe(before);
});

test.each([
  ['2026-01-01', '2026-12-31', '2025-01-01', '2025-12-31'],
  ['2024-01-01', '2024-12-31', '2023-01-01', '2023-12-31'],
  ['2026-04-01', '2026-04-30', '2026-03-02', '2026-03-31'],
  ['2026-01-01', '2026-11-30', '2025-01-01', '2025-11-30'],
  ['2026-01-15', '2026-01-15', '2026-01-14', '2026-01-14'],
  ['2023-03-01', '2024-02-29', '2022-03-01', '2023-02-28'],
])('%s to %s is compared with %s to %s', (from, until, before, last) => {
  expect(periodBefore({ from, until })).toEqual({ from: before, until: last });
});

test('everything until a day is compared with nothing', () => {
  expect(periodBefore({ until: '2026-01-31' })).toBeUndefined();
});

test.each([
  ['2026-01-31', { through: '2026-01-01' }],
  ['2024-02-29', { through: '2024-02-01' }],
  ['2026-03-01', { through: '2026-02-01', part: { from: '2026-03-01', until: '2026-03-01', isAdded: true } }],
  ['2026-01-15', { through: '2025-12-01', part: { from: '2026-01-01', until: '2026-01-15', isAdded: true } }],
  ['2026-01-16', { through: '2026-01-01', part: { from: '2026-01-17', until: '2026-01-31', isAdded: false } }],
])('all until %s is whole months and the shorter part of one', (day, cut) => {
  expect(cutAt(day)).toEqual(cut);
});
