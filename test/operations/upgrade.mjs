import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  ask,
  check,
  commandsOf,
  inFolder,
  resetOnce,
  root,
  runBlock,
  signUp,
  startApp,
  startDatabase,
  verified,
} from './lib.mjs';

/** @import { Owner } from './lib.mjs' */

export const needs = {
  programs: ['git', 'mariadb', 'mariadb-dump', 'openssl'],
  packages: ['git', 'mariadb-client', 'openssl'],
};

/** The last version whose schema ended with 0006; 0005 came to the main line after it, so that one is missing too. */
const OLD_VERSION = 'a2171b3';

/** Books, a reset and a log made by an older version; then the present one's migrations, and everything is there and goes on. */
export async function drill() {
  const [upgrade] = commandsOf('upgrade');
  await inFolder(async (folder, atEnd) => {
    const old = join(folder, 'old');
    buildOld(old);
    const database = await startDatabase(folder);
    atEnd(() => database.stop());
    const shell = {
      DATA_DIR: join(folder, 'data'),
      BACKUP: join(folder, 'backup'),
      DATABASE_CNF: database.cnf,
      ...database.env,
      AUDIT_SIGNING_KEY: execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' }),
      LOG_LEVEL: 'error',
    };
    mkdirSync(shell.BACKUP);
    const before = await startApp(shell, old);
    const owner = await fill(before.url);
    await before.stop();

    const earlier = migrationsIn(shell);
    const said = runBlock(upgrade, shell);
    const added = migrationsIn(shell).filter((name) => !earlier.includes(name));
    check(`to ${earlier.length} migrations ${added.length} were added: ${added.join(', ')}`, added.length > 5);
    check('the log verifies', verified(said));
    const after = await startApp(shell);
    atEnd(after.stop);
    await goOn(after.url, owner);
    check('the log verifies again', verified(runBlock('npm run -s cli -- audit verify', shell)));
  });
}

/**
 * Its sources from the history, with the packages of its own lock file.
 * @param {string} folder
 */
function buildOld(folder) {
  mkdirSync(folder);
  console.log(`  Building the version of ${OLD_VERSION} …`);
  /** @type {import('node:child_process').ExecFileSyncOptions} */
  const inOld = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('bash', ['-euo', 'pipefail', '-c', `git archive ${OLD_VERSION} | tar -x -C "$0"`, folder], {
    cwd: root,
  });
  execFileSync('npm', ['ci', '--include=dev', '--prefer-offline', '--loglevel=error'], inOld);
  execFileSync('npm', ['run', 'build', '--loglevel=error'], inOld);
}

/** @param {{ DATABASE_CNF: string }} shell */
const migrationsIn = ({ DATABASE_CNF }) =>
  execFileSync(
    'mariadb',
    [`--defaults-extra-file=${DATABASE_CNF}`, '-N', '-e', 'SELECT name FROM schema_migrations', 'ardoise'],
    {
      encoding: 'utf8',
    },
  )
    .trim()
    .split('\n');

/**
 * Two contacts that a reset put away, and one after it.
 * @param {string} url
 */
async function fill(url) {
  const owner = await signUp(url);
  await ask(url + owner.of('/contacts'), { token: owner.token, json: { name: 'Before the upgrade' } });
  const { status } = await resetOnce(url, owner);
  check('the old version reset the books', status === 201);
  await ask(url + owner.of('/contacts'), { token: owner.token, json: { name: 'After the reset' } });
  return owner;
}

/**
 * @param {string} url
 * @param {Owner} owner
 */
async function goOn(url, { token, of }) {
  /** @returns {Promise<string[]>} */
  const names = async () => {
    const { body } = await ask(url + of('/contacts'), { token });
    return body.items.map((/** @type {{ name: string }} */ { name }) => name).sort();
  };
  check('the books are there', (await names()).join() === 'After the reset');
  const reset = await ask(url + of('/resets'), { token, json: { signUpEmail: 'owner@drill.test' } });
  check('they are reset', reset.status === 201 && (await names()).length === 0);
  const snapshots = (await ask(url + of('/snapshots'), { token })).body;
  check('the snapshots of both versions are there', snapshots.length === 2);
  const restore = await ask(url + of('/restores'), { token, json: { signUpEmail: 'owner@drill.test' } });
  check('the last one is restored', restore.status === 201 && (await names()).join() === 'After the reset');
}
