import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, check, commandsOf, freePort, inFolder, root, runBlock, startApp, startDatabase, until } from './lib.mjs';

/** @import { Answer, Asking, Env, Program } from './lib.mjs' */

/**
 * @typedef {(path: string, asking?: Asking) => Promise<Answer>} AskProxy
 * @typedef {Awaited<ReturnType<typeof signUp>>} Owner
 * @typedef {Program & { port: string }} Process
 */

export const needs = { programs: ['nginx', 'openssl'], packages: ['nginx-light', 'openssl'] };

const METRICS_TOKEN = 'the metrics of the drill';
const ledger = () => readFileSync(join(root, 'test/fixtures/ledger.fec.txt'));

/** Two processes behind nginx with TLS: what the proxy must hand on, and that nobody notices when one of the two is stopped. */
export async function drill() {
  const [begin, takeOut, putBack] = commandsOf('proxy');
  await inFolder(async (folder, atEnd) => {
    const database = await startDatabase(folder);
    atEnd(() => database.stop());
    const ports = { https: await freePort(), http: await freePort() };
    const url = `https://localhost:${ports.https}`;
    /** @type {(name: string, port?: string) => Promise<Process>} */
    const start = (name, port) => startProcess(folder, { ...database.env, PUBLIC_URL: url }, name, port);
    const [first, second] = [await start('first'), await start('second')];
    atEnd(second.stop);
    atEnd(first.stop);
    const shell = {
      TLS: join(folder, 'tls'),
      NGINX_CONF: join(folder, 'nginx.conf'),
      FIRST_PORT: first.port,
      FIRST_PID: String(first.pid),
    };
    mkdirSync(shell.TLS);
    writeFileSync(shell.NGINX_CONF, configuration(folder, ports, first, second));
    runBlock(begin, shell);
    atEnd(() => void execFileSync('nginx', ['-c', shell.NGINX_CONF, '-s', 'stop']));
    const askProxy = overTls(url, readFileSync(join(shell.TLS, 'ca.pem')));

    await checkRedirect(ports);
    const owner = await signUp(askProxy, url);
    await checkImport(askProxy, owner);
    await checkAddresses(askProxy);
    const again = await stopAsWritten({ askProxy, owner, first, start, atEnd, shell, takeOut, putBack });
    await stopWithoutAWord({ askProxy, owner, second });
    await checkBothServed(folder, [again, second]);
  });
}

/**
 * One process, which no caller reaches but through the proxy.
 * @param {string} folder
 * @param {Env} settings
 * @param {string} name
 */
async function startProcess(folder, settings, name, PORT = '0') {
  const app = await startApp({
    ...settings,
    PORT,
    TRUST_PROXY: '1',
    DATA_DIR: join(folder, name),
    AUDIT_SIGNING_KEY: signingKey,
    METRICS_TOKEN,
    DRAIN_SECONDS: '2',
    LOG_LEVEL: 'error',
  });
  return { ...app, port: new URL(app.url).port };
}
const signingKey = execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' });

/**
 * The file as it is delivered, with ports and places of the drill's own.
 * @param {string} folder
 * @param {{ http: number, https: number }} ports
 * @param {Process} first
 * @param {Process} second
 */
function configuration(folder, { http, https }, first, second) {
  const own = {
    'listen 80;': `listen 127.0.0.1:${http};`,
    'listen 443 ssl;': `listen 127.0.0.1:${https} ssl;`,
    '127.0.0.1:3000': `127.0.0.1:${first.port}`,
    '127.0.0.1:3001': `127.0.0.1:${second.port}`,
    '/etc/ardoise/tls/cert.pem': join(folder, 'tls/cert.pem'),
    '/etc/ardoise/tls/key.pem': join(folder, 'tls/key.pem'),
    '/run/nginx.pid': join(folder, 'nginx.pid'),
    '/var/log/nginx/error.log': join(folder, 'error.log'),
    '/var/log/nginx/ardoise.log': join(folder, 'access.log'),
  };
  let text = readFileSync(join(root, 'docker/nginx.conf'), 'utf8');
  for (const [delivered, here] of Object.entries(own)) {
    if (text.split(delivered).length !== 2) throw new Error(`docker/nginx.conf does not say ${delivered} once.`);
    text = text.replace(delivered, here);
  }
  return text;
}

