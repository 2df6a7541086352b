import { join } from 'node:path';
import { prepare } from './lib/prepare.mjs';
import { become, main, root } from './lib/steps.mjs';
import { ensureDatabaseServer } from './lib/system-packages.mjs';

await main(async (args) => {
  // Standard output belongs to the command: it may be piped.
  await prepare(console.error);
  if (!process.env.DATABASE_URL && !needsNoDatabase(args)) await ensureDatabaseServer(console.error);
  const env = { ...process.env, NODE_ENV: process.env.NODE_ENV || 'production' };
  return become(process.execPath, ['--enable-source-maps', join(root, 'dist/cli.js'), ...args], env);
});

/**
 * Help, and what reviewers run on their own machines: they need not install a database server.
 * @param {string[]} args
 */
function needsNoDatabase([group, command, ...rest]) {
  if (group === undefined || [group, command, ...rest].includes('--help')) return true;
  const hasTarget = rest.some((arg, i) => !arg.startsWith('--') && !rest[i - 1]?.startsWith('--'));
  return group === 'audit' && (command === 'catalogue' || (command === 'verify' && hasTarget));
}
