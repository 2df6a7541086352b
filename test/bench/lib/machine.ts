import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { summarise } from './stats.js';

/** Where the figures were measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  readonly database: string;
  /** How long the disk takes to keep 4 kB for good; every durable commit waits for that at least once. */
  readonly fsyncMs: { readonly median: number; readonly p99: number };
  /** Over the minute before the start: what else the machine had to do. */
  readonly loadAtStart: number;
}

export function describeMachine(folder: string, database: string): Machine {
  const { median, p99 } = summarise(measureFsyncMs(folder));
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    database,
    fsyncMs: { median, p99 },
    loadAtStart: loadavg()[0]!,
  };
}

function measureFsyncMs(folder: string, times = 200): number[] {
  const path = join(folder, 'fsync-probe');
  const handle = openSync(path, 'w');
  const page = Buffer.alloc(4_096, 1);
  try {
    return Array.from({ length: times }, () => {
      const began = performance.now();
      writeSync(handle, page);
      fsyncSync(handle);
      return performance.now() - began;
    });
  } finally {
    closeSync(handle);
    rmSync(path, { force: true });
  }
}

/** The memory of another process now and at its highest; undefined where /proc does not tell. */
export function memoryOf(pid: number): { rssBytes: number; peakBytes: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)![1]) * 1_024;
    return { rssBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
  } catch {
    return undefined;
  }
}

/**
 * The processor time that the threads of a process have used. Unlike the time on the wall it hardly depends on what else
 * the machine does. NaN where /proc does not tell.
 */
export function processorMsOf(pid: number): number {
  try {
    const folder = `/proc/${pid}/task`;
    const spentNs = (thread: string) => Number(readFileSync(join(folder, thread, 'schedstat'), 'utf8').split(' ')[0]);
    return readdirSync(folder).reduce((sum, thread) => sum + spentNs(thread), 0) / 1e6;
  } catch {
    return NaN;
  }
}

/** The memory (RSS) of this process before, at its highest while `work` ran, and after; looked at every 50 ms. */
export interface MemoryUse {
  readonly beforeBytes: number;
  readonly peakBytes: number;
  readonly afterBytes: number;
}

export async function watchMemory<T>(work: () => Promise<T>): Promise<{ result: T; memory: MemoryUse }> {
  globalThis.gc?.();
  const beforeBytes = process.memoryUsage.rss();
  let peakBytes = beforeBytes;
  const look = () => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 50);
  try {
    const result = await work();
    look();
    return { result, memory: { beforeBytes, peakBytes, afterBytes: process.memoryUsage.rss() } };
  } finally {
    clearInterval(timer);
  }
}
