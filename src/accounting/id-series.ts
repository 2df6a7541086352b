import { idToBytes, newId } from '../platform/kernel/ids.js';

const TAIL_AT = 10;
const TAIL_BYTES = 6;

/**
 * Ids for the entries of one import, computed from their index instead of remembered: a file may return to an entry a
 * million lines later. UUIDv7 (RFC 9562 §6.2, method 1: the last 48 bits are a counter).
 */
export class IdSeries {
  private readonly base = idToBytes(newId());

  constructor() {
    // Room for the counter, so that ids increase with the index.
    this.base[TAIL_AT] = 0;
  }

  at(index: number): Buffer {
    const id = Buffer.from(this.base);
    id.writeUIntBE(this.base.readUIntBE(TAIL_AT, TAIL_BYTES) + index, TAIL_AT, TAIL_BYTES);
    return id;
  }

  /** Whether an id is of this series. */
  has(id: Buffer): boolean {
    return id.compare(this.base, 0, TAIL_AT, 0, TAIL_AT) === 0 && id[TAIL_AT] === 0;
  }
}
