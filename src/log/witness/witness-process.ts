import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../../platform/config/settings.js';
import { SECOND_MS } from '../../platform/kernel/clock.js';

/** Where a witness listens, and its verifier key. It tells its parent process so by IPC. */
export interface WitnessAddress {
  readonly url: string;
  readonly verifierKey: string;
}

/** The compiled program beside this folder. */
const PROGRAM = fileURLToPath(new URL('../../witness.js', import.meta.url));
const RESTART_AFTER_MS = 5 * SECOND_MS;
const STOP_MS_MAX = 5 * SECOND_MS;

/**
 * A witness beside the program, on this machine only, for whoever runs no other. It ends with this process, also with one
 * that is killed (its channel closes), and is started again when it dies. Of two programs on one data folder the second
 * has none (the folder is the first one's) until the first stops.
 */
export class WitnessProcess {
  /** Where it listens, or last did; undefined until it has told. Changes when it is started again. */
  address: WitnessAddress | undefined;
  private child: ChildProcess | undefined;
  private restart: NodeJS.Timeout | undefined;
  private isUp = false;
  private isStopping = false;
  private readonly saidWhileDown = new Set<string>();

  constructor(
    private readonly logVerifierKey: string,
    private readonly folder: string,
    private readonly log: (line: string) => void,
  ) {
    this.start();
  }

  private start(): void {
    const child = fork(PROGRAM, [], {
      // Only what it needs: the key of the log and the way to the database are not for it.
      env: {
        WITNESS_LOG_VKEY: this.logVerifierKey,
        WITNESS_DATA_DIR: this.folder,
        WITNESS_HOST: '127.0.0.1',
        WITNESS_PORT: '0',
      },
      execArgv: ['--enable-source-maps'],
      // A group of its own: Ctrl-C is for the program, which then ends its witness.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child = child;
    child.once('message', (address) => this.onReady(address as WitnessAddress));
    createInterface(child.stderr!).on('line', (line) => this.say(line));
    child.once('error', (error) => this.onEnd(child, error.message));
    child.once('exit', (code, signal) => this.onEnd(child, `it ended with ${signal ?? code}`));
  }

  private onReady(address: WitnessAddress): void {
    this.address = address;
    this.isUp = true;
    this.saidWhileDown.clear();
  }

  private onEnd(child: ChildProcess, why: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    this.isUp = false;
    if (this.isStopping) return;
    this.say(`${why}, and is started again every ${RESTART_AFTER_MS / SECOND_MS} s`);
    this.restart = setTimeout(() => this.start(), RESTART_AFTER_MS);
  }

  /** Why it does not come up is said once, not at each try. */
  private say(line: string): void {
    if (!this.isUp && this.saidWhileDown.has(line)) return;
    if (!this.isUp) this.saidWhileDown.add(line);
    this.log(`Witness: ${line}`);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.restart);
    const { child } = this;
    if (!child) return;
    const ended = once(child, 'exit');
    if (child.connected) child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    await ended;
    clearTimeout(timer);
  }
}

/** The settings with the witness beside the program, wherever that listens just now. */
export function withWitness(settings: Settings, witness: WitnessProcess): Settings {
  return {
    ...settings,
    witnesses: [
      {
        get url() {
          return witness.address?.url;
        },
        get verifierKey() {
          return witness.address?.verifierKey;
        },
      },
    ],
    witnessQuorum: 1,
  };
}
