import { dateIn, TIME_ZONE, TIME_ZONES } from './time-zone.js';

test('an evening is dated where it is one', () => {
  const evening = new Date('2026-02-01T02:30:00Z');
  expect(dateIn('America/Toronto', evening)).toBe('2026-01-31');
  expect(dateIn('UTC', evening)).toBe('2026-02-01');
  expect(dateIn('Pacific/Auckland', evening)).toBe('2026-02-01');
  expect(dateIn('America/St_Johns', new Date('2026-01-01T03:29:59Z'))).toBe('2025-12-31');
});

test('every zone that can be chosen can be used', () => {
  expect(TIME_ZONES).toEqual(expect.arrayContaining([TIME_ZONE, 'UTC', 'Europe/Paris']));
  for (const zone of TIME_ZONES) expect(dateIn(zone)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});
