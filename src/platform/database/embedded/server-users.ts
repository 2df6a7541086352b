import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, ownIdentity, readIdentity } from './process-identity.js';

/*
 * Which processes use the server: one small file each. All functions are called under the server's lock, else somebody
 * could sign in between another's counting and stopping.
 */

/** Signs this process in; the path returned signs it out. */
export function addUser(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${process.pid}-${randomUUID().slice(0, 8)}.json`);
  writeFileSync(path, JSON.stringify(ownIdentity()), { mode: 0o600 });
  return path;
}

export function removeUser(path: string): void {
  rmSync(path, { force: true });
}

/** How many living users there are; the files of processes that ended without signing out are removed. */
export function countUsers(folder: string): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let living = 0;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const user = readIdentity(path);
    if (user && isRunning(user)) living += 1;
    else removeUser(path);
  }
  return living;
}
