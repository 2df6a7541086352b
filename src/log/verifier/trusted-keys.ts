import { openCheckpoint, type SignedCheckpoint } from '../../platform/tlog/checkpoint.js';
import {
  COSIGNATURE,
  cosignatureTime,
  ED25519,
  isBy,
  parseVerifierKey,
  type VerifierKey,
} from '../../platform/tlog/signed-note.js';
import { orFail, VerificationFailure, type Verdict } from './verdict.js';

/** With which keys to verify: those given, and for want of the log's those that come with the log. */
export interface TrustedKeys {
  readonly keys: readonly VerifierKey[];
  readonly isLogKeyGiven: boolean;
  /** Witnesses that must have cosigned, since somebody gave their keys. */
  readonly required: readonly VerifierKey[];
}

/** `offered` gives the keys that come with the log; it is asked only when the log's key is not given. */
export async function trustedKeys(
  given: readonly string[],
  offered: () => Promise<readonly string[]>,
): Promise<TrustedKeys> {
  const known = given.map((text) => orFail('A given key is not readable', text, parseVerifierKey));
  const required = known.filter(({ type }) => type === COSIGNATURE);
  if (required.length < known.length) return { keys: known, isLogKeyGiven: true, required };
  const others = (await offered()).map((text) => orFail("The log's key is not readable", text, parseVerifierKey));
  return { keys: [...known, ...others], isLogKeyGiven: false, required };
}

/** Reads the checkpoint and verifies every signature that a known key made. Throws VerificationFailure. */
export function verifyCheckpoint(text: string, { keys }: TrustedKeys): SignedCheckpoint {
  return orFail('The checkpoint does not verify', text, (note) => openCheckpoint(note, keys));
}

/** Throws VerificationFailure when a witness whose key was given has not cosigned. */
export function assertWitnessed(signed: SignedCheckpoint, { required }: TrustedKeys): void {
  const missing = required.find((key) => !signed.signedBy.includes(key));
  if (!missing) return;
  throw new VerificationFailure(
    `The witness ${missing.name} has not cosigned this checkpoint of ${signed.checkpoint.size} entries.`,
  );
}

/** The part of the verdict that follows from the signatures. */
export function verdictOnSignatures(
  text: string,
  { note, checkpoint, signedBy }: SignedCheckpoint,
  { isLogKeyGiven }: TrustedKeys,
): Omit<Verdict, 'entries'> {
  const remarks: string[] = [];
  if (!isLogKeyGiven) {
    remarks.push(
      "The log's key was taken from the log itself: give the one you know (--key) to be sure whose log it is.",
    );
  }
  if (signedBy.every(({ type }) => type === ED25519)) {
    remarks.push('No witness vouches for it: no key of a witness was given (--key), so cosignatures were passed over.');
  }
  return {
    size: checkpoint.size,
    root: checkpoint.root.toString('base64'),
    signedBy: signedBy.map((key) =>
      signerName(
        key,
        note.signatures.find((each) => isBy(each, key))!,
      ),
    ),
    isLogKeyGiven,
    remarks,
    checkpoint: text,
  };
}

const LAST_DATE_SECONDS = 8.64e12;

function signerName(key: VerifierKey, signature: Parameters<typeof cosignatureTime>[0]): string {
  if (key.type !== COSIGNATURE) return key.name;
  const seconds = cosignatureTime(signature);
  return `${key.name} at ${seconds <= LAST_DATE_SECONDS ? new Date(seconds * 1000).toISOString() : `${seconds} s`}`;
}
