import { statSync } from 'node:fs';

/** A test file of minutes that begins last would keep the other workers waiting at the end. */
const LONGEST = [
  'delivered/command-line',
  'db/log-crash',
  'db/crash',
  'delivered/demo-walk',
  'browser/panel-operators',
  'browser/widths',
  'browser/owner-pages',
  'db/log-tamper',
  'browser/payments',
  'delivered/documents',
  'db/interleaving',
  'database/embedded-server',
  'browser/panel-explorer',
];

/** @typedef {{ path: string }} TestFile */

/** The order of test files on a machine that has not timed them yet: those known to be long, then by size. */
export default class LongestFirst {
  /** @param {TestFile[]} tests */
  sort(tests) {
    const rank = (/** @type {TestFile} */ { path }) => LONGEST.findIndex((name) => path.includes(name)) + 1 || Infinity;
    const size = (/** @type {TestFile} */ { path }) => statSync(path).size;
    return [...tests].sort((a, b) => (rank(a) === rank(b) ? size(b) - size(a) : rank(a) - rank(b)));
  }

  /** @param {TestFile[]} tests */
  shard(tests) {
    return tests;
  }

  /** @param {TestFile[]} tests */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // The order is the same each time.
  }
}
