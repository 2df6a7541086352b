import { join } from 'node:path';
import { prepare } from './lib/prepare.mjs';
import { become, main, root } from './lib/steps.mjs';
import { ensureDatabaseServer } from './lib/system-packages.mjs';

const help = `npm start: installs, compiles, provides the database and serves Ardoise.

What is up to date is skipped, so a second start takes seconds. Ctrl-C stops it and its database; twice kills it.
Arguments after -- go to the program.

Settings (environment): PORT, DATABASE_URL, MIGRATION_DATABASE_URL, DATA_DIR, PUBLIC_URL and more; see README.md.`;

await main(async (args) => {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(help);
    return 0;
  }
  await prepare(console.log);
  if (!process.env.DATABASE_URL) await ensureDatabaseServer(console.log);
  const env = { ...process.env, NODE_ENV: process.env.NODE_ENV || 'production' };
  return become(process.execPath, ['--enable-source-maps', join(root, 'dist/main.js'), ...args], env);
});
