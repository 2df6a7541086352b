import { z } from 'zod';
import { COSIGNATURE, parseVerifierKey } from '../tlog/signed-note.js';

/** A witness of the log. Both may become known only while the program runs: a witness beside it tells where it listens. */
export interface WitnessSetting {
  /** Without a slash at its end. */
  readonly url?: string;
  /** Absent: asked of the witness at the first contact. */
  readonly verifierKey?: string;
}

const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean));

/** The settings that name the witnesses, several parted by spaces or commas. */
export const witnessList = {
  WITNESS_URL: list.pipe(z.array(z.url({ protocol: /^https?$/ }))),
  WITNESS_VKEY: list.pipe(
    z.array(z.string().refine(isWitnessKey, 'must be the verifier key of a witness: name+8 hexadecimal digits+base64')),
  ),
  WITNESS_QUORUM: z.coerce.number().int().min(1).optional(),
};

interface Given {
  readonly WITNESS_URL: readonly string[];
  readonly WITNESS_VKEY: readonly string[];
  readonly WITNESS_QUORUM?: number | undefined;
}

/**
 * The witnesses, and how many of them make a quorum: more than half, where nothing is said. Throws an Error that names the
 * setting that is wrong.
 */
export function witnessesFrom(given: Given): { witnesses: readonly WitnessSetting[]; witnessQuorum: number } {
  const { WITNESS_URL: urls, WITNESS_VKEY: keys, WITNESS_QUORUM: quorum } = given;
  const count = Math.max(urls.length, keys.length);
  const fault = faultIn(urls, keys) ?? quorumFault(quorum, count);
  if (fault) throw new Error(`These settings are not valid:\n  ${fault}`);
  const witnesses = Array.from({ length: count }, (_, i) => ({
    url: urls[i]?.replace(/\/$/, ''),
    verifierKey: keys[i],
  }));
  return { witnesses, witnessQuorum: quorum ?? (count === 0 ? 0 : Math.floor(count / 2) + 1) };
}

/** Of one witness the key may be asked of itself. Of several it may not: one key given twice would be a quorum of one. */
function faultIn(urls: readonly string[], keys: readonly string[]): string | null {
  const count = Math.max(urls.length, keys.length);
  if (count > 1 && urls.length > 0 && urls.length !== keys.length) {
    return `WITNESS_VKEY: of several witnesses each key is needed, in the order of WITNESS_URL; there are ${keys.length} keys of ${urls.length} witnesses`;
  }
  if (new Set(urls).size < urls.length) return 'WITNESS_URL: an address is there twice';
  const names = keys.map((key) => parseVerifierKey(key).name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined
    ? null
    : `WITNESS_VKEY: two witnesses are called ${twice}; the log keeps cosignatures by their names (WITNESS_NAME of the witness)`;
}

function quorumFault(quorum: number | undefined, count: number): string | null {
  if (quorum === undefined || quorum <= count) return null;
  return `WITNESS_QUORUM: ${quorum} cosignatures cannot come from ${count} ${count === 1 ? 'witness' : 'witnesses'}`;
}

function isWitnessKey(text: string): boolean {
  try {
    return parseVerifierKey(text).type === COSIGNATURE;
  } catch {
    return false;
  }
}
