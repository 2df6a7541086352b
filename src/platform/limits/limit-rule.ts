import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Origin } from '../kernel/actor.js';

/** What a rule counts by; the first is what its counts can be found and forgotten by. */
export type CountedBy = readonly [subject: string, ...more: string[]];

/** One counter of a rule. */
export interface Counter {
  readonly rule: LimitRule;
  readonly by: CountedBy;
}

export interface LimitOptions {
  readonly max: number;
  /** From the first try on: when it is over, all tries are free again. */
  readonly windowMs: number;
  /**
   * Once `max` tries are used: one more after each of these pauses, the last of them again and again, until nobody has tried
   * for `windowMs`. Without: none until the window is over.
   */
  readonly pausesMs?: readonly number[];
}

/** At most `max` tries of one kind in a time. */
export class LimitRule implements LimitOptions {
  readonly max: number;
  readonly windowMs: number;
  readonly pausesMs: readonly number[];

  /** `name` is part of the keys: two rules have two names, and a rule that is renamed starts to count anew. */
  constructor(
    readonly name: string,
    options: LimitOptions,
  ) {
    this.max = options.max;
    this.windowMs = options.windowMs;
    this.pausesMs = options.pausesMs ?? [];
  }

  of(...by: CountedBy): Counter {
    return { rule: this, by };
  }
}

export const counterKey = ({ rule, by }: Counter): Buffer => hashOf([rule.name, 'counter', ...by]);
export const subjectKey = (rule: LimitRule, subject: string): Buffer => hashOf([rule.name, 'subject', subject]);

const hashOf = (parts: readonly string[]) => createHash('sha256').update(JSON.stringify(parts), 'utf8').digest();

const UNKNOWN = 'unknown';

/** What counts as one address: an IPv4 address, or the /64 of an IPv6 address, which one household has to itself. */
export function addressOf({ ip }: Pick<Origin, 'ip'>): string {
  if (ip === undefined) return UNKNOWN;
  const plain = ip.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : plain;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(zeros).fill('0'), ...after].map((group) => group.replace(/^0+(?=.)/, ''));
}
