import type { Connection } from 'mysql2/promise';
import { sealEvent, type EventDraft } from '../../../src/log/events/envelope.js';
import type { UserActor } from '../../../src/platform/kernel/actor.js';
import { bytesToId, idToBytes, newId, type BusinessId, type UserId } from '../../../src/platform/kernel/ids.js';
import { connectSql, rows } from '../../setup/sql.js';
import { fillBusinesses } from './panel-fill.js';
import { say } from './report.js';
import type { BenchApp, World } from './world.js';

const SWITCHES_OF_A_BUSINESS = 10;
const ROWS_A_STATEMENT = 1_000;
const SPAN_MS = 364 * 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Resets that are over: asked, completed and digested, spread over a year, in businesses of their own with numbers without gaps. The
 * events are sealed as the log seals them and put in past the application; no book and no switch stands behind them, which a
 * report does not ask for. Their places in the tree are behind everything that was there before.
 */
export async function fillSwitches(world: World, app: BenchApp, switches: number): Promise<void> {
  const known = Array.from({ length: Math.ceil(switches / SWITCHES_OF_A_BUSINESS) }, () => newId<BusinessId>());
  await fillBusinesses(world, app, known, known.length);
  const sql = await connectSql(world.server.adminUrl);
  await sql.query(`USE ${app.database}`);
  // Or whoever signs up later would find their addresses taken.
  await sql.query("UPDATE users SET email = CONCAT('past-', email), email_key = CONCAT('past-', email_key)");
  const owners = await ownersOf(sql, known);
  let values: unknown[][] = [];
  const flush = async () => {
    if (values.length > 0) await sql.query('INSERT INTO audit_events (event_id, payload) VALUES ?', [values]);
    values = [];
  };
  const last = new Map<BusinessId, number>();
  for (let n = 0; n < switches; n++) {
    const business = known[n % known.length]!;
    const at = new Date(Date.now() - SPAN_MS + (n / switches) * (SPAN_MS - 86_400_000));
    for (const { payload, id } of switchEvents(business, owners.get(business)!, at, last)) {
      values.push([idToBytes(id), payload]);
    }
    if (values.length >= ROWS_A_STATEMENT) await flush();
  }
  await flush();
  const seqs = known.map((id) => [idToBytes(id), last.get(id)]);
  await sql.query('INSERT INTO audit_business_seqs (business_id, last_seq) VALUES ?', [seqs]);
  await sql.query(
    'INSERT INTO audit_pending (id) SELECT e.id FROM audit_events e LEFT JOIN audit_pending p ON p.id = e.id LEFT JOIN audit_leaves l ON l.id = e.id WHERE p.id IS NULL AND l.id IS NULL',
  );
  await sql.query('ANALYZE TABLE audit_events');
  await sql.end();
  say(`${switches.toLocaleString('en')} switches in ${known.length.toLocaleString('en')} businesses.`);
}

async function ownersOf(sql: Connection, ids: readonly BusinessId[]): Promise<Map<string, UserId>> {
  const found = await rows<{ id: Buffer; original_owner_id: Buffer }>(
    sql,
    'SELECT id, original_owner_id FROM businesses WHERE id IN (?)',
    [ids.map(idToBytes)],
  );
  return new Map(found.map((row) => [bytesToId(row.id), bytesToId<UserId>(row.original_owner_id)]));
}

function switchEvents(business: BusinessId, owner: UserId, at: Date, last: Map<BusinessId, number>) {
  const actor = {
    type: 'user',
    id: owner,
    email: 'owner@bench.test',
    locale: 'fr',
    sessionId: newId(),
    origin: { requestId: newId(), ip: '192.0.2.7', userAgent: 'bench' },
  } as UserActor;
  const [book, next] = [newId(), newId()];
  const common = { subjectId: business, actor, roles: ['owner'], originalOwner: true, operationId: newId() } as const;
  const read_at = at.toISOString();
  const held = (name: string) => ({ name, held: true, read_at });
  const feed = { id: newId(), institution: 'sandbox', status: 'disconnected', since: read_at };
  const precondition = [
    ...['original-owner', 'sign-up-email-typed', 'book-as-shown', 'something-to-reset', 'no-write-in-progress'].map(
      held,
    ),
    { ...held('bank-feeds-disconnected'), feeds: [feed] },
  ];
  const seal = (draft: EventDraft, time: Date) => {
    const seq = (last.get(business) ?? 0) + 1;
    last.set(business, seq);
    return sealEvent(draft, time, seq);
  };
  const asked = seal({ ...common, type: 'business.reset.requested', outcome: 'pending', details: {} }, at);
  const done = seal(
    {
      ...common,
      type: 'business.reset.completed',
      outcome: 'success',
      authorization: { decision: 'allowed', rule: 'original-owner may reset Business' },
      precondition,
      snapshot: { id: book },
      details: { switch_id: newId(), from_book_id: book, to_book_id: next },
    },
    new Date(at.getTime() + 40),
  );
  const digested = seal(
    {
      type: 'snapshot.digested',
      subjectId: business,
      actor: { type: 'system', id: 'snapshot-digests', origin: actor.origin },
      outcome: 'success',
      snapshot: { id: book, digest: `sha256:${'a'.repeat(64)}`, counts: { contacts: 3, journal_lines: 400 } },
      details: {
        algorithm: 'ardoise-book-1',
        switch_event_id: done.id,
        sealed_at: read_at,
        expires_at: new Date(at.getTime() + SPAN_MS).toISOString(),
      },
    },
    new Date(at.getTime() + MINUTE_MS),
  );
  return [asked, done, digested];
}
