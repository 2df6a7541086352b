import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, ownIdentity, readIdentity } from './process-identity.js';

/**
 * Runs `work` while no other process (and no other call in this one) runs under the same folder's lock; a holder that was
 * killed holds nothing.
 *
 * Node has no flock, and "delete the stale lock, then create mine" lets two processes each delete the other's. So a lock
 * is a numbered file that is never taken over: the highest number holds; who finds its owner gone creates the next
 * number, which only one can; and the highest file is never deleted, so that a late creator of a lower one sees it lost.
 *
 * @param waitMsMax how long to wait for a living holder
 * @throws Error naming the holder when the wait is over; and whatever `work` throws
 */
export async function withExclusiveLock<T>(folder: string, work: () => Promise<T>, waitMsMax: number): Promise<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mine = await acquire(folder, waitMsMax);
  try {
    return await work();
  } finally {
    release(folder, mine);
  }
}

async function acquire(folder: string, waitMsMax: number): Promise<number> {
  const deadline = Date.now() + waitMsMax;
  for (;;) {
    const highest = Math.max(0, ...numbersIn(folder));
    // A file without a readable owner was released.
    const holder = highest === 0 ? undefined : readIdentity(join(folder, String(highest)));
    if (!holder || !isRunning(holder)) {
      if (tryCreate(folder, highest + 1)) return highest + 1;
    } else if (Date.now() > deadline) {
      throw new Error(
        `Process ${holder.pid} has been starting or stopping the database for over ${waitMsMax / 1000} s.`,
      );
    }
    await sleep(20 + Math.random() * 30);
  }
}

function tryCreate(folder: string, number: number): boolean {
  const path = join(folder, String(number));
  const draft = join(folder, `draft-${randomUUID()}`);
  writeFileSync(draft, JSON.stringify(ownIdentity()), { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
  const numbers = numbersIn(folder);
  if (numbers.some((other) => other > number)) {
    rmSync(path, { force: true });
    return false;
  }
  for (const lower of numbers.filter((other) => other < number)) rmSync(join(folder, String(lower)), { force: true });
  return true;
}

function release(folder: string, number: number): void {
  const draft = join(folder, `draft-${randomUUID()}`);
  writeFileSync(draft, '{}', { mode: 0o600 });
  renameSync(draft, join(folder, String(number)));
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}
