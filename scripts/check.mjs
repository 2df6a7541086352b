import { join } from 'node:path';
import { preparePackages } from './lib/prepare.mjs';
import { main, root, run, took } from './lib/steps.mjs';

/** What is unchanged since the last check is not read again; a clean checkout, as in continuous integration, has none of it. */
const cache = (/** @type {string} */ name) => join(root, 'node_modules/.cache/ardoise', name);

/**
 * The compiler's native version, which reads the same language in a third of the time. The build and openapi-typescript
 * need the one that is a library, "typescript".
 */
const COMPILER = 'typescript-native/bin/tsc';

/** @type {[name: string, program: string, args: string[]][]} */
const stages = [
  ['format', '.bin/prettier', ['--check', '--log-level=warn', '--cache', `--cache-location=${cache('prettier')}`, '.']],
  ['types', COMPILER, ['--noEmit', '--incremental', `--tsBuildInfoFile`, cache('types')]],
  ['lint', '.bin/oxlint', ['.']],
  ['types of scripts', COMPILER, ['-p', 'scripts']],
  ['folders', '.bin/depcruise', ['--config', '.dependency-cruiser.mjs', 'src']],
  ['unused code', '.bin/knip', ['--no-progress']],
];

/** npm run check [-- --fast]: the one gate. The tests run when everything else is right; --fast leaves them out. */
await main(async (args) => {
  const fast = args.includes('--fast');
  await preparePackages(console.log);
  /** @type {string[]} */
  const failed = [];
  const check = async (/** @type {(typeof stages)[number]} */ [name, program, stageArgs]) => {
    const began = performance.now();
    const code = await run(join(root, 'node_modules', program), stageArgs, { output: 'hide' });
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${took(began)})`);
    if (code !== 0) failed.push(name);
  };
  // Two at a time, the longest first: each keeps one processor busy.
  const waiting = [...stages];
  const lane = async () => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) await check(stage);
  };
  await Promise.all([lane(), lane()]);
  if (failed.length === 0 && !fast) {
    return run(process.execPath, [join(root, 'scripts/test.mjs'), ...args]);
  }
  if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}.${fast ? '' : ' The tests did not run.'}`);
  console.log(`${stages.length - failed.length} passed, ${failed.length} failed`);
  return failed.length > 0 ? 1 : 0;
});
