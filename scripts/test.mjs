import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { prepare } from './lib/prepare.mjs';
import { main, root, run } from './lib/steps.mjs';
import { ensureChromium, ensureDatabaseServer } from './lib/system-packages.mjs';

const resultsFile = join(root, 'test/.output/jest.json');
/** Written by the test of the documents: which of their commands it could not run. */
const blocksNotRun = join(root, 'test/.output/blocks-not-run.txt');

/**
 * @typedef {object} Results Of what Jest writes, what is read here.
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numRuntimeErrorTestSuites
 * @property {Suite[]} testResults
 *
 * @typedef {object} Suite
 * @property {string} name
 * @property {number} startTime
 * @property {number} endTime
 * @property {{ fullName: string, status: string }[]} assertionResults
 *
 * @typedef {{ passed: number, failed: number, skipped: string[], trouble?: string }} Counts
 */

/** Settings of a running Ardoise that somebody may have in this terminal: no test may reach their data. */
const settings = /^(DATABASE|MIGRATION_DATABASE|PUBLIC|WITNESS)_URL$|^AUDIT_|^WITNESS_|^DATA_DIR$|^PORT$/;

/** npm test [-- Jest's arguments]: everything a fresh clone needs, then the tests. The last line counts them. */
await main(async (args) => {
  await prepare(console.log);
  await ensureDatabaseServer(console.log);
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    ARDOISE_CHROMIUM: await ensureChromium(console.log),
    // The panel would start its bundler under any other.
    NODE_ENV: 'production',
    NODE_OPTIONS:
      `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
  };
  for (const name of Object.keys(env).filter((known) => settings.test(known))) delete env[name];
  mkdirSync(join(root, 'test/.output'), { recursive: true });
  for (const file of [resultsFile, blocksNotRun]) rmSync(file, { force: true });
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const code = await run(process.execPath, [jest, '--json', `--outputFile=${resultsFile}`, ...args], { env });
  const results = readResults();
  const counts = count(results, code);
  if (existsSync(blocksNotRun)) process.stdout.write(readFileSync(blocksNotRun, 'utf8'));
  if (results) reportSlowest(results);
  report(counts, args);
  return counts.failed > 0 || counts.passed === 0 ? code || 1 : code;
});

/**
 * Jest's own results; undefined when it ended before it had any (the global setup failed, say).
 * @returns {Results | undefined}
 */
function readResults() {
  try {
    return JSON.parse(readFileSync(resultsFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * @param {Results | undefined} results
 * @param {number} code of Jest's process
 * @returns {Counts}
 */
function count(results, code) {
  if (!results) return { passed: 0, failed: 1, skipped: [], trouble: 'Jest ended before it had results; see above.' };
  const cases = results.testResults.flatMap((suite) => suite.assertionResults);
  const skipped = cases.filter(({ status }) => ['pending', 'skipped', 'todo', 'disabled'].includes(status));
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const counts = { passed: results.numPassedTests, failed, skipped: skipped.map(({ fullName }) => fullName) };
  if (code === 0 || failed > 0) return counts;
  return { ...counts, failed: 1, trouble: 'Jest failed although no test did; see above.' };
}

/**
 * The files to look at first when the tests take too long.
 * @param {Results} results
 */
function reportSlowest({ testResults }) {
  const timed = testResults.map(({ name, startTime, endTime }) => ({ ms: endTime - startTime, name }));
  const slowest = timed.sort((a, b) => b.ms - a.ms).slice(0, 10);
  if (slowest.length < 2) return;
  console.log(`The ${slowest.length} slowest files:`);
  for (const { ms, name } of slowest) {
    console.log(`${(ms / 1000).toFixed(1).padStart(8)} s  ${relative(root, name)}`);
  }
}

/**
 * @param {Counts} counts
 * @param {string[]} args of Jest
 */
function report({ passed, failed, skipped, trouble }, args) {
  if (trouble) console.log(trouble);
  // With a name pattern nearly all are skipped, on purpose.
  const named = args.some((arg) => /^(-t|--testNamePattern)/.test(arg));
  if (skipped.length > 0 && !named) console.log(['Skipped:', ...skipped.map((name) => `  ${name}`)].join('\n'));
  console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
}
