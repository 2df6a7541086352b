import type { Connection } from 'mysql2/promise';
import { idToBytes } from '../../../src/platform/kernel/ids.js';
import type { Client } from '../../builders/client.js';
import type { Diary, SwitchEntry } from './diary.js';
import type { People } from './people.js';
import { BUSINESSES } from './scenario.js';

/** What the passing of time would do for a process that was killed: whatever it had leased is free. */
export async function endLeases(admin: Connection): Promise<void> {
  await admin.query('UPDATE write_jobs SET lease_until = started_at WHERE finished_at IS NULL');
  await admin.query('UPDATE idempotency_keys SET lease_until = created_at WHERE answer IS NULL');
}

/**
 * Brings a scenario to rest: nobody writes any more, every request with a key has its answer, every feed is
 * disconnected. After this the database can be compared with the diary.
 */
export async function settle(admin: Connection, people: People, url: string, diary: Diary): Promise<void> {
  await endLeases(admin);
  for (let business = 0; business < BUSINESSES; business++) {
    await waitForWriters(admin, people.businessId(business));
    await disconnectAll(people.as(business, 'original-owner', url));
  }
  const settled: SwitchEntry[] = [];
  for (const entry of diary.switches) settled.push(await askAgain(entry, people, url));
  diary.switches = settled;
  for (let business = 0; business < BUSINESSES; business++) await waitForWriters(admin, people.businessId(business));
}

/** What a killed process had begun is undone by the server as soon as it notices; the lock says when. */
async function waitForWriters(admin: Connection, businessId: string): Promise<void> {
  await admin.query('START TRANSACTION');
  await admin.query('SELECT id FROM businesses WHERE id = ? FOR UPDATE', [idToBytes(businessId)]);
  await admin.query('ROLLBACK');
}

async function disconnectAll(owner: Client): Promise<void> {
  const { body } = await owner.get<{ items: { id: string; state: string }[] }>(owner.of('/bank-feeds'));
  for (const { id, state } of body.items) if (state !== 'disconnected') await owner.disconnectFeed(id);
}

async function askAgain(entry: SwitchEntry, people: People, url: string): Promise<SwitchEntry> {
  if (entry.outcome !== 'unknown' || entry.key === undefined) return entry;
  const business = [...Array(BUSINESSES).keys()].find((found) => people.businessId(found) === entry.businessId)!;
  const owner = people.as(business, 'original-owner', url);
  const answer = await owner.post(owner.of(`/${entry.kind}s`), entry.body, { 'Idempotency-Key': entry.key });
  const endedMs = performance.now();
  return answer.status === 201
    ? { ...entry, outcome: 'done', endedMs, switchId: answer.body.id as string }
    : { ...entry, outcome: 'refused', endedMs, code: String(answer.body.code) };
}
