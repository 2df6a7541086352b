import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, root, run, took } from './steps.mjs';

/** @import { Say } from './steps.mjs' */

/**
 * Packages installed and sources compiled; what is up to date is skipped.
 * @param {Say} say
 */
export async function prepare(say) {
  await alone(say, async () => {
    await installPackages(say);
    await build(say);
  });
}

/**
 * Only the packages: for whatever reads the sources themselves.
 * @param {Say} say
 */
export async function preparePackages(say) {
  await alone(say, () => installPackages(say));
}

/** @param {Say} say */
async function installPackages(say) {
  const stamp = join(root, 'node_modules/.ardoise-stamp');
  const wanted = hashOf(['package-lock.json', '.npmrc'], `${process.platform} ${process.arch}`);
  if (readOr(stamp) === wanted) return;
  const began = performance.now();
  say('Installing packages …');
  // --include=dev, because the compiler is one of them and NODE_ENV=production would leave them out.
  const code = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { output: 'hide' });
  if (code !== 0) throw new Refusal('The packages could not be installed; npm says why above.');
  writeFileSync(stamp, wanted);
  say(`Installed packages in ${took(began)}.`);
}

/** @param {Say} say */
async function build(say) {
  const stamp = join(root, 'dist/.ardoise-stamp');
  const sources = [
    'src',
    'scripts/build-assets.mjs',
    'scripts/build-verifier.mjs',
    'package-lock.json',
    'nest-cli.json',
    '.swcrc',
    'tsconfig.json',
    'tsconfig.build.json',
  ];
  const wanted = hashOf(sources, process.versions.node);
  if (readOr(stamp) === wanted) return;
  const began = performance.now();
  say('Compiling …');
  // Without it, a failed compilation would leave the old program under an old stamp that could match again.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
  const code = await run(process.execPath, [nest, 'build'], { output: 'hide' });
  if (code !== 0 || !existsSync(join(root, 'dist'))) throw new Refusal('The sources do not compile; see above.');
  const bundled = await run(process.execPath, [join(root, 'scripts/build-assets.mjs')], { output: 'hide' });
  if (bundled !== 0) throw new Refusal('Style and script cannot be made; see above.');
  const verifier = await run(process.execPath, [join(root, 'scripts/build-verifier.mjs')], { output: 'hide' });
  if (verifier !== 0) throw new Refusal("The auditor's verifier cannot be made; see above.");
  writeFileSync(stamp, wanted);
  say(`Compiled in ${took(began)}.`);
}

/**
 * Two scripts started at once must not delete each other's half-built folders.
 * @param {Say} say
 * @param {() => Promise<void>} work
 */
async function alone(say, work) {
  const lock = join(tmpdir(), `ardoise-preparing-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  let told = false;
  while (!tryCreate(lock)) {
    const owner = Number(readOr(lock));
    if (owner > 0 && !isAlive(owner)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) say(`Waiting for another script that is preparing this folder (its process is noted in ${lock}) …`);
    told = true;
    await sleep(200);
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function tryCreate(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error of the system */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;

/**
 * One hash over files and folders, by name and content: a checkout or a copy changes dates, not this.
 * @param {string[]} paths
 * @param {string} salt
 */
function hashOf(paths, salt) {
  const hash = createHash('sha256').update(salt);
  for (const path of paths.flatMap(filesIn)) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** @param {string} path */
function readOr(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
