import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileTests } from './lib/compile-tests.mjs';
import { prepare } from './lib/prepare.mjs';
import { become, main, Refusal, root } from './lib/steps.mjs';
import { ensureDatabaseServer } from './lib/system-packages.mjs';

const help = `Usage: npm run bench [-- [names …] [--quick] [--part name] [--events number] [--businesses number]]

Runs the benchmarks of test/bench whose names contain one of the given words, or all of them, one after the other. Each
one starts a private database server in a temporary folder, prints its tables and writes test/.output/bench-<name>.json.

  audit    the audit log: transactions a second, time to a signed checkpoint, verification, the reviewer's lists
           (30 to 45 minutes, most of them for filling a log of ten million events; 40 GB of disk)
  reset    a reset and a restore by switch, by copy and delete, by dump and load (about 20 minutes)
  import   FEC files of up to a million lines (5 to 10 minutes)
  reports  a screen of each report, of books of up to half a million lines (about 5 minutes)
  pages    the pages of an owner over HTTP, with books of ten thousand to a million lines (about 10 minutes)
  write    what the fence and the seal triggers add to a journal entry (5 to 10 minutes)
  bring-along  a selective restore of 50,000 contacts, 20,000 accounts and their balances (5 to 15 minutes)
  evidence the report of a period over 10 000 switches in a million events, and the bundle of 1 000 (about 10 minutes);
           the digest of a snapshot of a million lines, and a reset while it is read (about 10 minutes)
  panel    every list, search and page of the panel, with 100 000 businesses and a million events (about 10 minutes)

Options:
  --quick     small sizes and few repetitions, to see that it works
  --part      of audit, only this: writes, checkpoints, verification or lists
  --events    how many events the largest log has (of audit 10000000 by default, of panel 1000000)
  --businesses  of panel, how many businesses there are (default: 100000)
  --help      show this`;

const OPTIONS = /** @type {const} */ ({
  quick: { type: 'boolean' },
  part: { type: 'string' },
  events: { type: 'string' },
  businesses: { type: 'string' },
  help: { type: 'boolean' },
});

const compiled = join(root, 'dist/bench');

/** npm run bench [-- part of a name …]: runs test/bench/*.bench.ts, one after the other, against the built program. */
await main(async (args) => {
  const { values, names, options } = readArguments(args);
  if (values.help) return console.log(help);
  await prepare(console.error);
  await ensureDatabaseServer(console.error);
  await compileTests(compiled);
  const folder = join(compiled, 'test/bench');
  const files = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.bench.js'))
    .filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
  if (files.length === 0) throw new Refusal('There is no such benchmark in test/bench.');
  for (const file of files) {
    const env = { ...process.env, NODE_ENV: 'production' };
    const node = ['--expose-gc', '--enable-source-maps'];
    const code = await become(process.execPath, [...node, join(folder, file), ...options], env);
    if (code !== 0) return code;
  }
  return 0;
});

/** @param {string[]} args */
function readArguments(args) {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const { quick, ...sizes } = values;
    const given = Object.entries(sizes).filter(([name]) => name !== 'help');
    const options = [...(quick ? ['--quick'] : []), ...given.map(([name, value]) => `--${name}=${String(value)}`)];
    return { values, names: positionals, options };
  } catch (error) {
    throw new Refusal(`${/** @type {Error} */ (error).message}\n\n${help}`);
  }
}
