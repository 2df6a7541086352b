import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { check, root, until } from '../operations/lib.mjs';
import { DATABASE, urlsAt } from './members.mjs';

/** @import { Member } from './members.mjs' */
/** @import { BusyOwner } from './load.mjs' */

/**
 * What has to be so when everything is over.
 * @param {readonly Member[]} members
 * @param {readonly BusyOwner[]} owners
 * @param {import('../operations/lib.mjs').Env} env of the processes
 */
export async function checkWhole(members, owners, env) {
  const [first] = members;
  if (!first) throw new Error('A group has members.');
  await checkAcknowledged(first, owners);
  await checkSealed(first);
  await checkOperations(first);
  await checkMembersAgree(members);
  for (const member of members) {
    const at = { ...env, ...urlsAt(member.ports.sql) };
    check(`audit verify passes on ${member.name}`, cli(['audit', 'verify'], at) === 0);
    check(`books verify passes on ${member.name}`, cli(['books', 'verify'], at) === 0);
  }
}

/**
 * @param {Member} member
 * @param {readonly BusyOwner[]} owners
 */
async function checkAcknowledged(member, owners) {
  const there = new Set((await member.ask(`SELECT HEX(id) AS id FROM ${DATABASE}.contacts`)).map(({ id }) => id));
  const contacts = owners.flatMap((owner) => [...owner.contacts.keys()]);
  const lost = contacts.filter((id) => !there.has(bare(id)));
  check(
    `all ${contacts.length} contacts that clients were told of are there`,
    contacts.length > 0 && lost.length === 0,
  );
  const done = new Set((await member.ask(`SELECT HEX(id) AS id FROM ${DATABASE}.book_switches`)).map(({ id }) => id));
  const switches = owners.flatMap((owner) => [...owner.switches.keys()]);
  check(
    `all ${switches.length} switches that clients were told of are there`,
    switches.length > 0 && switches.every((id) => done.has(bare(id))),
  );
  const keys = new Set(owners.flatMap((owner) => [...owner.switches.values()]));
  check('each key switched once', keys.size === switches.length);
}

/** @param {Member} member */
async function checkSealed(member) {
  const [late] = await member.ask(
    `SELECT COUNT(*) AS n FROM ${DATABASE}.contacts c JOIN ${DATABASE}.books b ON b.id = c.book_id
     WHERE b.sealed_at IS NOT NULL AND c.created_at > b.sealed_at`,
  );
  check('no row came into a sealed book', Number(late.n) === 0);
  const [open] = await member.ask(
    `SELECT COUNT(*) AS n FROM ${DATABASE}.businesses b LEFT JOIN ${DATABASE}.open_books o ON o.open_book_id = b.current_book_id
     WHERE o.open_book_id IS NULL`,
  );
  check('each business points to a book that is open', Number(open.n) === 0);
}

/** @param {Member} member */
async function checkOperations(member) {
  const [counts] = await member.ask(
    `SELECT (SELECT COUNT(*) FROM ${DATABASE}.book_switches) AS switches,
       (SELECT COUNT(*) FROM ${DATABASE}.audit_events WHERE type IN ('business.reset.completed', 'business.restore.completed')) AS events`,
  );
  check(`${counts.switches} switches are ${counts.events} events`, Number(counts.switches) === Number(counts.events));
  const twice = await member.ask(
    `SELECT JSON_VALUE(payload, '$.data.operation_id') AS operation, COUNT(*) AS ends FROM ${DATABASE}.audit_events
     WHERE type REGEXP '^business\\\\.(reset|restore)\\\\.(completed|failed|denied)$' GROUP BY operation HAVING ends > 1`,
  );
  check('no operation has two ends', twice.length === 0);
}

/** @param {readonly Member[]} members */
async function checkMembersAgree(members) {
  await until('all members at the same transaction', async () => {
    const positions = await Promise.all(members.map((member) => member.position()));
    return positions.every((each) => each === positions[0]);
  });
  const [first = {}, ...others] = await Promise.all(members.map(sumsOf));
  const different = Object.keys(first).filter((table) => others.some((other) => other[table] !== first[table]));
  check(
    `the members agree, ${Object.keys(first).length} tables by their checksums ${different.join(', ')}`,
    different.length === 0,
  );
}

/** @param {Member} member */
async function sumsOf(member) {
  const tables = await member.ask(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_type = ? ORDER BY 1',
    [DATABASE, 'BASE TABLE'],
  );
  const names = tables.map(({ name }) => `${DATABASE}.\`${name}\``).join(', ');
  const rows = await member.ask(`CHECKSUM TABLE ${names}`);
  return Object.fromEntries(rows.map(({ Table, Checksum }) => [Table, String(Checksum)]));
}

/** @param {string} id */
const bare = (id) => id.replaceAll('-', '').toUpperCase();

/**
 * @param {string[]} command
 * @param {import('../operations/lib.mjs').Env} env
 */
function cli(command, env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...command], {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    encoding: 'utf8',
  });
  if (status !== 0) console.log(stdout.slice(-2_000), stderr.slice(-2_000));
  return status;
}
