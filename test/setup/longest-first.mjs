import { statSync } from 'node:fs';

/** A test file of minutes that begins last would keep the other workers waiting at the end. */
const LONGEST = [
  // Not long: what it finds is the reason for what the others would find.
  'platform/schema',
  'delivered/command-line',
  'log/log-crash',
  'resets/crash',
  'delivered/demo-walk',
  'browser/panel-operators',
  'browser/widths',
  'browser/owner-pages',
  'log/log-tamper',
  'browser/payments',
  'delivered/documents',
  'resets/interleaving',
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
