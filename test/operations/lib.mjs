import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { built, root } from '../../scripts/lib/steps.mjs';

/** @type {typeof import('../../src/platform/database/embedded-server.js')} */
const { startEmbeddedServer } = await built('platform/database/embedded-server.js');
/** @type {typeof import('../../src/platform/database/address.js')} */
const { parseDatabaseUrl } = await built('platform/database/address.js');

export { root };

/**
 * @typedef {Record<string, string | undefined>} Env
 * @typedef {() => unknown} End Undoes what was begun; it may take time.
 * @typedef {Awaited<ReturnType<typeof startApp>>} Program
 *
 * @typedef {object} Beside What a request may be given beside that of `fetch`.
 * @property {string} [token]
 * @property {object} [json] a body; then it is a POST
 * @property {Record<string, string>} [headers]
 * @property {(url: string, init: any) => Promise<Pick<Response, 'status' | 'headers' | 'text'>>} [by] asks in the place of fetch
 * @property {string} [from] the address of this machine to ask from, for those who ask in its place
 *
 * @typedef {Beside & Omit<RequestInit, 'headers'>} Asking
 *
 * @typedef {{ status: number, headers: Headers, body: any }} Answer
 * @typedef {{ token: string, of: (path: string) => string }} Owner
 */

/**
 * The shell blocks of a section of docs/operations.md, between `<!-- drill: name -->` and `<!-- /drill -->`, in order.
 * @param {string} name
 */
export function commandsOf(name) {
  const text = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  const section = text.split(`<!-- drill: ${name} -->`)[1]?.split('<!-- /drill -->')[0];
  if (section === undefined) throw new Error(`docs/operations.md has no section for the drill ${name}.`);
  return [...section.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, script]) => script ?? '');
}

/**
 * Runs a block as it stands, in one shell that stops at the first command that fails. Throws with what it said.
 * @param {string | undefined} script
 * @param {Env} env beside the environment of the drill
 */
