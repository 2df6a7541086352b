import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** @import { Socket } from 'node:net' */
/** @import { Member } from './members.mjs' */

const LOOKED_AT_MS = 250;

/**
 * The one address that the program knows: hands each connection on to the member that takes the writes, always the first of those that can.
 * When that changes, every session to the one before is closed, as a proxy in production must: nobody goes on with a member
 * that the others have left.
 */
export class Forwarder {
  /** @type {Set<Socket>} */
  #sockets = new Set();
  /** @type {Member | undefined} */
  target;
  isCut = false;
  changes = 0;

  /** @param {readonly Member[]} members */
  constructor(members) {
    this.members = members;
    this.server = createServer((client) => this.#handOn(client));
  }

  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    await this.#look();
    this.timer = setInterval(() => void this.#look(), LOOKED_AT_MS);
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.server.address());
    return port;
  }

  stop() {
    clearInterval(this.timer);
    this.#closeAll();
    this.server.close();
  }

  /** Between the program and the members nothing arrives any more, whatever state these are in. */
  cut() {
    this.isCut = true;
    this.#closeAll();
  }

  mend() {
    this.isCut = false;
  }

  async #look() {
    if (this.isLooking) return;
    this.isLooking = true;
    const states = await Promise.all(this.members.map(async (member) => ({ member, can: await answers(member) })));
    this.isLooking = false;
    const still = states.find(({ member, can }) => can && member === this.target);
    const next = (still ?? states.find(({ can }) => can))?.member;
    if (next === this.target) return;
    this.target = next;
    this.changes += 1;
    this.#closeAll();
  }

  /** @param {Socket} client */
  #handOn(client) {
    const { target } = this;
    if (!target || this.isCut) {
      client.destroy();
      return;
    }
    const server = connect({ host: '127.0.0.1', port: target.ports.sql });
    for (const [one, other] of /** @type {[Socket, Socket][]} */ ([
      [client, server],
      [server, client],
    ])) {
      one.setNoDelay(true);
      this.#sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }

  #closeAll() {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/**
 * One that is paused does not answer at all; that is an answer too.
 * @param {Member} member
 */
function answers(member) {
  return Promise.race([member.isWritable(), new Promise((done) => setTimeout(() => done(false), 1_500))]);
}
