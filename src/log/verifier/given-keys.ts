import { existsSync, readFileSync } from 'node:fs';
import { NoteError, parseVerifierKey } from '../../platform/tlog/signed-note.js';
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