export function runBlock(script, env) {
  if (script === undefined) throw new Error('The section of docs/operations.md has fewer blocks than the drill.');
  console.log(script.replace(/^/gm, '  $ ').trimEnd());
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`It ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/**
 * @param {string} what
 * @param {boolean} isTrue
 */
export function check(what, isTrue) {
  if (!isTrue) throw new Error(`Not so: ${what}`);
  console.log(`  ok: ${what}`);
}

/**
 * A folder, and whatever was started in it, for as long as `work` lasts.
 * @param {(folder: string, atEnd: (end: End) => void) => Promise<void>} work
 */
export async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'ardoise-drill-'));
  /** @type {End[]} */
  const ends = [];
  try {
    await work(folder, (end) => ends.unshift(end));
  } finally {
    for (const end of ends) await end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * A database server of one's own, with the three accounts; `cnf` is an options file for MariaDB's client programs.
 * @param {string} folder
 */
export async function startDatabase(folder) {
  const server = await startEmbeddedServer({ dataDir: join(folder, 'server') });
  const { user, password, socketPath } = parseDatabaseUrl(server.adminUrl);
  const cnf = join(folder, 'admin.cnf');
  writeFileSync(cnf, `[client]\nuser=${user}\npassword=${password}\nsocket=${socketPath}\n`, { mode: 0o600 });
  return {
    cnf,
    env: {
      DATABASE_URL: server.appUrl,
      MIGRATION_DATABASE_URL: server.migrationUrl,
      AUDIT_DATABASE_URL: server.sequencerUrl,
    },
    stop: () => server.stop(),
  };
}

/**
 * Starts a built program and waits for a line that it prints; `stop` ends it with SIGTERM and gives its code.
 * @param {string} program
 * @param {Env} env
 * @param {RegExp} readyLine
 * @param {string} [at]
 */
async function startProgram(program, env, readyLine, at = root) {
  const child = spawn(process.execPath, [join(at, 'dist', program)], {
    cwd: at,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  /** @type {Promise<RegExpExecArray>} */
  const ready = new Promise((found, failed) => {
    createInterface(child.stdout).on('line', (line) => {
      said += `${line}\n`;
      const match = readyLine.exec(line);
      if (match) found(match);
    });
    child.once('exit', (code) => failed(new Error(`${program} ended with ${code}:\n${said}`)));
  });
  const match = await ready;
  /** @type {Promise<number | null>} */
  const ended = once(child, 'exit').then(([code]) => code);
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url: match[1] ?? '', key: match[2] ?? '', pid: child.pid, ended, stop, said: () => said };
}

/** @type {(env: Env, at?: string) => ReturnType<typeof startProgram>} `at` is the folder of another version. */
export const startApp = (env, at) => startProgram('main.js', env, /(?:ready at|listens on) (http:\/\/\S+:\d+)/, at);
/** @param {Env} env */
export const startWitness = (env) => startProgram('witness.js', env, /ready at (\S+) with the key (\S+)/);

/** A port that nobody listens on at this moment. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Waits until `look` gives something true; throws after a minute.
 * @param {string} what
 * @param {() => unknown} look
 */
export async function until(what, look) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const found = await look();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`Waited a minute for nothing: ${what}`);
}

/**
 * @param {string} url
 * @param {Asking} [asking]
 * @returns {Promise<Answer>}
 */
export async function ask(url, { token, json, by = fetch, ...more } = {}) {
  const response = await by(url, {
    ...more,
    ...(json && { method: 'POST', body: JSON.stringify(json) }),
    headers: {
      ...(json && { 'Content-Type': 'application/json' }),
      ...(token && { Authorization: `Bearer ${token}` }),
      ...more.headers,
    },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: /^[[{]/.test(text) ? JSON.parse(text) : text };
}

/**
 * An owner with a business; gives how to ask in that name.
 * @param {string} url
 * @returns {Promise<Owner>}
 */
export async function signUp(url, email = 'owner@drill.test') {
  const { status, body } = await ask(`${url}/api/v1/sign-ups`, {
    json: { email, password: 'correct horse battery', businessName: 'Drill', edition: 'accounting', locale: 'en' },
  });
  if (status !== 201) throw new Error(`The sign-up was answered ${status}: ${JSON.stringify(body)}`);
  return { token: body.token, of: (path) => `/api/v1/businesses/${body.business.id}${path}` };
}

/** @param {string} url */
export const auditLog = async (url) => (await ask(`${url}/readyz`)).body.details.auditLog;

/**
 * Whether `audit verify` said so of the database; it cannot be given the log's key there by anybody but the log.
 * @param {string} said
 */
export const verified = (said) => /^VERIFIED.*: all \d+ entries of /m.test(said);

/**
 * The application and its witness, each told the other's key. The first time the log's key is learnt by a start of its own.
 * @param {Env} shell
 * @param {{ key: string, witnessPort: string }} [known]
 */
export async function startBoth(shell, known) {
  const witnessPort = known?.witnessPort ?? String(await freePort());
  const env = { ...shell, WITNESS_URL: `http://127.0.0.1:${witnessPort}`, LOG_LEVEL: 'silent' };
  const app = await startApp(env);
  const { url } = app;
  const key = known?.key ?? (await ask(`${url}/audit/vkey`)).body.trim();
  const { WITNESS_DATA_DIR } = shell;
  const witness = await startWitness({ WITNESS_DATA_DIR, WITNESS_PORT: witnessPort, WITNESS_LOG_VKEY: key });
  const stop = async () => {
    await app.stop();
    await witness.stop();
  };
  return { url, key, witnessPort, stop };
}

/**
 * Writes to the books, and a reset of them.
 * @param {string} url
 * @param {Owner} owner
 */
export async function resetOnce(url, { token, of }) {
  await ask(url + of('/contacts'), { token, json: { name: 'To be reset' } });
  return ask(url + of('/resets'), { token, json: { signUpEmail: 'owner@drill.test' } });
}
