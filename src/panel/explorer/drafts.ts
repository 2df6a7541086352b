import type { Response } from 'express';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS } from '../../platform/kernel/clock.js';

/** Exports are made whole in the data folder before they are sent: they may be larger than what /tmp holds in memory. */
const DRAFT = 'draft-';

/** Lets `work` make and send a file at a path of its own, which is gone afterwards. Who has gone away meanwhile is told nothing. */
export async function withDraft(
  drafts: string,
  response: Response,
  work: (path: string) => Promise<void>,
): Promise<void> {
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(drafts, DRAFT));
  try {
    await work(join(folder, 'export'));
  } catch (error) {
    if (!response.destroyed) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a process that was killed has left; a draft of another one that runs is younger. */
export async function sweepDrafts(drafts: string): Promise<void> {
  const names = await readdir(drafts).catch(() => []);
  for (const name of names.filter((found) => found.startsWith(DRAFT))) {
    const made = await stat(join(drafts, name)).catch(() => undefined);
    if (made && made.mtimeMs < Date.now() - DAY_MS) await rm(join(drafts, name), { recursive: true, force: true });
  }
}
