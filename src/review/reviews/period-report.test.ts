import { createHash } from 'node:crypto';
import { newId } from '../../platform/kernel/ids.js';
import { completenessOf, type LogFacts } from './completeness.js';
import type { Operation } from './operation.js';
import { periodReport, type ExceptionKind, type ReportFacts } from './period-report.js';
import { sampleOf } from './sample.js';

const [BUSINESS, OWNER] = [newId(), newId()];
const scope = { from: '2026-01-01T00:00:00.000Z', until: '2026-04-01T00:00:00.000Z', businessId: null, action: null };
const at = (minutes: number) => new Date(Date.parse('2026-02-01T12:00:00.000Z') + minutes * 60_000).toISOString();

const operation = (more: Partial<Operation> = {}): Operation => ({
  id: newId(),
  action: 'reset',
  outcome: 'success',
  reason: null,
  businessId: BUSINESS,
  actorId: OWNER,
  isOriginalOwner: true,
  askedAt: at(-1),
  at: at(0),
  eventId: newId(),
  leafIndex: 7,
  snapshotId: newId(),
  givenBackId: null,
  digest: `sha256:${'a'.repeat(64)}`,
  digestEventId: newId(),
  ...more,
});

const state = (size: number) => ({ size, root: 'AAAA', signedAt: at(0), witnesses: [] });
const log: LogFacts = {
  before: state(5),
  after: state(20),
  found: 15,
  isRootBeforeRight: true,
  isRootAfterRight: true,
};

const facts = (operations: readonly Operation[], more: Partial<ReportFacts> = {}): ReportFacts => ({
  scope,
  made: {
    at: '2026-04-02T00:00:00.000Z',
    by: { id: newId(), role: 'compliance' },
    system: { version: '1', log: 'log', address: 'https://books.test' },
    query: { types: [], from: scope.from, until: scope.until },
  },
  operations,
  ends: new Map(),
  feedsConnected: new Set(),
  holds: [],
  purges: [],
  staffActs: [],
  owners: new Map([[BUSINESS, OWNER]]),
  gaps: [],
  log,
  sampleSize: 2,
  seed: 'seed',
  ...more,
});

const found = (operations: readonly Operation[], more: Partial<ReportFacts> = {}) =>
  periodReport(facts(operations, more)).exceptions.map(({ kind }) => kind);

describe('a period report', () => {
  test('counts what was done, refused and failed, and why', () => {
    const { totals } = periodReport(
      facts([
        operation(),
        operation({ action: 'restore', givenBackId: newId() }),
        operation({ outcome: 'denied', reason: 'BANK_FEEDS_CONNECTED', snapshotId: null }),
        operation({ outcome: 'denied', reason: 'BANK_FEEDS_CONNECTED', snapshotId: null, businessId: newId() }),
        operation({ outcome: 'failed', reason: 'INTERNAL', snapshotId: null }),
      ]),
    );
    expect(totals).toMatchObject({
      operations: 5,
      businesses: 2,
      outcomes: {
        reset: { pending: 0, success: 1, denied: 2, failed: 1 },
        restore: { pending: 0, success: 1, denied: 0, failed: 0 },
      },
      refusals: [
        { action: 'reset', reason: 'BANK_FEEDS_CONNECTED', count: 2 },
        { action: 'reset', reason: 'INTERNAL', count: 1 },
      ],
    });
  });

  test('finds nothing in what is as it should be', () => {
    expect(found([operation(), operation({ outcome: 'denied', isOriginalOwner: false, digest: null })])).toEqual([]);
  });

  const plain = operation();
  const hold = (minutes: number, isPlaced: boolean, snapshotId: string) => ({
    eventId: newId(),
    businessId: BUSINESS,
    at: at(minutes),
    snapshotId,
    holdId: 'one',
    isPlaced,
  });
  const given = newId();
  const restored = operation({ action: 'restore', givenBackId: given });
  const act = (minutes: number) => ({ eventId: newId(), businessId: BUSINESS, at: at(minutes) });
  const DAY = 24 * 60;

  test.each<[string, ExceptionKind[], readonly Operation[], Partial<ReportFacts>]>([
    ['a feed that was connected', ['feed-connected'], [plain], { feedsConnected: new Set([plain.id]) }],
    ['an event that says not the owner', ['not-original-owner'], [operation({ isOriginalOwner: false })], {}],
    ['an event that says the owner, who is another', ['not-original-owner'], [operation({ actorId: newId() })], {}],
    ['two ends of one', ['two-ends'], [plain], { ends: new Map([[plain.id, [newId(), newId()]]]) }],
    ['no end', ['no-end'], [operation({ outcome: 'pending', digest: null })], {}],
    ['no digest', ['no-digest'], [operation({ digest: null })], {}],
    ['a restore under a hold', ['hold-breached'], [restored], { holds: [hold(-10, true, given)] }],
    ['none once it is lifted', [], [restored], { holds: [hold(-10, true, given), hold(-5, false, given)] }],
    ['none before it is placed', [], [restored], { holds: [hold(5, true, given)] }],
    ['staff a day before', ['staff-near'], [plain], { staffActs: [act(-DAY)] }],
    ['none of longer ago, nor afterwards', [], [plain], { staffActs: [act(-DAY - 1), act(1)] }],
    ['none near what was refused', [], [operation({ outcome: 'denied' })], { staffActs: [act(-5)] }],
  ])('finds %s', (_, kinds, operations, more) => {
    expect(found(operations, more)).toEqual(kinds);
  });

  test('finds a purge under a hold, by its own event', () => {
    const purge = { ...act(0), snapshotId: given };
    const { exceptions } = periodReport(facts([], { purges: [purge], holds: [hold(-10, true, given)] }));
    expect(exceptions).toMatchObject([{ kind: 'hold-breached', item: purge.eventId }]);
  });

  test('waits a little for an end and a digest', () => {
    const made = { ...facts([]).made, at: at(5) };
    expect(found([operation({ outcome: 'pending' }), operation({ digest: null })], { made })).toEqual([]);
  });

  test('misses no digest of what was restored before there had to be one', () => {
    const reset = operation({ digest: null, snapshotId: given });
    const within = (minutes: number) => operation({ action: 'restore', givenBackId: given, at: at(minutes) });
    expect(found([reset, within(30)])).toEqual([]);
    expect(found([reset, within(90)])).toEqual(['no-digest']);
  });

  test('tells the gravest first', () => {
    const kinds = found([operation({ digest: null }), operation({ isOriginalOwner: false })], { staffActs: [act(-5)] });
    expect(kinds).toEqual(['not-original-owner', 'no-digest', 'staff-near', 'staff-near']);
  });
});

