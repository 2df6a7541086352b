import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, root, run } from './steps.mjs';

/**
 * Compiles the tests' sources into `folder`, beside a link to the program as it is shipped: "../../src/x.js" is dist/x.js.
 * @param {string} folder a folder directly below dist
 */
export async function compileTests(folder) {
  rmSync(folder, { recursive: true, force: true });
  const swc = join(root, 'node_modules/@swc/cli/bin/swc.js');
  const options = ['--out-dir', join(folder, 'test'), '--strip-leading-paths', '--quiet', '--extensions', '.ts,.tsx'];
  const code = await run(process.execPath, [swc, 'test', ...options, '--ignore', '**/*.test.ts,**/*.test.tsx']);
  if (code !== 0) throw new Refusal('What lies in test/ does not compile; see above.');
  symlinkSync('..', join(folder, 'src'));
}
