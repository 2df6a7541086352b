/** What somebody signed in with, as its browser says itself: a name to recognise, and no proof of anything. */
export interface Device {
  readonly browser: 'Firefox' | 'Edge' | 'Opera' | 'Samsung Internet' | 'Chrome' | 'Safari' | null;
  readonly system: 'iOS' | 'Android' | 'Windows' | 'macOS' | 'ChromeOS' | 'Linux' | null;
}

/** In this order: most of them also name those that they descend from. */
const BROWSERS: readonly (readonly [NonNullable<Device['browser']>, RegExp])[] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\b(OPR|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|Chromium|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
];
const SYSTEMS: readonly (readonly [NonNullable<Device['system']>, RegExp])[] = [
  ['iOS', /\b(iPhone|iPad|iPod)\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

const firstIn = <Name>(known: readonly (readonly [Name, RegExp])[], text: string): Name | null =>
  known.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

export const deviceOf = (userAgent: string | null): Device => ({
  browser: firstIn(BROWSERS, userAgent ?? ''),
  system: firstIn(SYSTEMS, userAgent ?? ''),
});
