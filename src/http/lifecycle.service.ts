import { Injectable } from '@nestjs/common';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '../platform/kernel/clock.js';

/** So long may requests that are being answered take, once the process was asked to stop; then their connections are cut. */
const ANSWER_MS_MAX = 20 * SECOND_MS;

/** How a process leaves: first it says that it is not ready, then it takes no more connections, then it answers what it has. */
@Injectable()
export class Lifecycle {
  private readonly busy = new Map<Socket, number>();
  private stopping = false;

  get isStopping(): boolean {
    return this.stopping;
  }

  /** To be called before the server listens. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.busy.set(socket, 0);
      socket.once('close', () => this.busy.delete(socket));
    });
    server.prependListener('request', ({ socket }: { socket: Socket }, response: ServerResponse) => {
      this.busy.set(socket, (this.busy.get(socket) ?? 0) + 1);
      response.once('close', () => {
        if (this.busy.has(socket)) this.busy.set(socket, this.busy.get(socket)! - 1);
        if (this.stopping && !server.listening) this.closeIdle();
      });
    });
  }

  /**
   * Ends serving: `/readyz` says 503 for `drainMs`, so that a balancer sends no more; then the server listens no more, and
   * clients' connections on which nothing is asked are closed (a browser would keep them open for minutes). Resolves when
   * the last answer is out, or after 20 seconds.
   */
  async stopServing(server: Server, drainMs: number): Promise<void> {
    this.stopping = true;
    await sleep(drainMs);
    const closed = new Promise<void>((done) => server.close(() => done()));
    this.closeIdle();
    const cut = setTimeout(() => server.closeAllConnections(), ANSWER_MS_MAX);
    await closed;
    clearTimeout(cut);
  }

  private closeIdle(): void {
    for (const [socket, requests] of this.busy) if (requests === 0) socket.destroySoon();
  }
}
