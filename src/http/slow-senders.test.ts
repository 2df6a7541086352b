import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeSilentConnections, endSlowBodies } from './slow-senders.js';

const LOOK_MS = 100;

describe('a body that is sent slowly', () => {
  let server: Server;

  beforeAll(async () => {
    const app = express();
    app.use(endSlowBodies(LOOK_MS));
    app.post('/', async (request, response) => {
      let bytes = 0;
      try {
        for await (const part of request) bytes += (part as Buffer).length;
      } catch {
        return;
      }
      // Longer than a look: what has come whole may be worked on.
      await sleep(4 * LOOK_MS);
      response.send(String(bytes));
    });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  /** Sends `bytes` again and again until `total` are sent or the server hangs up; what the server answered, if it did. */
  async function send(total: number, bytes: number): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('data', (part: Buffer) => (answer += part.toString()));
    socket.on('error', () => undefined);
    const closed = new Promise((done) => socket.once('close', done));
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${total}\r\n\r\n`);
    for (let sent = 0; sent < total && !socket.destroyed; sent += bytes) {
      socket.write('x'.repeat(Math.min(bytes, total - sent)));
      await sleep(LOOK_MS / 20);
    }
    await closed;
    return answer;
  }

  test('a byte at a time is ended', async () => {
    expect(await send(100_000, 1)).toBe('');
  });

  test('but in good time is read to its end, however long the answer takes', async () => {
    expect(await send(200_000, 5_000)).toMatch(/^HTTP\/1\.1 200 .*200000$/s);
  });
});

describe('a connection', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer({ connectionsCheckingInterval: LOOK_MS }, (_, response) => response.end('answered'));
    closeSilentConnections(server, 2 * LOOK_MS, LOOK_MS);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  /** What the server said on a connection on which this and nothing more is said, until it closed it. */
  async function untilClosed(said: string): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let answer = '';
    socket.on('data', (part: Buffer) => (answer += part.toString()));
    socket.write(said);
    await once(socket, 'close');
    return answer;
  }

  test.each([
    ['on which nothing is said', '', /^(HTTP\/1\.1 408 |$)/],
    ['whose headers do not end', 'GET / HTTP/1.1\r\nHost: x\r\n', /^HTTP\/1\.1 408 /],
    ['that has had its answer', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 200 .*answered/s],
  ])('%s is closed', async (_, said, answer) => {
    expect(await untilClosed(said)).toMatch(answer);
  });
});
