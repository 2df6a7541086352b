import { existsSync, readFileSync } from 'node:fs';
import { COSIGNATURE, NoteError, parseVerifierKey } from '../../platform/tlog/signed-note.js';
import { WrongUse } from './verify-path.js';

/** A verifier key as text, or those in a file, one a line. Throws WrongUse. */
export function keysFrom(given: string, file = given): string[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : given;
  const keys = text.trim().split('\n');
  try {
    for (const key of keys) parseVerifierKey(key);
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new WrongUse(`--key ${given} is neither a verifier key nor a file that holds one: ${error.message}`);
  }
  return keys;
}

/** How many of the witnesses among the given keys must have cosigned; undefined where nothing is said. Throws WrongUse. */
export function quorumFrom(given: string | undefined, keys: readonly string[]): number | undefined {
  if (given === undefined) return undefined;
  const witnesses = keys.filter((key) => parseVerifierKey(key).type === COSIGNATURE).length;
  const quorum = /^\d{1,3}$/.test(given) ? Number(given) : 0;
  if (quorum >= 1 && quorum <= witnesses) return quorum;
  throw new WrongUse(`--quorum is a number from 1 to the ${witnesses} witnesses whose keys are given, not "${given}".`);
}
