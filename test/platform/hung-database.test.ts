import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDatabaseUrl, parseDatabaseUrl } from '../../src/platform/database/address.js';
import { Client } from '../builders/client.js';
import { expectProblem } from '../builders/problems.js';
import { startTestApp, type TestApp } from '../setup/test-app.js';
import { until } from '../setup/until.js';

/** A line to the real database on which everything stops at a word: the server hangs, or a switch has lost its way. */
class Line {
  private readonly ends = new Set<Socket>();
  private isDead = false;

  private constructor(
    private readonly server: Server,
    readonly path: string,
  ) {}

  static async to(socketPath: string, path: string): Promise<Line> {
    const server = createServer();
    const line = new Line(server, path);
    server.on('connection', (near) => line.join(near, connect(socketPath)));
    await new Promise<void>((done) => server.listen(path, done));
    return line;
  }

  private join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.ends.add(from);
      from.on('data', (bytes) => void (this.isDead || to.write(bytes)));
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
    }
  }

  hang(): void {
    this.isDead = true;
  }

  mend(): void {
    this.isDead = false;
  }

  close(): void {
    for (const end of this.ends) end.destroy();
    this.server.close();
  }
}

describe('a database that does not answer', () => {
  let folder: string;
  let line: Line;
  let world: TestApp;
  let owner: Client;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ardoise-line-'));
    const through = async (appUrl: string) => {
      const address = parseDatabaseUrl(appUrl);
      line = await Line.to(address.socketPath!, join(folder, 'sql'));
      return formatDatabaseUrl({ ...address, socketPath: line.path });
    };
    world = await startTestApp('hung', { DATABASE_TIMEOUT_SECONDS: '3', DATABASE_POOL_SIZE: '2' }, {}, through);
    owner = await Client.signUp(world.url);
  });
  afterAll(async () => {
    line.mend();
    await world.stop();
    line.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is an answer for everybody, more than there are connections, and all is well when it is back', async () => {
    line.hang();
    const asks = Array.from({ length: 6 }, () => owner.get(owner.of('/counts')));
    for (const answer of await Promise.all(asks)) expectProblem(answer, 'DATABASE_UNAVAILABLE');
    expectProblem(await owner.post(owner.of('/contacts'), { name: 'Nadeau' }), 'DATABASE_UNAVAILABLE');
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${world.url}/readyz`)).status).toBe(503);
    line.mend();
    await until('an answer', async () => (await owner.get(owner.of('/counts'))).status === 200);
    expect((await owner.post(owner.of('/contacts'), { name: 'Nadeau' })).status).toBe(201);
  });
});
