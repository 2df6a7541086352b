import { randomInt } from 'node:crypto';

/** Room that every key is sure to find: three parts of at most 50 code points of 4 bytes, and two separators. */
const KEY_BYTES_MAX = 3 * 50 * 4 + 2;
const TAB = 0x09;

/**
 * Gives every different key its rank of first appearance. A `Map<string, number>` would do the same at five times
 * the memory and time: here the keys are bytes in one buffer, not a string object for each of a million entries.
 */
export class KeyIndex {
  private count = 0;
  private bytes = Buffer.alloc(64 * 1024);
  /** Where each key ends in `bytes`; it begins where the one before ends. */
  private ends = new Uint32Array(1024);
  private hashes = new Int32Array(1024);
  /** Open addressing with linear probing: rank + 1, or 0 where free. At most half of the slots are taken. */
  private slots = new Uint32Array(2048);
  /** So that nobody can prepare a file whose keys all collide. */
  private readonly seed = randomInt(2 ** 32 - 1) | 0;

  get size(): number {
    return this.count;
  }

  /** The rank of the key, from 0; a key not seen before gets the next one. No part may hold a tab. */
  rankOf(journal: string, number: string, date: string): number {
    const start = this.startOf(this.count);
    if (start + KEY_BYTES_MAX > this.bytes.length) this.growBytes();
    // Written behind the known keys at once: if it is new it stays there, if not the next key overwrites it.
    let end = this.write(journal, start);
    this.bytes[end++] = TAB;
    end = this.write(number, end);
    this.bytes[end++] = TAB;
    end = this.write(date, end);

    const hash = this.hash(start, end);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let taken = this.slots[slot]!; taken !== 0; taken = this.slots[slot]!) {
      const rank = taken - 1;
      if (this.hashes[rank] === hash && this.isKey(rank, start, end)) return rank;
      slot = (slot + 1) & mask;
    }
    return this.append(slot, hash, end);
  }

  /** The three parts of a key, with spaces between. */
  nameOf(rank: number): string {
    return this.bytes.toString('utf8', this.startOf(rank), this.ends[rank]).replaceAll('\t', ' ');
  }

  private startOf(rank: number): number {
    return rank === 0 ? 0 : this.ends[rank - 1]!;
  }

  private write(part: string, start: number): number {
    for (let i = 0; i < part.length; i++) {
      const code = part.charCodeAt(i);
      if (code > 0x7f) return start + this.bytes.write(part, start);
      this.bytes[start + i] = code;
    }
    return start + part.length;
  }

  /** FNV-1a over the bytes, then a final mix, because the slot is taken from the low bits. */
  private hash(start: number, end: number): number {
    let hash = this.seed;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ this.bytes[i]!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return hash ^ (hash >>> 13);
  }

  private isKey(rank: number, start: number, end: number): boolean {
    const knownStart = this.startOf(rank);
    if (this.ends[rank]! - knownStart !== end - start) return false;
    for (let i = start, known = knownStart; i < end; i++, known++) {
      if (this.bytes[i] !== this.bytes[known]) return false;
    }
    return true;
  }

  private append(slot: number, hash: number, end: number): number {
    const rank = this.count++;
    if (rank === this.ends.length) this.growRanks();
    this.ends[rank] = end;
    this.hashes[rank] = hash;
    this.slots[slot] = rank + 1;
    if (2 * this.count > this.slots.length) this.growSlots();
    return rank;
  }

  private growBytes(): void {
    const bytes = Buffer.alloc(2 * this.bytes.length);
    this.bytes.copy(bytes);
    this.bytes = bytes;
  }

  private growRanks(): void {
    const [ends, hashes] = [this.ends, this.hashes];
    this.ends = new Uint32Array(2 * ends.length);
    this.ends.set(ends);
    this.hashes = new Int32Array(2 * hashes.length);
    this.hashes.set(hashes);
  }

  private growSlots(): void {
    this.slots = new Uint32Array(2 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let rank = 0; rank < this.count; rank++) {
      let slot = this.hashes[rank]! & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = rank + 1;
    }
  }
}
