import { type ChildProcess, spawn } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { formatPrivateKey, newPrivateKey } from '../../src/platform/tlog/signed-note.js';
import type { TestDatabase } from './databases.js';

const PROGRAM = resolve(process.cwd(), 'dist/main.js');
/** A recovery of the database, or a machine that is busy with other tests. */
const READY_MS_MAX = 120_000;

/** The settings of a program on a database that was made for it: of its own users, and with a key of the log. */
export function settingsOn(database: TestDatabase, key: KeyObject = newPrivateKey()): Record<string, string> {
  return {
    DATABASE_URL: database.appUrl,
    MIGRATION_DATABASE_URL: database.migrationUrl,
    AUDIT_DATABASE_URL: database.sequencerUrl,
    AUDIT_SIGNING_KEY: formatPrivateKey(key),
  };
}

/** The built program as an operating system process of its own, to be killed. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** `http://127.0.0.1:<port>` */
    readonly url: string,
    private readonly output: readonly string[],
  ) {}

  /** Starts it and waits until it serves. Of this process's environment it gets the search path only. */
  static async start(env: Record<string, string>): Promise<ServerProcess> {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run "npx nest build" first ("npm test" does).`);
    const child = spawn(process.execPath, [PROGRAM], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        PORT: '0',
        HOST: '127.0.0.1',
        LOG_LEVEL: 'warn',
        SIGN_UPS_PER_HOUR: '100000',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
    const port = await portOf(child, said).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    });
    return new ServerProcess(child, `http://127.0.0.1:${port}`, said);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What it printed so far, on either output. */
  said(): string {
    return this.output.join('');
  }

  /** Waits for its own end; gives the exit code, or null if a signal ended it. */
  async ended(): Promise<number | null> {
    if (this.isRunning) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  /** kill -9, and waits for its end. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As Ctrl-C (SIGINT) or a service manager (SIGTERM) does; gives the exit code, or null if the signal itself ended it. */
  stop(signal: 'SIGINT' | 'SIGTERM' = 'SIGTERM'): Promise<number | null> {
    return this.end(signal);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.isRunning) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
    return this.child.exitCode;
  }
}

function portOf(child: ChildProcess, said: string[]): Promise<string> {
  return new Promise((found, failed) => {
    const fail = (why: string) => failed(new Error(`The program ${why}:\n${said.join('').slice(-2_000)}`));
    const timer = setTimeout(() => fail(`was not ready after ${READY_MS_MAX / 1000} s`), READY_MS_MAX);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code} before it was ready`);
    });
    createInterface(child.stdout!).on('line', (line) => {
      said.push(`${line}\n`);
      const port = /ready at http:\/\/localhost:(\d+)/.exec(line)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      found(port);
    });
  });
}
