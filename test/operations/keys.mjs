import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ask,
  auditLog,
  check,
  commandsOf,
  freePort,
  inFolder,
  resetOnce,
  runBlock,
  signUp,
  startApp,
  startDatabase,
  startWitness,
  until,
  verified,
} from './lib.mjs';

/** @import { Env, Owner, Program } from './lib.mjs' */

/** @typedef {Awaited<ReturnType<typeof prepare>>['shell']} Shell */

export const needs = { programs: ['openssl'], packages: ['openssl'] };

/** Loses the log's key, the witness's folder and the data folder; after each a reset, a cosignature and a log that verifies. */
export async function drill() {
  const [newKey, moveAway, tellKey, keep, compare] = commandsOf('keys');
  await inFolder(async (folder, atEnd) => {
    const database = await startDatabase(folder);
    atEnd(() => database.stop());
    const { shell, settings } = await prepare(folder, database);
    const service = new Service(shell, settings);
    atEnd(() => service.stop());
    await service.start();
    const owner = await signUp(service.url);
    await checkWhole(service, owner, keep);

    await loseSigningKey(service, owner, newKey);
    await checkWhole(service, owner, keep);

    await loseWitness(service, moveAway, tellKey);
    await checkWhole(service, owner, keep);

    await service.stop();
    rmSync(shell.DATA_DIR, { recursive: true });
    await service.start();
    check('it says that the file of checkpoints was lost', (await auditLog(service.url)).fileLostAt !== undefined);
    await checkWhole(service, owner, compare);
  });
}

/**
 * @param {string} folder
 * @param {{ env: Env }} database
 */
async function prepare(folder, { env }) {
  const inside = (/** @type {string} */ name) => join(folder, name);
  const shell = {
    SETTINGS: inside('settings'),
    SECRETS: inside('secrets'),
    BACKUP: inside('backup'),
    DATA_DIR: inside('data'),
    WITNESS_DATA_DIR: inside('witness'),
  };
  for (const made of [shell.SECRETS, shell.BACKUP]) mkdirSync(made);
  const key = join(shell.SECRETS, 'signing-key.pem');
  execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key]);
  const WITNESS_PORT = String(await freePort());
  const given = {
    ...env,
    DATA_DIR: shell.DATA_DIR,
    AUDIT_SIGNING_KEY_FILE: key,
    WITNESS_URL: `http://127.0.0.1:${WITNESS_PORT}`,
    LOG_LEVEL: 'error',
  };
  const lines = Object.entries(given).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(shell.SETTINGS, lines.join(''), { mode: 0o600 });
  /** @returns {Record<string, string>} */
  const settings = () =>
    Object.fromEntries(
      [...readFileSync(shell.SETTINGS, 'utf8').matchAll(/^(\w+)='(.*)'$/gm)].map((line) => line.slice(1)),
    );
  return { shell: { ...shell, WITNESS_PORT }, settings };
}

/** The application and its witness, as an operator starts them from a file of settings. */
class Service {
  /** @type {string[]} */
  logKeys = [];
  /** @type {Program | undefined} */
  app;
  /** @type {Program | undefined} */
  witness;
  url = '';

  /**
   * @param {Shell} shell
   * @param {() => Record<string, string>} settings
   */
  constructor(shell, settings) {
    this.shell = shell;
    this.settings = settings;
  }

  /** @param {Env} [also] */
  async startApp(also = {}) {
    this.app = await startApp({ ...this.settings(), ...also });
    this.url = this.app.url;
    const key = (await ask(`${this.url}/audit/vkey`)).body.trim();
    if (!this.logKeys.includes(key)) this.logKeys.push(key);
  }

  async startWitness() {
    const { WITNESS_DATA_DIR, WITNESS_PORT } = this.shell;
    this.witness = await startWitness({ WITNESS_DATA_DIR, WITNESS_PORT, WITNESS_LOG_VKEY: this.logKeys.join(' ') });
  }

  async start() {
    await this.startApp();
    await this.startWitness();
  }

  async stop() {
    await this.app?.stop();
    await this.witness?.stop();
  }
}

/**
 * @param {Service} service
 * @param {Owner} owner
 * @param {string | undefined} newKey
 */
async function loseSigningKey(service, owner, newKey) {
  const [OLD_VKEY] = service.logKeys;
  await service.stop();
  rmSync(service.settings().AUDIT_SIGNING_KEY_FILE ?? '');
  runBlock(newKey, { ...service.shell, OLD_VKEY });
  await service.startApp({ AUDIT_OLD_VKEYS: '' });
  const { status, body } = await resetOnce(service.url, owner);
  check('without the old verifier key resets are refused', status === 503 && body.code === 'AUDIT_UNAVAILABLE');
  await service.stop();
  await service.start();
}

/**
 * @param {Service} service
 * @param {string | undefined} moveAway
 * @param {string | undefined} tellKey
 */
async function loseWitness(service, moveAway, tellKey) {
  await service.stop();
  rmSync(join(service.shell.WITNESS_DATA_DIR, 'state.json'));
  const refusal = await service.startWitness().then(
    () => 'it started',
    (error) => error.message,
  );
  check('a witness without its memory does not start', /has forgotten what it cosigned/.test(refusal));
  runBlock(moveAway, service.shell);
  await service.startWitness();
  runBlock(tellKey, service.shell);
  await service.startApp();
}

/**
 * @param {Service} service
 * @param {Owner} owner
 * @param {string | undefined} verify
 */
async function checkWhole({ url, shell }, owner, verify) {
  const { status, body } = await resetOnce(url, owner);
  check(`a reset is done (${status} ${body.code ?? ''})`, status === 201);
  await until('a cosignature', async () => {
    const { entries, witness, oldestPendingSeconds } = await auditLog(url);
    return entries > 0 && witness === 'cosigned' && oldestPendingSeconds === 0;
  });
  check('the whole log verifies', verified(runBlock(verify, shell)));
}
