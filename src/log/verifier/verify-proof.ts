import { parseProof, verifyProof } from '../../platform/tlog/proof.js';
import { assertWitnessed, trustedKeys, verdictOnSignatures } from './trusted-keys.js';
import { orFail, VerificationFailure, type Verdict } from './verdict.js';

/**
 * Verifies one event's proof that carries the event itself as its extra data, against keys of which one is the log's.
 * Returns the event's bytes with the verdict. Throws VerificationFailure.
 */
export async function verifyProofText(
  text: string,
  keys: readonly string[],
  quorum?: number,
): Promise<{ verdict: Verdict; index: number; entry: Buffer }> {
  const trusted = await trustedKeys(keys, async () => [], quorum);
  const proof = orFail('The proof is not readable', text, parseProof);
  const entry = proof.extra;
  if (!entry) throw new VerificationFailure('The proof does not carry its event: this program did not write it.');
  const signed = orFail('The proof does not verify', proof, (each) => verifyProof(each, entry, trusted.keys));
  assertWitnessed(signed, trusted);
  const verdict = verdictOnSignatures(proof.checkpoint, signed, trusted);
  return { verdict: { ...verdict, entries: 1 }, index: proof.index, entry };
}
