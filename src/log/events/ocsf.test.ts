import { sampleDraft } from '../../../test/builders/sample-event.js';
import type { AuditEventView } from './audit-reader.service.js';
import { sealEvent } from './envelope.js';
import { EVENT_TYPES, type EventType } from './event-catalogue.js';
import { ocsfOf } from './ocsf.js';

function eventOf(type: EventType, more: object = {}): AuditEventView {
  return JSON.parse(sealEvent({ ...sampleDraft(type), ...more }, new Date()).payload.toString('utf8'));
}

/** What OCSF 1.3 demands of each class beyond what it demands of all. */
const DEMANDED: Readonly<Record<number, readonly string[]>> = {
  3001: ['user'],
  3002: ['user', 'service'],
  3004: ['entity'],
  3005: ['user', 'privileges'],
  6003: ['actor', 'api', 'src_endpoint'],
};

describe.each(EVENT_TYPES)('%s in OCSF', (type) => {
  const event = eventOf(type);
  const mapped = ocsfOf(event, 41, 'example/log');

  test('has what its class demands', () => {
    const { class_uid, activity_id } = mapped as { class_uid: number; activity_id: number };
    expect(mapped).toMatchObject({
      category_uid: Math.floor(class_uid / 1000),
      type_uid: class_uid * 100 + activity_id,
      time: Date.parse(event.time),
      severity_id: expect.any(Number),
      status_id: expect.any(Number),
      metadata: {
        version: '1.3.0',
        product: { name: 'Ardoise' },
        uid: event.id,
        log_name: 'example/log',
        sequence: 41,
        event_code: type,
      },
      actor: { user: { uid: event.data.actor.id, type_id: 1, groups: [{ name: 'owner' }] } },
    });
    for (const field of DEMANDED[class_uid]!) expect(mapped[field]).toBeDefined();
    const { user } = mapped as { user?: { uid?: string; name?: string } };
    if (user) expect(user.uid ?? user.name).toEqual(expect.any(String));
  });

  test('loses nothing', () => {
    const { outcome, details, request, precondition, salt, snapshot } = event.data;
    expect(mapped.unmapped).toMatchObject({ subject: event.subject, outcome, details, request, salt });
    expect(mapped.unmapped).toMatchObject({ precondition, snapshot, original_owner: true });
    expect((mapped.metadata as { correlation_uid: string }).correlation_uid).toBe(event.data.operation_id);
    expect(JSON.stringify(mapped)).not.toMatch(/192\.0\.2\.7|undefined|null/);
  });
});

test.each([
  ['business.reset.completed', 300403, 1],
  ['business.reset.denied', 300403, 2],
  ['business.restore.requested', 300403, 99],
  ['business.restore.failed', 300403, 2],
  ['session.started', 300201, 1],
  ['session.denied', 300201, 2],
  ['session.ended', 300202, 1],
  ['books.exported', 600302, 1],
  ['membership.granted', 300501, 1],
  ['staff.disabled', 300105, 1],
] as [EventType, number, number][])('%s is %i with status %i', (type, type_uid, status_id) => {
  expect(ocsfOf(eventOf(type), 0, 'log')).toMatchObject({ type_uid, status_id });
});

test('somebody unknown is nobody by name, and the program a system', () => {
  const nobody = { actor: { type: 'anonymous', origin: { requestId: 'x' } } };
  expect(ocsfOf(eventOf('session.denied', nobody), 0, 'log')).toMatchObject({
    user: { name: 'anonymous', type_id: 0 },
    status_code: 'BANK_FEEDS_CONNECTED',
  });
  const job = { actor: { type: 'system', id: 'snapshot-expiry', origin: { requestId: 'x' } } };
  expect(ocsfOf(eventOf('snapshot.purged', job), 0, 'log')).toMatchObject({
    actor: { user: { uid: 'snapshot-expiry', type_id: 3 } },
  });
});

test('a type that nobody knows is named', () => {
  expect(() => ocsfOf({ ...eventOf('audit.read'), type: 'audit.eaten' }, 7, 'log')).toThrow(
    'Entry 7 is of the unknown type audit.eaten.',
  );
});
