import { join } from 'node:path';
import { compileTests } from './lib/compile-tests.mjs';
import { prepare } from './lib/prepare.mjs';
import { become, main, root } from './lib/steps.mjs';
import { ensureDatabaseServer } from './lib/system-packages.mjs';

const compiled = join(root, 'dist/fuzz');

/** npm run fuzz [-- --requests N --seed N --url U]: runs test/fuzz/fuzz.ts against the built program; --help says more. */
await main(async (args) => {
  await prepare(console.error);
  await ensureDatabaseServer(console.error);
  await compileTests(compiled);
  const env = { ...process.env, NODE_ENV: 'production' };
  return become(process.execPath, ['--enable-source-maps', join(compiled, 'test/fuzz/fuzz.js'), ...args], env);
});
