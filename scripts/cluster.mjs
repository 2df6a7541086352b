import { prepare } from './lib/prepare.mjs';
import { main, Refusal, took } from './lib/steps.mjs';
import { ensureDatabaseServer } from './lib/system-packages.mjs';

const FAULTS = 20;
const help = `Usage: npm run cluster -- galera [--faults N]

Starts three members of a Galera cluster on this machine, two processes of the program and one address between them, and lets owners
write, reset and restore while members are killed, paused and cut off, N times (${FAULTS} by default; some 20 s each). At the end nothing that a
client was told may be lost, no sealed book changed, and all members agree. Debian's packages are unpacked for it, not installed.

docs/operations.md has the deployment that this tries; docs/benchmarks.md what was measured.`;

await main(async (given) => {
  if (given.length === 0 || given.includes('--help')) {
    console.log(help);
    return 0;
  }
  const [engine, option, count, ...more] = given;
  const faults = option === undefined ? FAULTS : Number(count);
  const isKnown = engine === 'galera' && (option === undefined || option === '--faults') && more.length === 0;
  if (!isKnown || !Number.isInteger(faults) || faults < 1) throw new Refusal(`That is not understood.\n\n${help}`);
  await prepare(console.log);
  await ensureDatabaseServer(console.log);
  const began = performance.now();
  const { run } = await import('../test/cluster/galera.mjs');
  await run({ faults, say: console.log });
  console.log(`The cluster held in ${took(began)}.`);
  return 0;
});
