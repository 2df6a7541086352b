import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { newId } from '../../platform/kernel/ids.js';
import { readAuditFilter } from './audit-filter.js';
import { conditionsOf, pageQuery } from './audit-search-sql.js';
import { EVENT_TYPES, OUTCOMES } from './event-catalogue.js';

const filter = fc
  .record(
    {
      business: fc.constant(newId()),
      actor: fc.constantFrom('snapshot-expiry', newId()),
      type: fc.subarray([...EVENT_TYPES], { minLength: 1 }),
      outcome: fc.constantFrom(...OUTCOMES),
      ticket: fc.constantFrom('SUP-1', 'T/2'),
      from: fc.constant('2026-01-01'),
      until: fc.constant('2026-02-01'),
    },
    { requiredKeys: [] },
  )
  .map(readAuditFilter);
const after = fc.option(fc.record({ id: fc.nat(), occurredAt: fc.constant('2026-01-15T00:00:00.000Z') }), {
  nil: undefined,
});
const count = fc.integer({ min: 1, max: 201 });

const marksIn = (sql: string) => sql.split('?').length - 1;
/** What migration 0003 has made, by name. */
const INDEXES = readFileSync('src/platform/database/migrations/0003-audit-search.ts', 'utf8');

describe('a page of the log', () => {
  test('has a value for each of its marks, whatever is looked for', () => {
    fc.assert(
      fc.property(filter, count, after, (looked, n, behind) => {
        const { sql, parameters } = pageQuery(looked, n, behind);
        expect(parameters).toHaveLength(marksIn(sql));
        expect(parameters).not.toContain(undefined);
        const { where, parameters: given } = conditionsOf(looked);
        expect(given).toHaveLength(marksIn(where));
      }),
    );
  });

  test('is walks along indexes that there are, each of which ends', () => {
    fc.assert(
      fc.property(filter, count, after, (looked, n, behind) => {
        const { sql } = pageQuery(looked, n, behind);
        const walks = [...sql.matchAll(/FORCE INDEX \((\w+)\)/g)].map(([, index]) => index!);
        expect(walks.filter((index) => !INDEXES.includes(`${index}: '(`))).toEqual([]);
        expect(sql.match(/LIMIT \?/g)).toHaveLength(walks.length + 1);
        const isByType = (looked.type ?? looked.outcome) !== undefined && looked.ticket === undefined;
        const pairs = (looked.type ?? EVENT_TYPES).length * (looked.outcome ? 1 : OUTCOMES.length);
        expect(walks).toHaveLength(isByType ? pairs : 1);
      }),
    );
  });

  test('goes on behind a row: of the same time, only what has a smaller id', () => {
    const { sql, parameters } = pageQuery({}, 51, { id: 7, occurredAt: 'then' });
    expect(sql).toContain('e.occurred_at <= ? AND (e.occurred_at < ? OR e.id < ?)');
    expect(parameters).toEqual(['then', 'then', 7, 51, 51]);
  });
});
