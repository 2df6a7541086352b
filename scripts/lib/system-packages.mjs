import { existsSync } from 'node:fs';
import { built, Refusal, run, took } from './steps.mjs';

/** @import { Say } from './steps.mjs' */

/** Chromium without its window: the same engine, three times as quick at opening pages. */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';
/** Where a Chromium may be that browser tests can drive, the quickest first. */
const chromiumPaths = [
  HEADLESS_SHELL,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The database server that Ardoise starts itself; installed when this machine lets us. Needs a built `dist`.
 * @param {Say} say
 */
export async function ensureDatabaseServer(say) {
  /** @type {typeof import('../../src/platform/database/embedded/server-binaries.js')} */
  const { findServerBinaries } = await built('platform/database/embedded/server-binaries.js');
  try {
    findServerBinaries();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ServerBinaryMissingError') throw error;
    const installed = await aptInstall(['mariadb-server-core', 'mariadb-client-core'], 'the MariaDB server', say);
    if (!installed) throw new Refusal(error.message);
  }
}

/**
 * The browser for the tests that need one; installed when this machine lets us.
 * @param {Say} say
 * @returns {Promise<string>} its path, or '' after having said what to type
 */
export async function ensureChromium(say) {
  const chosen = process.env.ARDOISE_CHROMIUM;
  if (chosen !== undefined) return chosen;
  const find = () => chromiumPaths.find((path) => existsSync(path));
  const isMissing = () => (process.env.CI ? !existsSync(HEADLESS_SHELL) : !find());
  if (isMissing()) await aptInstall(['chromium-headless-shell'], 'Chromium', say);
  const found = find();
  if (!found) {
    say(
      `No Chromium on this machine: the browser tests ${process.env.CI ? 'fail' : 'are skipped'}. To have them run, install it:`,
    );
    say('  sudo apt-get install -y --no-install-recommends chromium-headless-shell');
  }
  return found ?? '';
}

/**
 * Programs of Debian's that a drill needs; installed when this machine lets us. Throws Refusal with the line to type.
 * @param {string[]} programs
 * @param {string[]} packages that they are in
 * @param {Say} say
 */
export async function ensurePrograms(programs, packages, say) {
  const isThere = async (/** @type {string} */ program) => (await run('which', [program], { output: 'hide' })) === 0;
  const missing = [];
  for (const program of programs) if (!(await isThere(program))) missing.push(program);
  if (missing.length === 0 || (await aptInstall(packages, missing.join(', '), say))) return;
  throw new Refusal(
    `${missing.join(', ')} is missing: sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`,
  );
}

/**
 * Debian's packages without their recommendations; true when they are installed now.
 * @param {string[]} packages
 * @param {string} what they are, for people
 * @param {Say} say
 */
async function aptInstall(packages, what, say) {
  const asRoot = await rootPrefix();
  if (!asRoot) return false;
  const began = performance.now();
  say(`Installing ${what} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (/** @type {string[]} */ ...args) => {
    const [program = 'apt-get', ...rest] = [...asRoot, 'apt-get', ...args];
    return run(program, rest, { env, output: 'hide' });
  };
  const install = () => apt('install', '-y', '-q', '--no-install-recommends', ...packages);
  // A fresh machine has no package lists; one with lists needs no update, and may have no network for it.
  const installed = (await install()) === 0 || ((await apt('update', '-q')) === 0 && (await install()) === 0);
  if (installed) say(`Installed ${what} in ${took(began)}.`);
  return installed;
}

/** What to put before apt-get; undefined when we may not. Somebody's own machine is changed only when they are root. */
async function rootPrefix() {
  if (!existsSync('/usr/bin/apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  if (process.env.CI && (await run('sudo', ['-n', 'true'], { output: 'hide' })) === 0) {
    return ['sudo', '-n', '--preserve-env=DEBIAN_FRONTEND'];
  }
  return undefined;
}
