import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root of the repository: Jest runs there. */
const root = process.cwd();

/**
 * Turns `src/platform/database` into plain JavaScript for places where Jest's own transformation does not reach: its global setup,
 * and processes that a test starts.
 *
 * @param name one for each caller, as they run at the same time
 * @returns the absolute path of the folder that corresponds to `src/platform/database`
 */
export function transpileDatabaseFolder(name: string): string {
  const target = resolve(root, 'test/.output', name);
  rmSync(target, { recursive: true, force: true });
  // Inside the repository, so that packages are found from there.
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/@swc/cli/bin/swc.js'),
      ...['src/platform/database', '--out-dir', target, '--strip-leading-paths', '--quiet'],
      ...['--ignore', '**/*.test.ts'],
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return join(target, 'platform/database');
}
