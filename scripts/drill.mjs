import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare } from './lib/prepare.mjs';
import { main, Refusal, root, took } from './lib/steps.mjs';
import { ensureDatabaseServer, ensurePrograms } from './lib/system-packages.mjs';

/** @typedef {{ drill: () => Promise<void>, needs: { programs: string[], packages: string[] } }} Drill */

/** Name → what is tried. Each but the year follows a section of docs/operations.md word for word: its commands are read from there. */
const DRILLS = {
  backup: 'back up, lose everything, restore, and go on with a log that verifies (about half a minute)',
  proxy: 'two processes behind nginx with TLS, one of which is stopped while requests run (about half a minute)',
  keys: "lose the log's key, the witness's folder and the data folder, one after the other (about a minute)",
  upgrade: 'bring a database up to date that an older version filled; builds that one from the history (two minutes)',
  year: 'enter a year of 12,000 documents over HTTP, reset it and take it up again, to the cent (about ten minutes)',
  image: 'build the image on a base made of Debian and start it as confined as compose does; as root (ten minutes)',
};

const help = `Usage: npm run drill -- NAME

Tries an operation on this machine, in a temporary folder, as docs/operations.md describes it; or a year of a business.

${Object.entries(DRILLS)
  .map(([name, what]) => `  ${name.padEnd(8)} ${what}`)
  .join('\n')}

docs/drills.md says when each last ran, and on what.`;

await main(async ([name, ...more]) => {
  if (name === undefined || name === '--help') {
    console.log(help);
    return 0;
  }
  const file = join(root, `test/operations/${name}.mjs`);
  if (more.length > 0 || !(name in DRILLS) || !existsSync(file))
    throw new Refusal(`There is no such drill.\n\n${help}`);
  await prepare(console.log);
  await ensureDatabaseServer(console.log);
  const began = performance.now();
  /** @type {Drill} */
  const { drill, needs } = await import(pathToFileURL(file).href);
  await ensurePrograms(needs.programs, needs.packages, console.log);
  await drill();
  const today = new Date().toISOString().slice(0, 10);
  console.log(`The drill ${name} succeeded in ${took(began)}. For docs/drills.md:`);
  console.log(
    `| ${name} | ${today} | Node ${process.versions.node}, ${process.platform} ${process.arch} | ${took(began)} |`,
  );
  return 0;
});
