import { sampleDraft } from '../../test/builders/sample-event.js';
import type { AuditEventView } from '../log/events/audit-reader.service.js';
import { sealEvent, type EventDraft } from '../log/events/envelope.js';
import type { EventType } from '../log/events/event-catalogue.js';
import { systemActor } from '../platform/kernel/actor.js';
import { newId } from '../platform/kernel/ids.js';
import { destructionCertificate, type DestructionFacts } from './destruction-certificate.js';

const [BUSINESS, SNAPSHOT, HOLD] = [newId(), newId(), newId()];
const DIGEST = `sha256:${'a'.repeat(64)}`;
const DAY = 60 * 24;
const at = (minutes: number) => new Date(Date.parse('2026-03-05T14:00:00.123Z') + minutes * 60_000);

function event(type: EventType, minutes: number, more: Partial<EventDraft> = {}): AuditEventView {
  const draft = { ...sampleDraft(type), subjectId: BUSINESS, ...more };
  const { payload } = sealEvent(draft, at(minutes), 100_000 + minutes);
  return JSON.parse(payload.toString('utf8')) as AuditEventView;
}

const sealedAt = (minutes: number) =>
  event('business.reset.completed', minutes, {
    snapshot: { id: SNAPSHOT },
    details: { switch_id: newId(), from_book_id: SNAPSHOT, to_book_id: newId() },
  });
const digestedAt = (minutes: number, sealing: AuditEventView, contacts = 3) =>
  event('snapshot.digested', minutes, {
    snapshot: { id: SNAPSHOT, digest: DIGEST, counts: { contacts, journals: 0 } },
    details: {
      algorithm: 'ardoise-book-1',
      switch_event_id: sealing.id,
      sealed_at: sealing.time,
      expires_at: at(365 * DAY).toISOString(),
    },
  });
const held = { snapshot: { id: SNAPSHOT }, ticket: 'LEG-1', details: { hold_id: HOLD } };

const first = sealedAt(-900);
const sealing = sealedAt(0);
const digested = digestedAt(1, sealing);
const placed = event('snapshot.hold-placed', 2, held);
const lifted = event('snapshot.hold-lifted', 3, { ...held, ticket: 'LEG-2' });
const purgedWith = (details: object, snapshot = { id: SNAPSHOT, digest: DIGEST }) =>
  event('snapshot.purged', 366 * DAY, {
    actor: systemActor('snapshot-expiry'),
    snapshot,
    details: {
      switch_event_id: sealing.id,
      sealed_at: sealing.time,
      expires_at: at(365 * DAY).toISOString(),
      began_at: at(366 * DAY - 1).toISOString(),
      ended_at: at(366 * DAY).toISOString(),
      was_digested: true,
      rows_left: 0,
      tables_asked: 11,
      rule: 'every-table-in-book',
      holds_lifted: 1,
      ...details,
    } as EventDraft<'snapshot.purged'>['details'],
  });

const facts = (purged: AuditEventView, more: Partial<DestructionFacts> = {}): DestructionFacts => ({
  business: { id: BUSINESS, name: 'Atelier', timeZone: 'America/Toronto' },
  purged,
  events: [first, digestedAt(-899, first, 77), sealing, digested, placed, lifted, purged],
  places: new Map([[purged.id, 5]]),
  checkpoint: null,
  made: {
    at: at(0).toISOString(),
    by: { id: newId(), email: 'c@e.test', role: 'compliance' },
    eventId: newId(),
    format: 'screen',
  },
  ...more,
});

describe('a certificate of destruction', () => {
  const purged = purgedWith({ rows_deleted: { contacts: 3, newTable: 0 } });

  test('says what was destroyed, of the seal that was purged and not of one before', () => {
    const { snapshot, why, destroyed, left } = destructionCertificate(facts(purged));
    expect(snapshot).toEqual({
      id: SNAPSHOT,
      digestBefore: DIGEST,
      countsBefore: { contacts: 3, journals: 0 },
      digestEventId: digested.id,
      sealedAt: sealing.time,
      sealedBy: { kind: 'reset', at: sealing.time, eventId: sealing.id },
    });
    expect(why).toEqual({ keptUntil: at(365 * DAY).toISOString(), keptDays: 365 });
    expect(destroyed).toMatchObject({ eventId: purged.id, job: 'snapshot-expiry', asManyAsDigested: true });
    expect(left).toEqual({ rows: 0, tablesAsked: 11, rule: 'every-table-in-book' });
  });

  test('names the holds that had been on it, and rests on their events too', () => {
    const { holds, events } = destructionCertificate(facts(purged));
    expect(holds).toEqual([
      { id: HOLD, placedAt: placed.time, ticket: 'LEG-1', liftedAt: lifted.time, liftTicket: 'LEG-2' },
    ]);
    expect(events.map(({ id }) => id)).toEqual([sealing.id, digested.id, placed.id, lifted.id, purged.id]);
  });

  test.each([
    ['not as many rows as the digest had counted', { rows_deleted: { contacts: 2 } }, false],
    ['rows of a kind that the digest did not know', { rows_deleted: { contacts: 3, others: 1 } }, false],
    ['nothing counted', {}, null],
  ])('tells of %s', (_, details, asManyAsDigested) => {
    expect(destructionCertificate(facts(purgedWith(details))).destroyed).toMatchObject({ asManyAsDigested });
  });

  test('leaves null what an event of an older version does not say', () => {
    const old = { ...purged, data: { ...purged.data, details: {}, snapshot: { id: SNAPSHOT } } };
    const { snapshot, destroyed, left, why } = destructionCertificate(facts(old, { events: [sealing, old] }));
    expect(snapshot).toMatchObject({ digestBefore: null, countsBefore: null, sealedAt: null });
    expect(destroyed).toMatchObject({ beganAt: null, endedAt: old.time, rowsDeleted: null });
    expect([left, why.keptDays]).toEqual([null, null]);
  });

  test('has its place only where a checkpoint holds it', () => {
    const checkpoint = { origin: 'log', size: 6, root: '', note: '', signatures: [] };
    expect(destructionCertificate(facts(purged, { checkpoint })).log).toMatchObject({ leafIndex: 5, size: 6 });
    expect(destructionCertificate(facts(purged, { checkpoint: { ...checkpoint, size: 5 } })).log).toBeNull();
  });
});
