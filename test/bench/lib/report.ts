import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MedianRatio } from './stats.js';

/** What was to be reached, and what was. */
export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly got: string;
  readonly reached: boolean;
}

/** Columns as wide as their widest cell; the first one to the left, the others to the right. */
export function printTable(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  console.log(['', title, '', line(head), rule, ...rows.map(line)].join('\n'));
}

export function printTargets(targets: readonly Target[]): void {
  const rows = targets.map(({ what, wanted, got, reached }) => [what, wanted, got, reached ? 'reached' : 'MISSED']);
  printTable('Targets', ['', 'wanted', 'measured', ''], rows);
}

/** Writes the figures to `test/.output/bench-<name>.json`. */
export function writeJson(name: string, figures: unknown): void {
  const folder = join(process.cwd(), 'test/.output');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `bench-${name}.json`);
  writeFileSync(path, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(`\nWritten to ${path}.`);
}

/** Progress: to the standard error, so that the standard output is the report. */
export function say(line: string): void {
  console.error(line);
}

export function asTime(ms: number): string {
  if (ms >= 1_000) return `${asNumber(ms / 1_000, 3)} s`;
  return ms >= 1 ? `${asNumber(ms, 3)} ms` : `${asNumber(ms * 1_000, 3)} µs`;
}

/** With at most `digits` significant ones, but never rounding whole numbers. */
export function asNumber(value: number, digits = 3): string {
  const whole = Math.max(1, Math.floor(Math.log10(Math.abs(value) || 1)) + 1);
  const decimals = Math.max(0, digits - whole);
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

export function asTimes(ratio: number): string {
  return `${asNumber(ratio)}×`;
}

/** A ratio to 1 as what it adds: "+4.2 % (+3.1 … +5.0)". */
export function asExtra({ median, low, high }: MedianRatio): string {
  const percent = (ratio: number) => `${ratio < 1 ? '−' : '+'}${Math.abs((ratio - 1) * 100).toFixed(1)}`;
  return `${percent(median)} % (${percent(low)} … ${percent(high)})`;
}

export function asMegabytes(bytes: number | undefined): string {
  return bytes === undefined ? 'unknown' : `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}
