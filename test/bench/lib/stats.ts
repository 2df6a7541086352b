/** What a list of measurements says; in the unit that was measured. */
export interface Summary {
  readonly n: number;
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  /** Of fewer than a hundred measurements, this is the largest one. */
  readonly p99: number;
  readonly max: number;
}

export function summarise(values: readonly number[]): Summary {
  if (values.length === 0) throw new Error('There is nothing to summarise.');
  const sorted = values.toSorted((a, b) => a - b);
  return {
    n: sorted.length,
    min: sorted[0]!,
    median: quantile(sorted, 0.5),
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1]!,
    p99: sorted[Math.ceil(0.99 * sorted.length) - 1]!,
    max: sorted.at(-1)!,
  };
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** A median with the interval in which the true one lies in 95 cases of 100, whatever the distribution. */
export interface MedianRatio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The median of a[i] / b[i]. Each pair was measured side by side, so what slowed the machine down slowed both: far
 * steadier than the ratio of two medians.
 */
export function pairedRatio(a: readonly number[], b: readonly number[]): MedianRatio {
  if (a.length !== b.length) throw new Error(`${a.length} measurements cannot be paired with ${b.length}.`);
  const ratios = a.map((value, i) => value / b[i]!).sort((x, y) => x - y);
  // By ranks: how many of n measurements lie below the median is binomial with p = 1/2.
  const reach = (1.96 * Math.sqrt(ratios.length)) / 2;
  const low = Math.max(0, Math.floor(ratios.length / 2 - reach));
  const high = Math.min(ratios.length - 1, Math.ceil(ratios.length / 2 + reach));
  return { median: quantile(ratios, 0.5), low: ratios[low]!, high: ratios[high]! };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below + (above - below) * (at - Math.floor(at));
}