/**
 * Asks the proxy over https, trusting only the drill's authority.
 * @param {string} url
 * @param {Buffer} ca
 * @returns {AskProxy}
 */
function overTls(url, ca) {
  /** @type {NonNullable<Asking['by']>} */
  const by = (address, { method, headers, body, from = '127.0.0.1' }) =>
    new Promise((resolve, reject) => {
      const asked = request(
        address,
        { method, headers, ca, localAddress: from, family: 4, agent: false },
        (response) => {
          /** @type {Buffer[]} */
          const parts = [];
          response.on('data', (part) => parts.push(part));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: headersOf(response),
              text: async () => Buffer.concat(parts).toString('utf8'),
            }),
          );
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  return (path, options) => ask(url + path, { ...options, by });
}

/** @param {import('node:http').IncomingMessage} response */
function headersOf({ headersDistinct }) {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return headers;
}

/** @param {{ http: number }} ports */
async function checkRedirect({ http }) {
  const { status, headers } = await ask(`http://127.0.0.1:${http}/sign-in`, { redirect: 'manual' });
  check('http leads to https', status === 301 && /^https:\/\//.test(headers.get('location') ?? ''));
}

/**
 * By the form of the page, as a browser does.
 * @param {AskProxy} askProxy
 * @param {string} url
 */
async function signUp(askProxy, url) {
  const form = { email: 'owner@drill.test', password: 'correct horse battery', businessName: 'Drill' };
  const { status, headers } = await askProxy('/sign-up', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: url },
    body: new URLSearchParams({ ...form, edition: 'accounting', locale: 'en' }).toString(),
  });
  const cookie = headers.getSetCookie().find((line) => line.startsWith('__Host-ardoise_session=')) ?? '';
  check('somebody signs up over https', status === 303);
  check('the cookie is for this host and https alone', /; Secure/.test(cookie) && /; HttpOnly/.test(cookie));
  check(
    'browsers are told to come back over https',
    /max-age=31536000/.test(headers.get('strict-transport-security') ?? ''),
  );
  const hidden = await Promise.all(['/metrics', '/readyz'].map((path) => askProxy(path)));
  check(
    'metrics and readiness are not passed on',
    hidden.every((answer) => answer.status === 404),
  );
  const { body } = await askProxy('/api/v1/sessions', { json: { email: form.email, password: form.password } });
  const [, business] = /\/b\/([^/]+)/.exec(headers.get('location') ?? '') ?? [];
  return {
    token: body.token,
    email: form.email,
    of: (/** @type {string} */ path) => `/api/v1/businesses/${business}${path}`,
  };
}

/** @param {AskProxy} askProxy @param {Owner} owner */
async function checkImport(askProxy, { token, of }) {
  const body = ledger();
  check('the ledger is larger than what nginx takes by itself', body.length > 1024 ** 2);
  const headers = { 'Content-Type': 'text/plain', 'Content-Length': String(body.length) };
  const imported = await askProxy(of('/imports'), { method: 'POST', token, headers, body });
  check(`it is imported: ${imported.body.lines} lines`, imported.status === 201 && imported.body.lines > 1_000);
  const elsewhere = await askProxy(of('/contacts'), { method: 'POST', token, headers, body });
  check('anywhere else nginx refuses as much', elsewhere.status === 413);
}

