import { sampleDraft } from '../../test/builders/sample-event.js';
import type { AuditEventView } from '../log/events/audit-reader.service.js';
import { sealEvent, type EventDraft } from '../log/events/envelope.js';
import type { EventType } from '../log/events/event-catalogue.js';
import { newId } from '../platform/kernel/ids.js';
import { concerned, evidenceSheet, type EvidenceFacts, type SealedFacts } from './evidence-sheet.js';

const [BUSINESS, BEFORE, AFTER, OPERATION] = [newId(), newId(), newId(), newId()];
const DIGEST = `sha256:${'a'.repeat(64)}`;
const at = (minutes: number) => new Date(Date.parse('2026-03-05T14:00:00.123Z') + minutes * 60_000);

function event(type: EventType, minutes: number, more: Partial<EventDraft> = {}): AuditEventView {
  const draft = { ...sampleDraft(type), subjectId: BUSINESS, ...more };
  const { payload } = sealEvent(draft, at(minutes), 100_000 + minutes);
  return JSON.parse(payload.toString('utf8')) as AuditEventView;
}

const switched = { switch_id: newId(), from_book_id: BEFORE, to_book_id: AFTER };
const asked = event('business.reset.requested', -1, { operationId: OPERATION, reason: undefined });
const done = event('business.reset.completed', 0, {
  operationId: OPERATION,
  reason: undefined,
  snapshot: { id: BEFORE },
  details: switched,
});
const digested = event('snapshot.digested', 1, {
  snapshot: { id: BEFORE, digest: DIGEST, counts: { contacts: 3 } },
  details: {
    algorithm: 'ardoise-book-1',
    switch_event_id: done.id,
    sealed_at: at(0).toISOString(),
    expires_at: at(60 * 24 * 365).toISOString(),
  },
});
const made = {
  at: at(600).toISOString(),
  by: { id: newId(), email: 'c@e.test', role: 'compliance' },
  eventId: newId(),
};

const sealed = (more: Partial<SealedFacts> = {}): SealedFacts => ({
  id: BEFORE,
  events: [done, digested],
  onRecord: { verdict: 'same', faults: [], digestEventId: digested.id },
  expiresAt: at(60 * 24 * 365),
  isPurging: false,
  holdsInForce: 0,
  ...more,
});

const facts = (more: Partial<EvidenceFacts> = {}): EvidenceFacts => ({
  business: {
    id: BUSINESS,
    name: 'Atelier',
    timeZone: 'America/Toronto',
    originalOwner: { id: newId(), signUpEmail: 'owner@e.test', since: at(-9_000) },
  },
  attempt: [asked, done],
  refused: [],
  disconnected: [],
  accounts: new Map(),
  people: new Map(),
  sealed: sealed(),
  ofGivenBack: [],
  places: new Map(),
  checkpoint: null,
  made: { ...made, format: 'screen' },
  ...more,
});

const restoredAt = (minutes: number) =>
  event('business.restore.completed', minutes, {
    reason: undefined,
    snapshot: { id: BEFORE, digest: DIGEST, counts: { contacts: 3 } },
    details: {
      switch_id: newId(),
      from_book_id: AFTER,
      to_book_id: BEFORE,
      replaced_snapshot_id: AFTER,
      comparison: 'same',
      digest_event_id: digested.id,
    },
  });

