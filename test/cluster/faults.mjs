import { setTimeout as sleep } from 'node:timers/promises';

/** @import { Forwarder } from './forwarder.mjs' */
/** @import { Member } from './members.mjs' */

/** For how long a member is silent, or the line is cut: longer than the group waits before it leaves a member out. */
const AWAY_MS = 9_000;

/**
 * What befalls the member that takes the writes at the moment, or the line to it; each ends with a whole group again.
 * @type {Record<string, (faulty: Member, members: readonly Member[], forwarder: Forwarder) => Promise<void>>}
 */
const FAULTS = {
  killed: async (faulty, members) => {
    await faulty.kill();
    await sleep(3_000);
    await faulty.start(members);
  },
  paused: async (faulty) => {
    faulty.pause();
    await sleep(AWAY_MS);
    faulty.goOn();
  },
  'cut off from the program': async (_faulty, _members, forwarder) => {
    forwarder.cut();
    await sleep(AWAY_MS / 3);
    forwarder.mend();
  },
};

/**
 * One fault after the other, in turn.
 * @param {number} count
 * @param {readonly Member[]} members
 * @param {Forwarder} forwarder
 * @param {(line: string) => void} say
 */
export async function befall(count, members, forwarder, say) {
  const names = Object.keys(FAULTS);
  for (let number = 0; number < count; number++) {
    const name = names[number % names.length] ?? '';
    const faulty = forwarder.target;
    if (!faulty) throw new Error('No member takes writes.');
    say(`  ${number + 1}/${count} ${faulty.name} ${name}`);
    await FAULTS[name]?.(faulty, members, forwarder);
    await untilWhole(members);
    await sleep(2_000);
  }
}

/** @param {readonly Member[]} members */
export async function untilWhole(members) {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(300)) {
    const can = await Promise.all(members.map((member) => member.isWritable()));
    if (can.every(Boolean)) return;
  }
  const said = members.map((member) => `${member.name}, ${member.state}:\n${member.complaints()}`);
  throw new Error(`The group did not become whole again.\n${said.join('\n')}`);
}
