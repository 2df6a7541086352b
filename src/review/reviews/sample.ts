import { createHash } from 'node:crypto';

export const SAMPLE_ALGORITHM = 'sha256(seed:operation-id), hexadecimal, ascending, the first n';

/** A random sample that anybody can draw again: `printf %s "SEED:ID" | sha256sum` for each id, sorted, the first n. */
export interface Sample {
  readonly algorithm: typeof SAMPLE_ALGORITHM;
  readonly seed: string;
  readonly asked: number;
  /** In the order in which they were drawn. */
  readonly items: readonly string[];
}

export function sampleOf(ids: readonly string[], seed: string, size: number): Sample {
  const drawn = ids
    .map((id) => ({ id, key: createHash('sha256').update(`${seed}:${id}`).digest('hex') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, size);
  return { algorithm: SAMPLE_ALGORITHM, seed, asked: size, items: drawn.map(({ id }) => id) };
}
