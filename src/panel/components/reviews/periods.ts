export const PRESETS = ['last-month', 'last-quarter', 'last-year', 'this-month'] as const;
export type Preset = (typeof PRESETS)[number];

/** Days of a usual period in UTC, both included, as the filter of the log has them. */
export function daysOf(preset: Preset, today: Date): { from: string; until: string } {
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  const day = (ofYear: number, ofMonth: number, date: number) =>
    new Date(Date.UTC(ofYear, ofMonth, date)).toISOString().slice(0, 10);
  const quarter = month - (month % 3);
  switch (preset) {
    case 'last-month':
      return { from: day(year, month - 1, 1), until: day(year, month, 0) };
    case 'last-quarter':
      return { from: day(year, quarter - 3, 1), until: day(year, quarter, 0) };
    case 'last-year':
      return { from: day(year - 1, 0, 1), until: day(year, 0, 0) };
    case 'this-month':
      return { from: day(year, month, 1), until: day(year, month, today.getUTCDate()) };
  }
}
