import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const PROGRAM = resolve(process.cwd(), 'dist/witness.js');

/** How a witness ended that did not come up. */
export interface WitnessEnd {
  readonly code: number | null;
  readonly said: string;
}

/** The built witness as an operating system process of its own, to be killed. */
export class WitnessServer {
  private constructor(
    private readonly child: ChildProcess,
    /** `http://127.0.0.1:<port>` */
    readonly url: string,
    readonly verifierKey: string,
  ) {}

  /** Starts it and waits until it serves; gives its end instead when it does not. It gets this environment only. */
  static async start(env: Record<string, string>, args: string[] = []): Promise<WitnessServer | WitnessEnd> {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run "npx nest build" first ("npm test" does).`);
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { WITNESS_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    return new Promise((done) => {
      child.stderr.on('data', (text: Buffer) => (said += text.toString()));
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        const ready = /ready at (\S+) with the key (\S+)\n/.exec(said);
        if (ready) done(new WitnessServer(child, ready[1]!, ready[2]!));
      });
      child.once('close', (code) => done({ code, said }));
    });
  }

  /** Gives the exit code, or null if the signal itself ended it. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
    return this.child.exitCode;
  }
}
