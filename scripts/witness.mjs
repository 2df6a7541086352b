import { join } from 'node:path';
import { prepare } from './lib/prepare.mjs';
import { become, main, root } from './lib/steps.mjs';

/** npm run witness: cosigns checkpoints of the audit log; needs no database. */
await main(async (args) => {
  await prepare(console.error);
  const env = { ...process.env, NODE_ENV: process.env.NODE_ENV || 'production' };
  return become(process.execPath, ['--enable-source-maps', join(root, 'dist/witness.js'), ...args], env);
});
