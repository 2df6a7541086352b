import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../operations/lib.mjs';

/** @import { Owner } from '../operations/lib.mjs' */

const WAITED_MS_MAX = 20_000;

/** A business whose owner goes on and on: writes, resets, restores, each with a key that is repeated until there is an answer. */
export class BusyOwner {
  /** @type {Map<string, string>} */
  contacts = new Map();
  /** @type {Map<string, string>} */
  switches = new Map();
  /** @type {Record<string, number>} */
  answers = {};

  /**
   * @param {string} name
   * @param {string} email
   * @param {Owner} owner
   * @param {readonly string[]} urls of the processes
   * @param {() => void} committed told of each
   */
  constructor(name, email, owner, urls, committed) {
    this.name = name;
    this.email = email;
    this.owner = owner;
    this.urls = urls;
    this.committed = committed;
  }

  /** @param {() => boolean} isOver */
  async work(isOver) {
    for (let turn = 0; !isOver(); turn++) {
      if (turn % 8 === 7) await this.#switch('/resets', {});
      else if (turn % 16 === 12) await this.#restore();
      else await this.#write(turn);
    }
  }

  /** @param {number} turn */
  async #write(turn) {
    const name = `${this.name} ${turn}`;
    const body = await this.#until('/contacts', { name }, 201);
    if (body) this.contacts.set(body.id, name);
  }

  async #restore() {
    const { status, body } = await this.#once('/snapshots', undefined, undefined);
    const [snapshot] = status === 200 ? body : [];
    if (snapshot) await this.#switch('/restores', { snapshotId: snapshot.id });
  }

  /**
   * @param {string} path
   * @param {object} more
   */
  async #switch(path, more) {
    const key = randomUUID();
    const body = await this.#until(path, { signUpEmail: this.email, ...more }, 201, key);
    if (body) this.switches.set(body.id, key);
  }

  /**
   * Asks until the answer is one: what has no answer is repeated with the same key. Undefined where it was refused.
   * @param {string} path
   * @param {object} json
   * @param {number} wanted
   */
  async #until(path, json, wanted, key = randomUUID()) {
    for (const deadline = Date.now() + WAITED_MS_MAX; Date.now() < deadline;) {
      const { status, body } = await this.#once(path, json, key);
      if (status === wanted) {
        this.committed();
        return body;
      }
      if (status !== 0 && status < 500 && status !== 409 && status !== 429) return undefined;
      if (status === 409 && body?.code !== 'REQUEST_IN_PROGRESS') return undefined;
      await sleep(200);
    }
    return undefined;
  }

  /**
   * @param {string} path
   * @param {object | undefined} json
   * @param {string | undefined} key
   */
  async #once(path, json, key) {
    const url = this.urls[Math.floor(Math.random() * this.urls.length)] ?? '';
    const { token, of } = this.owner;
    try {
      const answer = await ask(url + of(path), {
        token,
        ...(json && { json }),
        ...(key && { headers: { 'Idempotency-Key': key } }),
        signal: AbortSignal.timeout(WAITED_MS_MAX),
      });
      this.#count(answer.status < 400 ? String(answer.status) : `${answer.status} ${answer.body?.code ?? ''}`);
      return answer;
    } catch (error) {
      this.#count(`no answer (${/** @type {any} */ (error).cause?.code ?? /** @type {any} */ (error).name})`);
      return { status: 0, body: undefined };
    }
  }

  /** @param {string} answer */
  #count(answer) {
    this.answers[answer] = (this.answers[answer] ?? 0) + 1;
  }
}
