import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The root of the repository, wherever the script was called from. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** @typedef {(line: string) => void} Say Told, in a line, what takes time. */

/**
 * A module of the program as `npm run build` has made it; whoever asks says of which source it is.
 * @param {string} path below dist
 */
export function built(path) {
  return import(pathToFileURL(join(root, 'dist', path)).href);
}

/** Ends the script with a sentence instead of a stack trace. */
export class Refusal extends Error {}

/** Stops on a Node that is too old, before anything else fails in less clear ways. */
function requireNode(major = 20, minor = 19) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  throw new Refusal(
    `Ardoise needs Node ${major}.${minor} or later; this is ${process.version}. Install it from https://nodejs.org.`,
  );
}

/**
 * Runs a program and waits for its end.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, output?: 'show' | 'stderr' | 'hide' }} [options] hide: shown only when it fails
 * @returns {Promise<number>} its exit code; 127 when it cannot be started
 */
export function run(program, args, { env = process.env, output = 'show' } = {}) {
  /** @type {Record<string, import('node:child_process').StdioOptions>} */
  const stdio = {
    show: 'inherit',
    stderr: ['inherit', process.stderr, process.stderr],
    hide: ['ignore', 'pipe', 'pipe'],
  };
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, env, stdio: stdio[output] });
    /** @type {Buffer[]} */
    const hidden = [];
    child.stdout?.on('data', (/** @type {Buffer} */ part) => hidden.push(part));
    child.stderr?.on('data', (/** @type {Buffer} */ part) => hidden.push(part));
    child.on('error', () => resolve(127));
    child.on('close', (code, signal) => {
      if (code !== 0) process.stderr.write(Buffer.concat(hidden));
      resolve(code ?? signalCode(signal));
    });
  });
}

/**
 * Runs the program that the script is about, in place of the script: same terminal, same exit code. The first Ctrl-C asks
 * it to finish, a second one kills it.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export function become(program, args, env = process.env) {
  const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
  /** @type {number | undefined} */
  let askedAt;
  const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
    // One Ctrl-C arrives twice under npm: from the terminal and passed on by npm. A person needs longer than that.
    const again = askedAt !== undefined && performance.now() - askedAt > 500;
    if (again) child.kill('SIGKILL');
    else if (askedAt === undefined && !(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
    askedAt ??= performance.now();
  };
  // From a terminal, Ctrl-C has reached the program as well, so it is not passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(127);
    });
    child.on('exit', (code, signal) => resolve(code ?? signalCode(signal)));
  });
}

/**
 * Runs a script's main function; its return value is the exit code.
 * @param {(args: string[]) => Promise<number | void>} body
 */
export async function main(body) {
  try {
    requireNode();
    process.exitCode = (await body(process.argv.slice(2))) ?? 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * How long something took since `began` (from performance.now()), for people.
 * @param {number} began
 */
export function took(began) {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/**
 * As shells count: 128 and the signal's number.
 * @param {NodeJS.Signals | null} signal
 */
function signalCode(signal) {
  return signal === null ? 1 : 128 + constants.signals[signal];
}
