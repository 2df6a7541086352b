import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, signUp, startApp } from '../operations/lib.mjs';
import { befall, untilWhole } from './faults.mjs';
import { checkFences } from './fences.mjs';
import { Forwarder } from './forwarder.mjs';
import { BusyOwner } from './load.mjs';
import { beginGroup, membersOf, unpackGalera, urlsAt } from './members.mjs';
import { checkWhole } from './whole.mjs';

const OWNERS = 4;

/**
 * Three members of a Galera cluster, two processes of the program, one address between them: writes, resets and restores go on while
 * members are killed, paused and cut off, and come back. Throws where something is not as it has to be.
 * @param {{ faults: number, say: (line: string) => void }} how
 */
export async function run({ faults, say }) {
  await inFolder(async (folder, atEnd) => {
    chmodSync(folder, 0o755);
    say('Unpacking what a cluster needs …');
    const members = await membersOf(3, folder, unpackGalera(folder));
    atEnd(() => Promise.all(members.map((member) => member.stop())));
    say('Beginning the group …');
    await beginGroup(members);
    const forwarder = new Forwarder(members);
    const port = await forwarder.start();
    atEnd(() => forwarder.stop());
    const key = execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' });
    const env = { ...urlsAt(port), AUDIT_SIGNING_KEY: key, LOG_LEVEL: 'error' };
    const processes = [];
    for (const name of ['first', 'second']) {
      const app = await startApp({ ...env, DATA_DIR: join(folder, name) });
      atEnd(app.stop);
      processes.push(app);
    }
    say('Two transactions on two members that must not both commit:');
    await checkFences(members, env, folder);
    const { owners, gaps } = await workThrough(faults, { members, forwarder, processes, say });
    await untilWhole(members);
    for (const app of processes) await app.stop();
    say('At the end:');
    await checkWhole(members, owners, env);
    tell(owners, gaps, forwarder, say);
  });
}

/**
 * @param {number} faults
 * @param {{ members: import('./members.mjs').Member[], forwarder: Forwarder, processes: { url: string }[], say: (line: string) => void }} there
 */
async function workThrough(faults, { members, forwarder, processes, say }) {
  const urls = processes.map(({ url }) => url);
  /** @type {number[]} */
  const gaps = [];
  let last = performance.now();
  const committed = () => {
    gaps.push(performance.now() - last);
    last = performance.now();
  };
  const owners = [];
  for (let number = 1; number <= OWNERS; number++) {
    const email = `owner-${number}@cluster.test`;
    owners.push(new BusyOwner(`owner ${number}`, email, await signUp(urls[0] ?? '', email), urls, committed));
  }
  let isOver = false;
  last = performance.now();
  const work = Promise.all(owners.map((owner) => owner.work(() => isOver)));
  // Thrown when it is waited for, after the fault that is under way.
  work.catch(() => undefined);
  say(`${OWNERS} owners at work through two processes, and ${faults} faults:`);
  try {
    await befall(faults, members, forwarder, say);
  } finally {
    isOver = true;
    await work;
  }
  return { owners, gaps };
}

/**
 * @param {readonly BusyOwner[]} owners
 * @param {readonly number[]} gaps
 * @param {Forwarder} forwarder
 * @param {(line: string) => void} say
 */
function tell(owners, gaps, forwarder, say) {
  /** @type {Record<string, number>} */
  const answers = {};
  for (const owner of owners)
    for (const [answer, count] of Object.entries(owner.answers)) answers[answer] = (answers[answer] ?? 0) + count;
  say('What clients were answered:');
  for (const [answer, count] of Object.entries(answers).sort(([, a], [, b]) => b - a))
    say(`  ${String(count).padStart(7)}  ${answer}`);
  const longest = [...gaps].sort((a, b) => b - a).slice(0, 5);
  say(`The longest times without a commit: ${longest.map((ms) => `${(ms / 1_000).toFixed(1)} s`).join(', ')}.`);
  say(`The forwarder changed members ${forwarder.changes} times.`);
}
