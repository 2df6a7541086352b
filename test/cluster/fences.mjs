import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { built } from '../../scripts/lib/steps.mjs';
import { ask, check, signUp, startApp } from '../operations/lib.mjs';
import { DATABASE, urlsAt } from './members.mjs';

/** @import { Env } from '../operations/lib.mjs' */
/** @import { Member } from './members.mjs' */

/** @type {typeof import('../../src/books/fence.js')} */
const { writeToBook } = await built('books/fence.js');
/** @type {typeof import('../../src/platform/kernel/ids.js')} */
const { idToBytes, newId } = await built('platform/kernel/ids.js');

/** @type {typeof import('../../src/platform/kernel/actor.js')} */
const { systemActor } = await built('platform/kernel/actor.js');
/** @type {typeof import('../../src/people/identity/staff.service.js')} */
const { StaffAccounts } = await built('people/identity/staff.service.js');

const TRIES = 4;
/** Long enough for the other member to have applied what is little. */
const CAUGHT_UP_MS = 700;
/** Rows that a member has to apply before it hears of what was committed after them. */
const ROWS_BEHIND = 40_000;

/**
 * @typedef {Awaited<ReturnType<typeof openOn>>} OnMember
 */

/**
 * What one member's locks cannot keep apart: a writer and a switch, and two operators who take each other's account, each on a member
 * of its own.
 * @param {readonly Member[]} members
 * @param {Env} env
 * @param {string} folder
 */
export async function checkFences([first, second], env, folder) {
  if (!first || !second) throw new Error('Two members are needed.');
  const here = await openOn(first, env, join(folder, 'here'));
  const there = await openOn(second, env, join(folder, 'there'));
  const app = await startApp({ ...env, ...urlsAt(first.ports.sql), DATA_DIR: join(folder, 'at-first') });
  try {
    await first.ask(`CREATE TABLE ${DATABASE}.slow_to_apply (id INT AUTO_INCREMENT PRIMARY KEY, a CHAR(32), KEY (a))`);
    await checkWriterAndSwitch(there, first, app.url);
    await checkOperators(here, there);
  } finally {
    await first.ask(`DROP TABLE ${DATABASE}.slow_to_apply`);
    await app.stop();
    await here.close();
    await there.close();
  }
}

/**
 * The program's own services on one member.
 * @param {Member} member
 * @param {Env} env
 * @param {string} dataDir
 */
async function openOn(member, env, dataDir) {
  const { NestFactory } = await import('@nestjs/core');
  const { DataSource } = await import('typeorm');
  /** @type {typeof import('../../src/platform/config/settings.js')} */
  const { readSettings } = await built('platform/config/settings.js');
  /** @type {typeof import('../../src/platform/database/provide.js')} */
  const { openDatabase } = await built('platform/database/provide.js');
  /** @type {typeof import('../../src/app.module.js')} */
  const { AppModule } = await built('app.module.js');
  const settings = readSettings({ ...env, ...urlsAt(member.ports.sql), DATA_DIR: dataDir });
  const database = await openDatabase(settings, () => undefined);
  const app = await NestFactory.createApplicationContext(AppModule.against(database, settings), { logger: false });
  const close = async () => {
    await app.close();
    await database.close();
  };
  return { app, dataSource: app.get(DataSource), close };
}

/**
 * The switch is committed on a member that has much to pass on first, while the writer is within its transaction on the other, which does
 * not know of it yet.
 * @param {OnMember} there
 * @param {Member} first
 * @param {string} url of a process on that member
 */
async function checkWriterAndSwitch(there, first, url) {
  let [slipped, again] = [0, 0];
  for (let number = 0; number < TRIES; number++) {
    const email = `fence-${number}@cluster.test`;
    const owner = await signUp(url, email);
    await ask(url + owner.of('/contacts'), { token: owner.token, json: { name: 'Early' } });
    await sleep(CAUGHT_UP_MS);
    const writer = beginToWrite(there, owner.of('').split('/').at(-1) ?? '');
    await writer.isIn;
    await first.ask(
      `INSERT INTO ${DATABASE}.slow_to_apply (a) SELECT MD5(seq) FROM ${DATABASE}.seq_1_to_${ROWS_BEHIND}`,
    );
    const { status } = await ask(url + owner.of('/resets'), { token: owner.token, json: { signUpEmail: email } });
    if (status !== 201) throw new Error(`The reset was answered ${status}.`);
    writer.goOn();
    await writer.done;
    const [book] = writer.books;
    const [row] = await first.ask(
      `SELECT COUNT(*) AS n FROM ${DATABASE}.contacts WHERE name = 'Late' AND book_id = ?`,
      [book],
    );
    slipped += Number(row.n);
    again += writer.books.length - 1;
  }
  check(`a writer and a switch: ${slipped} of ${TRIES} came into the sealed book, ${again} ran again`, slipped === 0);
}

/**
 * A transaction through the fence that waits before its COMMIT, the first time.
 * @param {OnMember} there
 * @param {string} businessId
 */
function beginToWrite(there, businessId) {
  const [entered, released] = [signal(), signal()];
  /** @type {Buffer[]} */
  const books = [];
  const done = writeToBook(there.dataSource, /** @type {any} */ (businessId), async (into) => {
    books.push(into.book);
    await into.tx.query(
      "INSERT INTO contacts (book_id, id, kind, name, created_at) VALUES (?, ?, 'customer', 'Late', NOW(6))",
      [into.book, idToBytes(newId())],
    );
    entered.give();
    if (books.length === 1) await released.given;
  });
  return { books, done, isIn: entered.given, goOn: released.give };
}

/**
 * Two operators, each of whom takes the account of the other at the same moment: one has to be left.
 * @param {OnMember} here
 * @param {OnMember} there
 */
async function checkOperators(here, there) {
  const [ours, theirs] = [here.app.get(StaffAccounts), there.app.get(StaffAccounts)];
  const by = systemActor('cluster');
  const one = await ours.add(by, 'one@cluster.test', 'operator', 'a long password of one');
  const other = await ours.add(by, 'other@cluster.test', 'operator', 'a long password of other');
  let left = Infinity;
  for (let number = 0; number < TRIES * 2; number++) {
    await sleep(CAUGHT_UP_MS);
    await Promise.allSettled([ours.disable(by, other), theirs.disable(by, one)]);
    await sleep(CAUGHT_UP_MS);
    left = Math.min(left, await ours.countOperators());
    await ours.enable(by, one);
    await ours.enable(by, other);
  }
  check(`the last operator is left, of two who took each other's account ${TRIES * 2} times`, left === 1);
}

function signal() {
  /** @type {() => void} */
  let give = () => undefined;
  const given = new Promise((done) => (give = () => done(undefined)));
  return { give, given };
}
