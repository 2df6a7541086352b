import fc from 'fast-check';
import { filterInWords, readAuditFilter, type AuditFilter } from '../../src/log/events/audit-filter.js';
import { AuditLog } from '../../src/log/events/audit-log.service.js';
import type { AuditEventView } from '../../src/log/events/audit-reader.service.js';
import { AuditSearch } from '../../src/log/events/audit-search.service.js';
import { pageQuery } from '../../src/log/events/audit-search-sql.js';
import type { EventDraft } from '../../src/log/events/envelope.js';
import { systemActor, type Actor } from '../../src/platform/kernel/actor.js';
import { DAY_MS, HOUR_MS, now, shiftClock } from '../../src/platform/kernel/clock.js';
import { newId, type BusinessId, type StaffId, type UserId } from '../../src/platform/kernel/ids.js';
import { LogWorker } from '../../src/log/transparency-log/log-worker.service.js';
import { LogReader } from '../../src/log/transparency-log/log-reader.service.js';
import { Scene } from '../setup/scene.js';
import { rows } from '../setup/sql.js';

const origin = { requestId: 'test' };
const staff: Actor = { type: 'staff', id: newId<StaffId>(), role: 'compliance', origin };
const reading = { actor: staff, roles: ['compliance'] };
const people: Actor[] = [
  { type: 'user', id: newId<UserId>(), email: 'a@example.test', locale: 'en', sessionId: newId(), origin },
  { type: 'user', id: newId<UserId>(), email: 'b@example.test', locale: 'en', sessionId: newId(), origin },
  systemActor('snapshot-expiry'),
  { type: 'anonymous', origin },
];
const businesses = [newId<BusinessId>(), newId<BusinessId>(), newId<BusinessId>()];
const tickets = ['SUP-1', 'Été/42', undefined, undefined, undefined];
const DAYS = 40;

