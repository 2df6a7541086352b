import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, root, until } from '../lib.mjs';

/** @type {import('node:child_process').StdioOptions} */
const QUIETLY = ['ignore', 'ignore', 'inherit'];

const ACCOUNTS = { OWNER: 'MIGRATION_DATABASE_URL', APP: 'DATABASE_URL', SEQUENCER: 'AUDIT_DATABASE_URL' };

/**
 * A MariaDB on loopback as docker/compose.yml has it: with the options of its service "database", and the accounts that
 * docker/accounts.sh makes. Gives the application's three addresses of it.
 * @param {string} folder
 * @param {(end: () => unknown) => void} atEnd
 * @returns {Promise<Record<string, string>>}
 */
export async function startComposeDatabase(folder, atEnd) {
  const data = join(folder, 'mysql');
  const socket = join(folder, 'mysqld.sock');
  const quietly = { stdio: QUIETLY };
  const install = ['--no-defaults', `--datadir=${data}`, '--user=root', '--auth-root-authentication-method=normal'];
  execFileSync('mariadb-install-db', [...install, '--skip-test-db'], quietly);
  const port = await freePort();
  const own = [`--datadir=${data}`, `--socket=${socket}`, '--user=root', '--bind-address=127.0.0.1', `--port=${port}`];
  const server = spawn('mariadbd', ['--no-defaults', ...own, ...optionsOfCompose()], { stdio: 'ignore' });
  const ended = once(server, 'exit');
  atEnd(() => server.kill('SIGTERM') && ended);
  const ask = (/** @type {string} */ sql) =>
    execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '-uroot', '-e', sql], quietly);
  await until('the database server', () => execFileSync('sh', ['-c', `test -S "$0" && echo yes || :`, socket]).length);
  const secret = () => randomBytes(24).toString('hex');
  /** @type {Record<string, string>} */
  const passwords = { MARIADB_ROOT_PASSWORD: secret() };
  for (const name of Object.keys(ACCOUNTS)) passwords[`ARDOISE_${name}_PASSWORD`] = secret();
  ask(`SET PASSWORD = PASSWORD('${passwords.MARIADB_ROOT_PASSWORD}')`);
  // In the container the script finds the socket where Debian has it; here by the options of a home of its own.
  writeFileSync(join(folder, '.my.cnf'), `[client]\nsocket=${socket}\n`);
  const env = { ...process.env, ...passwords, HOME: folder };
  execFileSync('bash', [join(root, 'docker/accounts.sh')], { ...quietly, env });
  const address = (/** @type {string} */ name) =>
    `mariadb://ardoise_${name.toLowerCase()}:${passwords[`ARDOISE_${name}_PASSWORD`]}@127.0.0.1:${port}/ardoise`;
  return Object.fromEntries(Object.entries(ACCOUNTS).map(([name, variable]) => [variable, address(name)]));
}

function optionsOfCompose() {
  const [, service = ''] = readFileSync(join(root, 'docker/compose.yml'), 'utf8').split('image: mariadb:10.11');
  const [before = ''] = service.split('environment:');
  return [...before.matchAll(/^ +- (--\S+)$/gm)].map(([, option = '']) => option);
}
