/** What of RFC 6962 is neither hashing nor of Node: browsers verify with it too. */
export const HASH_BYTES = 32;
export const [LEAF_PREFIX, NODE_PREFIX] = [0x00, 0x01];

export type Side = 'left' | 'right';

/**
 * On which side of what has been hashed so far each hash of an inclusion path stands, from the leaf up (RFC 9162
 * §2.1.3.2); null when a path of that length cannot lead from that leaf to the root. Sizes and indices are safe integers.
 */
export function sidesOfPath(index: number, size: number, length: number): Side[] | null {
  const sides: Side[] = [];
  let [fn, sn] = [index, size - 1];
  for (let part = 0; part < length; part++) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      sides.push('left');
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else {
      sides.push('right');
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 ? sides : null;
}
