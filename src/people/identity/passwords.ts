import { hash, verify } from '@node-rs/argon2';
import { availableParallelism } from 'node:os';
import { Turns } from './turns.js';

/** argon2id with the parameters that OWASP's Password Storage Cheat Sheet names as its minimum (19 MiB, 2, 1). */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashing takes a core and 19 MiB for a while: a few at once, and a line that is over in about a second. */
const turns = new Turns({
  atOnce: Math.min(3, Math.max(2, availableParallelism())),
  waitingMax: 64,
  waitingOfOneMax: 16,
});

/** Verified when there is no such account, so that an answer takes as long for a stranger as for a member. */
let decoy: Promise<string> | undefined;

/** `address` is the stranger's for whom this is done. Throws BUSY when too much waits already, of theirs or of all. */
export function hashPassword(password: string, address?: string): Promise<string> {
  return turns.take(address, () => hash(password, PARAMETERS));
}

/** Throws BUSY as `hashPassword` does. */
export async function passwordMatches(
  passwordHash: string | null | undefined,
  password: string,
  address?: string,
): Promise<boolean> {
  decoy ??= hash('nobody has this password', PARAMETERS);
  const known = passwordHash ?? (await decoy);
  const matches = await turns.take(address, () => verify(known, password));
  return matches && typeof passwordHash === 'string';
}
