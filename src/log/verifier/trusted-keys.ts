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
  /** Witnesses whose keys somebody gave. */
  readonly witnesses: readonly VerifierKey[];
  /** How many of them must have cosigned. */
  readonly quorum: number;
}

/** `offered` gives the keys that come with the log; it is asked only when the log's key is not given. */
export async function trustedKeys(
  given: readonly string[],
  offered: () => Promise<readonly string[]>,
  quorum?: number,
): Promise<TrustedKeys> {
  const known = given.map((text) => orFail('A given key is not readable', text, parseVerifierKey));
  const witnesses = known.filter(({ type }) => type === COSIGNATURE);
  // Whoever gives a key and says no more wants that witness's word.
  const about = { witnesses, quorum: quorum ?? witnesses.length };
  if (witnesses.length < known.length) return { keys: known, isLogKeyGiven: true, ...about };
  const others = (await offered()).map((text) => orFail("The log's key is not readable", text, parseVerifierKey));
  return { keys: [...known, ...others], isLogKeyGiven: false, ...about };
}

/** Reads the checkpoint and verifies every signature that a known key made. Throws VerificationFailure. */
export function verifyCheckpoint(text: string, { keys }: TrustedKeys): SignedCheckpoint {
  return orFail('The checkpoint does not verify', text, (note) => openCheckpoint(note, keys));
}

/** Whether as many of the witnesses as must have cosigned it. */
export function isWitnessed({ signedBy }: SignedCheckpoint, { witnesses, quorum }: TrustedKeys): boolean {
  return witnesses.filter((key) => signedBy.includes(key)).length >= quorum;
}

/** Throws VerificationFailure when too few of the witnesses whose keys were given have cosigned. */
export function assertWitnessed(signed: SignedCheckpoint, trusted: TrustedKeys): void {
  if (isWitnessed(signed, trusted)) return;
  const { witnesses, quorum } = trusted;
  const { size } = signed.checkpoint;
  const missing = witnesses.filter((key) => !signed.signedBy.includes(key)).map(({ name }) => name);
  if (quorum === witnesses.length) {
    throw new VerificationFailure(`The witness ${missing[0]} has not cosigned this checkpoint of ${size} entries.`);
  }
  throw new VerificationFailure(
    `Only ${witnesses.length - missing.length} of ${witnesses.length} witnesses have cosigned this checkpoint of ${size} entries, and ${quorum} must; not: ${missing.join(', ')}.`,
  );
}

/** The part of the verdict that follows from the signatures. */
export function verdictOnSignatures(
  text: string,
  { note, checkpoint, signedBy }: SignedCheckpoint,
  { isLogKeyGiven, witnesses, quorum }: TrustedKeys,
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
  const missing = witnesses.filter((key) => !signedBy.includes(key)).map(({ name }) => name);
  if (missing.length > 0) {
    remarks.push(
      `${witnesses.length - missing.length} of ${witnesses.length} witnesses have cosigned it, ${quorum} must (--quorum); not: ${missing.join(', ')}.`,
    );
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
