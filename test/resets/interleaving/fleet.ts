import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMailsOf } from '../../builders/mailbox.js';
import { ServerProcess } from '../../setup/server-process.js';

/** Several processes of the program on one database. One that is killed is started again while the others serve. */
export class Fleet {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ardoise-fleet-'));
  private readonly places: (ServerProcess | undefined)[] = [];
  /** By place; done where the process serves. */
  private readonly starting: Promise<void>[] = [];
  private failure?: Error;
  killed = 0;

  private constructor(
    private readonly env: Record<string, string>,
    private readonly adminUrl: string,
  ) {}

  static async launch(processes: number, env: Record<string, string>, adminUrl: string): Promise<Fleet> {
    const fleet = new Fleet(env, adminUrl);
    for (let place = 0; place < processes; place++) fleet.begin(place);
    await fleet.whole();
    return fleet;
  }

  /** Where process `place` listens, or another one while that one is being started. */
  async url(place: number): Promise<string> {
    for (;;) {
      if (this.failure !== undefined) throw this.failure;
      const serving = this.places[place % this.places.length] ?? this.places.find((found) => found !== undefined);
      if (serving) return serving.url;
      await Promise.race(this.starting.filter((_, at) => this.places[at] === undefined));
    }
  }

  /** kill -9 of process `place`; its successor is on its way when this is done. */
  async kill(place: number): Promise<void> {
    const at = place % this.places.length;
    const victim = this.places[at];
    if (!victim) return;
    this.killed += 1;
    const dying = victim.kill();
    this.begin(at, dying);
    await dying;
  }

  /** Waits until every process serves. */
  async whole(): Promise<void> {
    await Promise.all(this.starting);
    if (this.failure !== undefined) throw this.failure;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.starting);
    await Promise.all(this.places.map(async (server) => server?.kill()));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private begin(place: number, after: Promise<void> = Promise.resolve()): void {
    this.places[place] = undefined;
    const env = { ...this.env, DATA_DIR: join(this.folder, String(place)) };
    this.starting[place] = after
      .then(() => ServerProcess.start(env))
      .then(
        (server) => {
          readMailsOf(server.url, this.adminUrl);
          this.places[place] = server;
        },
        (error: Error) => {
          this.failure = error;
        },
      );
  }
}
