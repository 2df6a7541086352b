import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { plainEnvironment } from '../setup/delivered-product.js';

/** How a program ended. */
export interface Ended {
  /** Null when it did not end by itself: it was killed for hanging, or a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Wishes {
  /** Beside what every terminal has. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed, or piped in. */
  readonly input?: string;
  /** Where the terminal stands; the root of the checkout unless told. */
  readonly cwd?: string;
  /** Whether whoever reads its output goes away before it has printed anything. */
  readonly isUnread?: boolean;
}

/** A command ends within ten seconds; several on a busy machine need more. One that hangs needs for ever. */
const HANGS_AFTER_MS = 120_000;

/** Runs a program and waits until it has ended and nobody holds its output any more. */
export function run(
  program: string,
  args: readonly string[],
  { env, input, isUnread, cwd }: Wishes = {},
): Promise<Ended> {
  // A group of its own, so that whatever hangs goes with whoever started it.
  const child = spawn(program, args, { cwd: cwd ?? resolve('.'), env: plainEnvironment(env ?? {}), detached: true });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  if (isUnread) child.stdout.destroy();
  // It may end without reading.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), HANGS_AFTER_MS);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => {
      clearTimeout(timer);
      done({ code, stdout, stderr });
    });
  });
}

/** The command line as `npm run cli --` ends up running it. */
export function cli(args: readonly string[], wishes: Wishes = {}): Promise<Ended> {
  return run(process.execPath, ['--enable-source-maps', resolve('dist/cli.js'), ...args], {
    ...wishes,
    env: { NODE_ENV: 'production', ...wishes.env },
  });
}
