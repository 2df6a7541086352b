import { existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from './lib/prepare.mjs';
import { main, Refusal, root, run } from './lib/steps.mjs';
import { ensureDatabaseServer } from './lib/system-packages.mjs';

/** The tests' sources in JavaScript, beside a link to the program as it is shipped: "../../src/x.js" is dist/x.js. */
const compiled = join(root, 'dist/bench');

/** npm run bench [-- part of a name …]: runs test/bench/*.bench.ts, one after the other, against the built program. */
await main(async (names) => {
  await prepare(console.error);
  await ensureDatabaseServer(console.error);
  await compileTests();
  const folder = join(compiled, 'test/bench');
  const files = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.bench.js'))
    .filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
  if (files.length === 0) throw new Refusal('There is no such benchmark in test/bench.');
  let worst = 0;
  for (const file of files) {
    const env = { ...process.env, NODE_ENV: 'production' };
    const code = await run(process.execPath, ['--expose-gc', '--enable-source-maps', join(folder, file)], { env });
    worst = Math.max(worst, code);
  }
  return worst;
});

async function compileTests() {
  rmSync(compiled, { recursive: true, force: true });
  const swc = join(root, 'node_modules/@swc/cli/bin/swc.js');
  const options = ['--out-dir', join(compiled, 'test'), '--strip-leading-paths', '--quiet', '--extensions', '.ts,.tsx'];
  const code = await run(process.execPath, [swc, 'test', ...options, '--ignore', '**/*.test.ts,**/*.test.tsx']);
  if (code !== 0) throw new Refusal('The benchmarks do not compile; see above.');
  symlinkSync('..', join(compiled, 'src'));
}