/** @param {AskProxy} askProxy */
async function checkAddresses(askProxy) {
  const guess = (/** @type {string} */ from, /** @type {string | undefined} */ forwarded = undefined) =>
    askProxy('/api/v1/sessions', {
      json: { email: 'guessed@drill.test', password: 'wrong' },
      from,
      headers: forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded },
    });
  const guesses = [];
  for (let i = 0; i < 10; i++) guesses.push((await guess('127.0.0.2')).status);
  check(
    'ten guesses from one address are answered 401',
    guesses.every((status) => status === 401),
  );
  check('the eleventh from one address is answered 429', (await guess('127.0.0.2')).status === 429);
  check('also under an address that it made up', (await guess('127.0.0.2', '192.0.2.9')).status === 429);
  check('another address is none the worse for it', (await guess('127.0.0.3')).status === 401);
}

/**
 * Reads and writes, six at a time, until `stop` is called; it gives how many there were, and those that failed.
 * @param {AskProxy} askProxy
 * @param {Owner} owner
 */
function load(askProxy, { token, of }) {
  /** @type {string[]} */
  const failed = [];
  let [count, isOver] = [0, false];
  const loop = async (/** @type {number} */ number) => {
    for (let i = 0; !isOver; i++) {
      const isWrite = (i + number) % 2 === 0;
      const more = isWrite ? { json: { name: `Contact ${number}.${i}` } } : {};
      const answer = await askProxy(of('/contacts'), { token, ...more }).catch((error) => ({ status: error.code }));
      count++;
      if (answer.status !== (isWrite ? 201 : 200)) failed.push(`${isWrite ? 'write' : 'read'} ${answer.status}`);
    }
  };
  const loops = [0, 1, 2, 3, 4, 5].map(loop);
  return async () => {
    isOver = true;
    await Promise.all(loops);
    return { count, failed };
  };
}

/**
 * The first process is taken out, stopped, started again and put back, while people work.
 * @param {object} all
 * @param {AskProxy} all.askProxy
 * @param {Owner} all.owner
 * @param {Process} all.first
 * @param {(name: string, port?: string) => Promise<Process>} all.start
 * @param {(end: () => unknown) => void} all.atEnd
 * @param {Env} all.shell
 * @param {string | undefined} all.takeOut
 * @param {string | undefined} all.putBack
 */
async function stopAsWritten({ askProxy, owner, first, start, atEnd, shell, takeOut, putBack }) {
  const finish = load(askProxy, owner);
  await sleep(1_000);
  runBlock(takeOut, shell);
  await until('that it says it is stopping', async () => (await ask(`${first.url}/readyz`)).status === 503);
  check('the process that was stopped ended well', (await first.ended) === 0);
  await sleep(1_000);
  const again = await start('first', first.port);
  atEnd(again.stop);
  runBlock(putBack, shell);
  await sleep(1_000);
  const { count, failed } = await finish();
  check(`none of ${count} requests failed (${failed.join(', ') || 'none'})`, count > 100 && failed.length === 0);
  return again;
}

/**
 * The second is stopped with requests on their way to it.
 * @param {{ askProxy: AskProxy, owner: Owner, second: Process }} all
 */
async function stopWithoutAWord({ askProxy, owner, second }) {
  const finish = load(askProxy, owner);
  await sleep(1_000);
  check('the second process ended well', (await second.stop()) === 0);
  await sleep(1_000);
  const { count, failed } = await finish();
  const reads = failed.filter((what) => what.startsWith('read'));
  console.log(
    `  Stopped without being taken out: ${failed.length} of ${count} requests failed (${failed.join(', ')}).`,
  );
  check('no reading failed', count > 100 && reads.length === 0);
  check('and hardly a writing', failed.length <= 2);
}

/** @param {string} folder @param {Process[]} processes */
async function checkBothServed(folder, processes) {
  const log = readFileSync(join(folder, 'access.log'), 'utf8');
  for (const { port } of processes) {
    const served = log.match(new RegExp(` 20[01] \\S*127\\.0\\.0\\.1:${port} `, 'g'))?.length ?? 0;
    check(`port ${port} served ${served} requests`, served > 50);
  }
}