describe('searching the log', () => {
  let scene: Scene;
  let search: AuditSearch;
  let log: AuditLog;

  beforeAll(async () => {
    scene = await Scene.start('search');
    search = scene.world.app.get(AuditSearch);
    log = scene.world.app.get(AuditLog);
    await writeEvents(log, 240);
    await scene.world.app.get(LogWorker).keep();
  });
  afterAll(async () => {
    shiftClock(0);
    await scene.stop();
  });

  /** All that lies in the log, found without the search. */
  async function everything(): Promise<AuditEventView[]> {
    const found = await rows<{ payload: Buffer }>(
      scene.sql.admin,
      'SELECT payload FROM audit_events ORDER BY occurred_at DESC, id DESC',
    );
    return found.map(({ payload }) => JSON.parse(payload.toString('utf8')));
  }

  async function allPages(filter: AuditFilter, limit: number): Promise<AuditEventView[]> {
    const all: AuditEventView[] = [];
    let after: string | undefined;
    do {
      const page = await search.list(reading, filter, limit, after);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      all.push(...page.items);
      after = page.next ?? undefined;
    } while (after);
    return all;
  }

  const day = (n: number) => new Date(now().getTime() - n * DAY_MS).toISOString();
  const filters = fc.record(
    {
      business: fc.constantFrom(...businesses, newId()),
      actor: fc.constantFrom(...people.flatMap((person) => ('id' in person ? [person.id] : [])), 'nobody'),
      type: fc.subarray(
        ['bank-feed.connected', 'bank-feed.failed', 'books.exported', 'audit.verified', 'session.denied'],
        { minLength: 1 },
      ),
      outcome: fc.constantFrom('success', 'denied', 'failed', 'pending'),
      ticket: fc.constantFrom('SUP-1', 'Été/42', 'sup-1'),
      from: fc.integer({ min: 20, max: DAYS + 2 }).map(day),
      until: fc.integer({ min: 0, max: 19 }).map(day),
    },
    { requiredKeys: [] },
  );

  test('finds what the filter says, whatever is combined, newest first and without gap or double', async () => {
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 3, max: 60 }), async (given, limit) => {
        const filter = readAuditFilter(given);
        const expected = (await everything()).filter((event) => fits(event, filter)).map(({ id }) => id);
        // What is read meanwhile is recorded, and comes before all of it.
        const found = (await allPages(filter, limit)).map(({ id }) => id);
        expect(found.slice(found.length - expected.length)).toEqual(expected);
        expect(new Set(found).size).toBe(found.length);
      }),
      { numRuns: 120 },
    );
  });

  test('finds by every single member of the filter', async () => {
    const all = await everything();
    for (const given of [
      { business: businesses[0] },
      { actor: 'snapshot-expiry' },
      { type: 'audit.verified' },
      { outcome: 'failed' },
      { ticket: 'Été/42' },
      { from: day(3) },
      { until: day(30) },
    ]) {
      const filter = readAuditFilter(given);
      const expected = all.filter((event) => fits(event, filter));
      const found = (await allPages(filter, 50)).filter((event) => all.some(({ id }) => id === event.id));
      expect(expected.length).toBeGreaterThan(0);
      expect(found).toEqual(expected);
    }
  });

  test('pages stay whole while events are being added', async () => {
    const before = (await everything()).map(({ id }) => id);
    let stop = false;
    const writer = (async () => {
      while (!stop) await writeEvents(log, 5);
    })();
    const found = (await allPages({}, 7)).map(({ id }) => id);
    stop = true;
    await writer;
    expect(new Set(found).size).toBe(found.length);
    const known = new Set(found);
    // The writer's clock goes back by days, so its events may land behind the page as well as before it.
    expect(before.filter((id) => !known.has(id))).toEqual([]);
  });

  test('the reading is an event: of the business that was read, else of the log', async () => {
    const { items } = await search.list(reading, readAuditFilter({ business: businesses[0], outcome: 'success' }), 1);
    await search.list(reading, readAuditFilter({ type: ['books.exported', 'audit.verified'] }), 1, items[0]!.id);
    const [searched, read] = (await search.list(reading, {}, 3)).items;
    expect(read).toMatchObject({
      type: 'audit.read',
      subject: `business/${businesses[0]}`,
      data: { actor: { id: (staff as { id: string }).id }, details: { filter: { outcome: 'success' } } },
    });
    expect(searched).toMatchObject({
      type: 'audit.searched',
      subject: 'log/audit',
      data: { details: { filter: { type: 'audit.verified,books.exported' }, after: items[0]!.id } },
    });
  });

  test('nothing is shown that could not be recorded', async () => {
    await scene.sql.admin.query(
      `CREATE TRIGGER broken_log BEFORE INSERT ON audit_pending FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'broken on purpose'`,
    );
    await expect(search.list(reading, {}, 1)).rejects.toThrow('AUDIT_UNAVAILABLE');
    await scene.sql.admin.query('DROP TRIGGER broken_log');
  });

  describe('in the order of the log', () => {
    test('gives exactly the sequenced events up to the size, each with its leaf', async () => {
      const { size } = await scene.world.app.get(LogReader).head();
      const leaves = await rows<{ leaf_index: number; leaf_hash: Buffer; payload: Buffer }>(
        scene.sql.admin,
        'SELECT l.leaf_index, l.leaf_hash, e.payload FROM audit_leaves l JOIN audit_events e ON e.id = l.id ORDER BY l.leaf_index',
      );
      await fc.assert(
        fc.asyncProperty(filters, fc.integer({ min: 0, max: size }), async (given, treeSize) => {
          const filter = readAuditFilter(given);
          const found = [];
          for await (const event of search.each(filter, treeSize)) found.push(event);
          const expected = leaves
            .filter(({ leaf_index }) => leaf_index < treeSize)
            .filter(({ payload }) => fits(JSON.parse(payload.toString('utf8')), filter));
          expect(found).toEqual(
            expected.map((row) => ({
              leafIndex: Number(row.leaf_index),
              leafHash: row.leaf_hash,
              payload: row.payload,
            })),
          );
          expect(await search.count(filter, treeSize)).toBe(expected.length);
        }),
        { numRuns: 40 },
      );
    });

    test('passes from window to window', async () => {
      await writeEvents(log, 850);
      const worker = scene.world.app.get(LogWorker);
      while (await worker.keep());
      const { size } = await scene.world.app.get(LogReader).head();
      expect(size).toBeGreaterThan(1_024);
      let next = 0;
      for await (const { leafIndex } of search.each({}, size)) expect(leafIndex).toBe(next++);
      expect(next).toBe(size);
    });
  });

  test('every query walks along the index that is named, without sorting the log', async () => {
    // MySQL would tell it as a tree otherwise; MariaDB does not know the word.
    await scene.sql.admin.query("SET explain_format = 'TRADITIONAL'").catch(() => undefined);
    const kinds = [{}, { business: businesses[0] }, { actor: 'snapshot-expiry' }, { ticket: 'SUP-1' }];
    const asked = kinds.flatMap((kind) => [kind, { ...kind, outcome: 'failed' }, { ...kind, type: 'audit.verified' }]);
    for (const given of [...asked, { business: businesses[0], actor: 'snapshot-expiry' }]) {
      for (const range of [{}, { from: day(30), until: day(20) }]) {
        const { sql, parameters } = pageQuery(readAuditFilter({ ...given, ...range }), 51);
        const plan = await rows<{ table: string; key: string | null; Extra: string | null }>(
          scene.sql.admin,
          `EXPLAIN ${sql}`,
          parameters,
        );
        const walks = plan.filter(({ table, key }) => table === 'e' && key !== 'PRIMARY');
        expect(walks.length).toBeGreaterThan(0);
        for (const { key, Extra } of walks) {
          expect(key).toMatch(/_time$/);
          expect({ given, Extra: Extra ?? '' }).not.toMatchObject({ Extra: expect.stringContaining('filesort') });
        }
      }
    }
  });

  describe('a filter that is none', () => {
    test.each([
      [{ business: 'x' }, 'business'],
      [{ business: "' OR 1=1 --" }, 'business'],
      [{ actor: 'someone@example.test' }, 'actor'],
      [{ actor: 'é'.repeat(20) }, 'actor'],
      [{ type: 'business.exploded' }, 'there is no type of event'],
      [{ type: [] }, 'type'],
      [{ type: ['audit.read', { $ne: 1 }] }, 'type'],
      [{ outcome: 'perhaps' }, 'outcome: must be one of'],
      [{ ticket: '' }, 'ticket'],
      [{ ticket: 'a\u0000b' }, 'ticket'],
      [{ ticket: 'somebody@example.test' }, 'ticket'],
      [{ ticket: 'x'.repeat(101) }, 'ticket'],
      [{ from: 'yesterday' }, 'from: must be a date'],
      [{ from: '2026-02-30' }, 'from: must be a date'],
      [{ until: '9999-12-31' }, 'until: must be a date'],
      [{ from: '2026-01-31T10:00:00' }, 'zone'],
      [{ from: '2026-02-01', until: '2026-01-01' }, 'until: must be later'],
      [{ from: ['2026-01-01'] }, 'from'],
      [{ operation: 'x' }, 'operation'],
      ['everything', ''],
      [null, ''],
    ])('%j is refused', (given, why) => {
      expect(() => readAuditFilter(given)).toThrow(expect.objectContaining({ code: 'VALIDATION' }));
      expect(() => readAuditFilter(given)).toThrow(why);
    });

    test.each([0, -1, 1.5, NaN, 201, Infinity])('a limit of %p is refused', async (limit) => {
      await expect(search.list(reading, {}, limit)).rejects.toThrow('VALIDATION');
    });

    test.each(['', 'x', newId(), "'; DROP TABLE audit_events; --"])('after %j is refused', async (after) => {
      await expect(search.list(reading, {}, 5, after)).rejects.toThrow('VALIDATION');
    });
  });

  test('a date stands for all of its day, and times are made UTC', () => {
    const filter = readAuditFilter({ from: '2026-01-31', until: '2026-01-31', type: 'audit.read' });
    expect(filter).toEqual({
      from: '2026-01-31T00:00:00.000Z',
      until: '2026-02-01T00:00:00.000Z',
      type: ['audit.read'],
    });
    expect(readAuditFilter({ from: '2026-01-31T10:00:00+02:00' }).from).toBe('2026-01-31T08:00:00.000Z');
    expect(readAuditFilter(filter)).toEqual(filter);
    expect(filterInWords({ ...filter, type: ['audit.read', 'audit.searched'], business: undefined })).toEqual({
      from: '2026-01-31T00:00:00.000Z',
      until: '2026-02-01T00:00:00.000Z',
      type: 'audit.read,audit.searched',
    });
  });
});

