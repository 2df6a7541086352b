import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ask,
  auditLog,
  check,
  commandsOf,
  freePort,
  inFolder,
  root,
  runBlock,
  signUp,
  until,
  verified,
} from './lib.mjs';
import { startComposeDatabase } from './image/database.mjs';
import { engine, makeBase, prepareEngine } from './image/engine.mjs';

/** @import { Env } from './lib.mjs' */

export const needs = {
  programs: ['debootstrap', 'mariadb', 'openssl', 'podman', 'runc', 'catatonit'],
  packages: ['debootstrap', 'mariadb-client', 'openssl', 'podman', 'runc', 'catatonit'],
};

/** Builds docker/Dockerfile, starts the program and its witness from it as confined as compose does, and uses them. */
export async function drill() {
  const [build, startApp, startWitness, startAgain, look, stop] = commandsOf('image');
  await inFolder(async (folder, atEnd) => {
    const env = prepareEngine(folder);
    makeBase(folder, env, baseOf(readFileSync(join(root, 'docker/Dockerfile'), 'utf8')));
    runBlock(build, env);
    lookInside(env);

    const url = `http://127.0.0.1:${await freePort()}`;
    const settings = await settingsFor(folder, atEnd, url);
    const WITNESS_PORT = String(await freePort());
    const shell = { ...env, ...settings, WITNESS_PORT, WITNESS_URL: `http://127.0.0.1:${WITNESS_PORT}` };
    atEnd(() => engine(env, 'rm', '--force', '--all', '--time', '5'));
    runBlock(startApp, shell);
    await until('the application', () => isReady(url));
    runBlock(startWitness, shell);
    await until('the key of the witness', () => engine(env, 'logs', 'ardoise-witness').includes('ready at'));
    runBlock(startAgain, shell);
    await until('the application again', () => isReady(url));
    lookAtProcess(env);
    await use(url);
    await until('a cosignature', async () => (await auditLog(url)).witness === 'cosigned');
    check('its command line says that the log verifies', verified(runBlock(look, env)));
    check('both end by themselves when they are stopped', runBlock(stop, env).trim() === '0\n0');
  });
}

/** @param {string} dockerfile */
const baseOf = (dockerfile) => /^FROM (\S+) AS build$/m.exec(dockerfile)?.[1] ?? '';
/** @param {string} url */
const isReady = (url) =>
  fetch(`${url}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );

/** @type {(folder: string, atEnd: (end: () => unknown) => void, url: string) => Promise<Env>} */
async function settingsFor(folder, atEnd, url) {
  const pem = execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' });
  return {
    ...(await startComposeDatabase(folder, atEnd)),
    AUDIT_SIGNING_KEY: pem.trim().replaceAll('\n', '\\n'),
    PUBLIC_URL: url,
    PORT: new URL(url).port,
  };
}

/**
 * What is in the image and what is not: the packages that are for development alone by the lock file, and the compiler.
 * @param {Env} env
 */
function lookInside(env) {
  const inImage = (/** @type {string[]} */ ...words) =>
    engine(env, 'run', '--rm', '--no-healthcheck', '--network', 'none', 'ardoise', ...words);
  const packages = new Set(inImage('sh', '-c', 'ls -d node_modules/* node_modules/@*/*').split('\n'));
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const development = Object.keys(locked).filter((path) => locked[path].dev || path === 'node_modules/typescript');
  const left = development.filter((path) => packages.has(path));
  check(
    `none of ${development.length} packages of development is inside: ${left.join(', ') || 'none'}`,
    left.length === 0,
  );
  check('no source and no test is inside', inImage('ls', '/app') === 'dist\nnode_modules\npackage.json');
  const bytes = (/** @type {string} */ name) =>
    Number(engine(env, 'image', 'inspect', '--format', '{{.Size}}', name)) / 1e6;
  const base = bytes(baseOf(readFileSync(join(root, 'docker/Dockerfile'), 'utf8')));
  console.log(`  The image has ${bytes('ardoise').toFixed(0)} MB, ${base.toFixed(0)} of them the base.`);
}

/**
 * The program as it runs: who it is, what it may, and what it can write.
 * @param {Env} env
 */
function lookAtProcess(env) {
  const inside = (/** @type {string} */ script) => engine(env, 'exec', 'ardoise', 'sh', '-c', script);
  const status = inside('cat /proc/$(pidof node | cut -d" " -f1)/status');
  check('the program is the user "node"', /^Uid:\t1000\t1000\t1000\t1000$/m.test(status));
  check('without a capability', /^CapEff:\t0+$/m.test(status) && /^CapBnd:\t0+$/m.test(status));
  check('and without a way to new ones', /^NoNewPrivs:\t1$/m.test(status));
  const writable = inside(
    'for at in / /app /usr /data /tmp; do touch $at/x 2>/dev/null && rm $at/x && echo $at; done; :',
  );
  check('only /data and /tmp can be written', writable === '/data\n/tmp');
  check('/tmp is in memory', /^tmpfs \/tmp tmpfs /m.test(inside('cat /proc/mounts')));
  const [, ...words] = JSON.parse(engine(env, 'inspect', '--format', '{{json .Config.Healthcheck.Test}}', 'ardoise'));
  engine(env, 'exec', 'ardoise', ...words);
  check('the health check of the image passes', true);
}

/**
 * From the sign-up to books that came back.
 * @param {string} url
 */
async function use(url) {
  const { token, of } = await signUp(url);
  const post = (/** @type {string} */ path, /** @type {object} */ json) => ask(url + of(path), { token, json });
  const contacts = async () => (await ask(url + of('/contacts'), { token })).body.items.length;
  await post('/contacts', { name: 'To be reset' });
  const reset = await post('/resets', { signUpEmail: 'owner@drill.test' });
  check(`the books are reset (${reset.status})`, reset.status === 201);
  check('and empty', (await contacts()) === 0);
  check('they are restored', (await post('/restores', { signUpEmail: 'owner@drill.test' })).status === 201);
  check('and as they were', (await contacts()) === 1);
}
