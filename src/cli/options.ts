import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { UsageError } from './usage-error.js';

/**
 * A path as whoever typed it means it. npm runs scripts in the root of the repository, wherever it was called, and keeps
 * the folder of the call in INIT_CWD; under another script, such as the tests', that is somebody else's folder.
 */
export function pathAsTyped(path: string): string {
  const { INIT_CWD: stoodIn, npm_lifecycle_event: script } = process.env;
  return script === 'cli' && stoodIn ? resolve(stoodIn, path) : path;
}

type OptionTypes = Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>;

/** Reads options as node:util does; throws UsageError for what the command does not know. */
export function parse(args: string[], types: OptionTypes) {
  try {
    return parseArgs({ args, options: types, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Reads options that take a value each; throws UsageError. */
export function options(
  args: string[],
  required: string[],
  optional: string[] = [],
): Record<string, string | undefined> {
  const types = Object.fromEntries([...required, ...optional].map((name) => [name, { type: 'string' as const }]));
  const { values } = parse(args, types);
  const missing = required.find((name) => !values[name]);
  if (missing) throw new UsageError(`--${missing} is missing.`);
  return values as Record<string, string | undefined>;
}

export function noArguments(args: string[]): void {
  options(args, []);
}

/** Reads the one word behind a command; throws UsageError. */
export function argument(args: string[], name: string): string {
  const [word, ...more] = args;
  if (!word || word.startsWith('-') || more.length > 0) throw new UsageError(`Give one ${name} and nothing else.`);
  return word;
}