describe('completeness', () => {
  const of = (operations: readonly Operation[], more: Partial<ReportFacts> = {}) =>
    completenessOf(operations, facts(operations, more));

  test('holds when every leaf, every end and every number is there', () => {
    expect(of([operation()])).toMatchObject({ holds: true, leaves: { expected: 15, found: 15 } });
    const fromTheStart = { ...log, before: null, found: 20 };
    expect(of([operation()], { log: fromTheStart })).toMatchObject({ holds: true, leaves: { expected: 20 } });
  });

  const gap = { businessId: BUSINESS, first: 3, last: 4 };
  test.each<[string, readonly Operation[], Partial<ReportFacts>]>([
    ['a leaf is missing', [], { log: { ...log, found: 14 } }],
    ['the tree gives another root', [], { log: { ...log, isRootAfterRight: false } }],
    ['the tree gave another root before', [], { log: { ...log, isRootBeforeRight: false } }],
    ['an event waits for its place', [operation({ leafIndex: null })], {}],
    ['an event is behind the checkpoint', [operation({ leafIndex: 20 })], {}],
    ['a request has no end', [operation({ outcome: 'pending' })], {}],
    ['a business misses a number', [], { gaps: [{ ...gap, after: at(-1), before: at(1) }] }],
    ['a business misses its first ones', [], { gaps: [{ ...gap, after: null, before: at(1) }] }],
  ])('does not when %s', (_, operations, more) => {
    expect(of(operations, more).holds).toBe(false);
  });

  test('leaves gaps of other periods alone', () => {
    const before = { ...gap, after: '2025-01-01T00:00:00.000Z', before: '2025-12-31T00:00:00.000Z' };
    const behind = { ...gap, after: scope.until, before: '2026-05-01T00:00:00.000Z' };
    const over = { ...gap, after: '2025-12-31T00:00:00.000Z', before: '2026-05-01T00:00:00.000Z' };
    expect(of([], { gaps: [before, behind] })).toMatchObject({ holds: true, gaps: [] });
    expect(of([], { gaps: [before, over] }).gaps).toEqual([over]);
  });
});

describe('a sample', () => {
  const ids = Array.from({ length: 50 }, () => newId());

  test('is drawn as anybody can draw it again', () => {
    const key = (id: string) => createHash('sha256').update(`s1:${id}`).digest('hex');
    const drawn = ids.toSorted((a, b) => key(a).localeCompare(key(b))).slice(0, 5);
    expect(sampleOf(ids, 's1', 5)).toMatchObject({ seed: 's1', asked: 5, items: drawn });
    expect(sampleOf(ids.toReversed(), 's1', 5).items).toEqual(drawn);
  });

  test('is another one for another seed, and all where there are fewer', () => {
    expect(sampleOf(ids, 's2', 5).items).not.toEqual(sampleOf(ids, 's1', 5).items);
    expect(sampleOf(ids.slice(0, 3), 's1', 5).items).toHaveLength(3);
    expect(sampleOf([], 's1', 5).items).toEqual([]);
  });
});