describe('a sheet of evidence', () => {
  test('is of the end of the attempt, and says when it was asked', () => {
    const { what, when, who } = evidenceSheet(facts());
    expect(what).toEqual({ kind: 'reset', outcome: 'success', operationId: OPERATION, eventId: done.id });
    expect(when).toEqual({ at: '2026-03-05T14:00:00.123Z', askedAt: '2026-03-05T13:59:00.123Z' });
    expect(who).toMatchObject({ email: null, isOriginalOwner: true, originalOwner: { signUpEmail: 'owner@e.test' } });
  });

  test('is of the asking alone while there is no end', () => {
    const { what, snapshot } = evidenceSheet(facts({ attempt: [asked], sealed: undefined }));
    expect(what).toMatchObject({ outcome: 'pending', eventId: asked.id });
    expect(snapshot).toBeNull();
  });

  test('never says of a snapshot without a digest that it is unchanged', () => {
    const onRecord = { verdict: 'not-digested', faults: [], digestEventId: null } as const;
    const { snapshot } = evidenceSheet(facts({ sealed: sealed({ events: [done], onRecord }) }));
    expect(snapshot).toMatchObject({ digest: null, counts: null, digestEventId: null });
    expect(snapshot?.comparison?.verdict).toBe('not-digested');
  });

  test('takes the digest from the log, by the event of this very switch', () => {
    const { snapshot } = evidenceSheet(facts());
    expect(snapshot).toMatchObject({ digest: DIGEST, counts: { contacts: 3 }, digestEventId: digested.id });
    const ofAnother = { ...digested, data: { ...digested.data, details: { switch_event_id: newId() } } };
    const other = evidenceSheet(facts({ sealed: sealed({ events: [done, ofAnother] }) }));
    expect(other.snapshot?.digest).toBeNull();
  });

  const purged = event('snapshot.purged', 500, { snapshot: { id: BEFORE } });
  test.each<[string, Partial<SealedFacts>]>([
    ['kept', {}],
    ['held', { holdsInForce: 1 }],
    ['expired', { expiresAt: at(599) }],
    ['purging', { isPurging: true }],
    ['purged', { isPurging: true, events: [done, digested, purged] }],
    ['restored', { onRecord: undefined, events: [done, digested, restoredAt(30)] }],
  ])('says that a snapshot is %s', (state, more) => {
    expect(evidenceSheet(facts({ sealed: sealed(more) })).snapshot?.fate.state).toBe(state);
  });

  test('ends the story of a snapshot with its restore: what is sealed again is the snapshot of another switch', () => {
    const restore = restoredAt(30);
    const { snapshot, events } = evidenceSheet(
      facts({ sealed: sealed({ events: [done, digested, restore, purged], holdsInForce: 2 }) }),
    );
    expect(snapshot).toMatchObject({ digest: DIGEST, comparison: null });
    expect(snapshot?.fate).toMatchObject({
      state: 'restored',
      at: restore.time,
      eventId: restore.id,
      comparedBefore: 'same',
      holdsInForce: 0,
    });
    expect(events.map(({ id }) => id)).toEqual([asked.id, done.id, digested.id, restore.id]);
  });

  test('of a restore says what was given back, how it compared, and which switch had sealed it', () => {
    const restore = restoredAt(30);
    const sheet = evidenceSheet(
      facts({
        attempt: [restore],
        sealed: sealed({ id: AFTER, events: [restore] }),
        ofGivenBack: [done, digested, restore],
      }),
    );
    expect(sheet.givenBack).toEqual({
      id: BEFORE,
      digest: DIGEST,
      counts: { contacts: 3 },
      digestEventId: digested.id,
      comparedBefore: 'same',
      sealedBy: { kind: 'reset', at: done.time, eventId: done.id },
    });
    expect(sheet.events.map(({ id }) => id)).toEqual([done.id, digested.id, restore.id]);
  });

  test('has the feeds as they were read, with the event of their disconnection', () => {
    const feed = newId();
    const since = '2026-03-05T13:00:00.000Z';
    const read_at = '2026-03-05T14:00:00.100Z';
    const evidence = { id: feed, institution: 'sandbox', status: 'disconnected', since };
    const end = event('business.reset.completed', 0, {
      snapshot: { id: BEFORE },
      details: switched,
      precondition: [{ name: 'bank-feeds-disconnected', held: true, read_at, feeds: [evidence] }],
    });
    const ofFeed = (id: string) =>
      event('bank-feed.disconnected', -60, {
        details: { feed_id: id, institution: 'sandbox', bank_account_id: newId() },
      });
    const [own, other] = [ofFeed(feed), ofFeed(newId())];
    const read = facts({ attempt: [end], disconnected: [other, own], accounts: new Map([[feed, 'Chequing']]) });
    const { feeds, preconditions } = evidenceSheet(read);
    expect(preconditions).toEqual([{ name: 'bank-feeds-disconnected', held: true, readAt: read_at }]);
    const shown = { id: feed, institution: 'sandbox', account: 'Chequing', state: 'disconnected', since };
    expect(feeds).toEqual([{ ...shown, disconnectedEventId: own.id }]);
    expect(concerned(read).map(({ id }) => id)).not.toContain(other.id);
  });

  test('has what was refused in the day before, and neither what is older nor itself', () => {
    const day = 24 * 60;
    const refusals = [1, -1, -day, -day - 2].map((minutes) => event('business.reset.denied', minutes));
    const { refusedBefore } = evidenceSheet(facts({ refused: refusals }));
    expect(refusedBefore.map(({ eventId }) => eventId)).toEqual([refusals[1]!.id, refusals[2]!.id]);
    const own = evidenceSheet(facts({ attempt: [asked, refusals[1]!], sealed: undefined, refused: refusals }));
    expect(own.what.outcome).toBe('denied');
    expect(own.refusedBefore.map(({ eventId }) => eventId)).toEqual([refusals[2]!.id]);
  });

  test('calls an event signed only where a checkpoint holds it', () => {
    const checkpoint = { origin: 'log', size: 7, root: 'AAAA', note: 'note', signatures: [] };
    const log = (leaf: number) => evidenceSheet(facts({ checkpoint, places: new Map([[done.id, leaf]]) })).log;
    expect(log(6)).toEqual({ ...checkpoint, leafIndex: 6 });
    expect(log(7)).toBeNull();
    expect(evidenceSheet(facts({ checkpoint })).log).toBeNull();
  });
});
