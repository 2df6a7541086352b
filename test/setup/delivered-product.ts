import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The product as it is delivered: what `npm start` runs in a fresh clone, with no setting but a port that is free and a data
 * folder that is fresh. It is started by the first test file that asks for it, shared by all of a run, and stopped by Jest's
 * global teardown. Jest's global setup and teardown read this file as CommonJS: it imports from Node only.
 */
export interface DeliveredProduct {
  /** Of the script that npm start runs, which leads a process group of its own. */
  readonly pid: number;
  /** `http://localhost:<port>`, as the product printed it. */
  readonly url: string;
  readonly port: string;
  readonly dataDir: string;
  /** All that it printed until it was ready. */
  readonly said: string;
}

/** Where this run's files lie; set by the global setup, inherited by the workers. */
const RUN_FOLDER = 'ARDOISE_TEST_RUN_FOLDER';
const LOOK_AGAIN_MS = 100;
/** Installing nothing, but perhaps compiling, on a machine that is busy with other tests. */
const READY_MS_MAX = 170_000;
const STOP_MS_MAX = 120_000;

export function prepareRunFolder(): void {
  process.env[RUN_FOLDER] = mkdtempSync(join(tmpdir(), 'ardoise-run-'));
}

/** The product, started by whoever asks first. */
export async function deliveredProduct(): Promise<DeliveredProduct> {
  const folder = process.env[RUN_FOLDER]!;
  const mayStart = tryCreate(join(folder, 'starting'));
  if (mayStart) await start(folder);
  const until = Date.now() + READY_MS_MAX;
  while (!existsSync(join(folder, 'product.json'))) {
    if (existsSync(join(folder, 'failed')) || Date.now() > until) {
      throw new Error(`npm start does not come up:\n${readFileSync(join(folder, 'output'), 'utf8')}`);
    }
    await sleep(LOOK_AGAIN_MS);
  }
  return readProduct(folder)!;
}

/** For the end of the run: asks it to stop, as a service manager does, and waits until nothing of it runs any more. */
export async function stopDeliveredProduct(): Promise<void> {
  const folder = process.env[RUN_FOLDER];
  if (folder === undefined) return;
  const pid = Number(readOr(join(folder, 'pid')));
  if (pid > 0) {
    signal(pid, 'SIGTERM');
    const until = Date.now() + STOP_MS_MAX;
    while (signal(-pid, 0) && Date.now() < until) await sleep(LOOK_AGAIN_MS);
    signal(-pid, 'SIGKILL');
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function start(folder: string): Promise<void> {
  const dataDir = join(folder, 'data');
  const port = await freePort();
  const output = openSync(join(folder, 'output'), 'a');
  // What npm would run. Under npm a signal to the group arrives twice, from us and passed on, and on a busy machine so far
  // apart that the second counts as "at once": the program was killed, and its database server stayed behind.
  const { scripts } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as { scripts: { start: string } };
  const child = spawn('sh', ['-c', `exec ${scripts.start}`], {
    cwd: resolve('.'),
    env: plainEnvironment({ PORT: port, DATA_DIR: dataDir }),
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  writeFileSync(join(folder, 'pid'), String(child.pid));
  child.once('exit', () => writeFileSync(join(folder, 'failed'), ''));
  child.unref();
  const said = await untilReady(folder);
  if (said === undefined) return;
  const url = /ready at (\S+)/.exec(said)![1]!;
  const product: DeliveredProduct = { pid: child.pid!, url, port, dataDir, said };
  writeFileSync(join(folder, 'product.json.part'), JSON.stringify(product));
  renameSync(join(folder, 'product.json.part'), join(folder, 'product.json'));
}

/** What it printed, to the last line that it prints when it is ready; undefined when it does not get there. */
async function untilReady(folder: string): Promise<string | undefined> {
  const until = Date.now() + READY_MS_MAX;
  while (Date.now() < until && !existsSync(join(folder, 'failed'))) {
    const said = readFileSync(join(folder, 'output'), 'utf8');
    if (said.includes('Stop with Ctrl-C.')) return said;
    await sleep(LOOK_AGAIN_MS);
  }
  return undefined;
}

/** What a newcomer's terminal has, and the settings given; none of the test run's own. */
export function plainEnvironment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR'].filter((name) => process.env[name] !== undefined);
  return { ...Object.fromEntries(kept.map((name) => [name, process.env[name]])), ...settings };
}

export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

function readProduct(folder: string): DeliveredProduct | undefined {
  const text = readOr(join(folder, 'product.json'));
  return text === '' ? undefined : (JSON.parse(text) as DeliveredProduct);
}

function readOr(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function tryCreate(path: string): boolean {
  try {
    writeFileSync(path, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** False when there is no such process any more. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
