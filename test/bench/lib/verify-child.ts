import { folderSource } from '../../../src/log/verifier/log-source.js';
import { verifyLog } from '../../../src/log/verifier/verify-log.js';

/** What a process of its own found in the folder it was told to verify. */
export interface FolderVerified {
  readonly entries: number;
  readonly tookMs: number;
  /** RSS before the first entry, and its growth since then at each quarter of the way. */
  readonly baselineBytes: number;
  readonly growthBytes: readonly number[];
  readonly peakGrowthBytes: number;
}

const [, , folder, verifierKey] = process.argv as [string, string, string, string];
globalThis.gc?.();
const baselineBytes = process.memoryUsage.rss();
const growthBytes: number[] = [];
let peakBytes = baselineBytes;
const began = performance.now();
const verdict = await verifyLog(folderSource(folder), {
  keys: [verifierKey],
  onProgress: (done, total) => {
    const rss = process.memoryUsage.rss();
    peakBytes = Math.max(peakBytes, rss);
    while (growthBytes.length < 4 && done >= ((growthBytes.length + 1) * total) / 4)
      growthBytes.push(rss - baselineBytes);
  },
});
const tookMs = performance.now() - began;
const found: FolderVerified = {
  entries: verdict.entries,
  tookMs,
  baselineBytes,
  growthBytes,
  peakGrowthBytes: peakBytes - baselineBytes,
};
process.send!(found);
process.disconnect();