/** The filter once more, on the event itself. */
function fits({ type, subject, time, data }: AuditEventView, filter: AuditFilter): boolean {
  return (
    (filter.business === undefined || subject === `business/${filter.business}`) &&
    (filter.actor === undefined || data.actor.id === filter.actor) &&
    (filter.type === undefined || (filter.type as readonly string[]).includes(type)) &&
    (filter.outcome === undefined || data.outcome === filter.outcome) &&
    (filter.ticket === undefined || data.ticket === filter.ticket) &&
    (filter.from === undefined || time >= filter.from) &&
    (filter.until === undefined || time < filter.until)
  );
}

/** Events of many kinds over the last days, out of order here and there, and some in the same millisecond. */
async function writeEvents(log: AuditLog, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const pick = <T>(from: readonly T[], salt: number): T => from[(i * 7 + salt * 13 + ((i / 5) | 0)) % from.length]!;
    const [actor, subjectId] = [pick(people, 1), pick(businesses, 2)];
    const common = { actor, subjectId, ticket: pick(tickets, 3) };
    const feed = { feed_id: newId(), institution: 'sandbox', bank_account_id: newId() };
    const drafts: EventDraft[] = [
      { ...common, type: 'bank-feed.connected', outcome: 'success', details: feed },
      { ...common, type: 'bank-feed.failed', outcome: 'failed', details: feed },
      { ...common, type: 'books.exported', outcome: 'success', details: { book_id: newId(), format: 'fec' } },
      {
        ...common,
        type: 'audit.verified',
        outcome: i % 11 === 0 ? 'failed' : 'success',
        details: { from: 0, entries: i, root: '', verdict: 'whole' },
      },
      { ...common, type: 'session.denied', outcome: 'denied', reason: 'UNAUTHENTICATED', details: {} },
    ];
    // From now on: by a clock that is behind the newest event's recording nothing is written.
    shiftClock(DAYS * DAY_MS - ((i * 37) % (DAYS * 24)) * HOUR_MS);
    await log.record(pick(drafts, 4));
  }
  shiftClock(DAYS * DAY_MS);
}
