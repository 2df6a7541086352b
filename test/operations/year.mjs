import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileTests } from '../../scripts/lib/compile-tests.mjs';
import { root } from '../../scripts/lib/steps.mjs';
import { ask, check, inFolder, signUp, startBoth, startDatabase } from './lib.mjs';

export const needs = { programs: ['openssl'], packages: ['openssl'] };

const DOCUMENTS = 12_000;
const SIGN_UP_EMAIL = 'owner@drill.test';

/** Enters a year over HTTP as its bookkeeper would, resets it, takes it up again, and holds both trial balances side by side. */
export async function drill() {
  const compiled = join(root, 'dist/drill');
  await compileTests(compiled);
  /** @type {typeof import('../builders/year.js')} */
  const { takeUpAgain, Year } = await import(pathToFileURL(join(compiled, 'test/builders/year.js')).href);
  await inFolder(async (folder, atEnd) => {
    const database = await startDatabase(folder);
    atEnd(() => database.stop());
    const shell = {
      DATA_DIR: join(folder, 'data'),
      WITNESS_DATA_DIR: join(folder, 'witness'),
      ...database.env,
      AUDIT_SIGNING_KEY: execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' }),
    };
    const { stop, url } = await startBoth(shell);
    atEnd(stop);
    const bookkeeper = bookkeeperOf(url, await signUp(url));
    const began = performance.now();
    const entered = await new Year(bookkeeper, DOCUMENTS, (done) => {
      if (done % 1_000 === 0) console.log(`  ${done} documents after ${seconds(began)} s`);
    }).enter();
    console.log(`  entered in ${seconds(began)} s: ${JSON.stringify(entered)}`);
    const again = performance.now();
    const { kept, open, added } = await takeUpAgain(bookkeeper, SIGN_UP_EMAIL);
    console.log(`  reset and taken up again in ${seconds(again)} s: ${JSON.stringify(added)}`);
    const accounts = Object.keys(kept);
    check(`${accounts.length} accounts balance to something`, accounts.length > 8);
    check('each to what it did in the snapshot, to the cent', JSON.stringify(open) === JSON.stringify(kept));
    const { ledger, totals } = await bookkeeper.get('/reports/receivables');
    check(`receivables are what is open of documents: ${totals.total}`, ledger.balance === totals.total);
  });
}

/** @param {number} since */
const seconds = (since) => Math.round((performance.now() - since) / 1_000);

/**
 * @param {string} url
 * @param {import('./lib.mjs').Owner} owner
 */
function bookkeeperOf(url, { token, of }) {
  /**
   * @param {string} path
   * @param {object} [json]
   */
  const done = async (path, json) => {
    const { status, body } = await ask(url + of(path), { token, ...(json && { json }) });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  return { post: done, get: (/** @type {string} */ path) => done(path) };
}
