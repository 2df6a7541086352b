import { sampleDraft } from '../../test/builders/sample-event.js';
import type { AuditEventView } from '../log/events/audit-reader.service.js';
import { sealEvent, type EventDraft } from '../log/events/envelope.js';
import { EVENT_CATALOGUE, EVENT_TYPES, type EventKind, type EventType } from '../log/events/event-catalogue.js';
import { newId, type StaffId, type UserId } from '../platform/kernel/ids.js';
import { historyRow } from './history-row.js';

const NOBODY = new Map<string, never>();
const origin = { requestId: 'history', ip: '203.0.113.7' };
const owner = newId<UserId>();
const names = new Map([[owner, { email: 'zoe@example.test' }]]);

function eventOf(type: EventType, more: Partial<EventDraft> = {}): AuditEventView {
  const { payload } = sealEvent({ ...sampleDraft(type), ...more }, new Date('2026-05-03T12:00:00.000Z'));
  return JSON.parse(payload.toString('utf8')) as AuditEventView;
}

const actor = { type: 'user', id: owner, email: 'zoe@example.test', locale: 'fr', sessionId: newId(), origin } as const;

describe('a row of the history', () => {
  test.each(EVENT_TYPES)('of %s says what became of it, with each of its outcomes', (type) => {
    const { outcomes }: EventKind = EVENT_CATALOGUE[type];
    const said = outcomes.map((outcome) => historyRow(eventOf(type, { outcome }), NOBODY, NOBODY, NOBODY).outcome);
    const words = { pending: 'asked', success: 'done', denied: 'refused', failed: 'failed' } as const;
    expect(said).toEqual(outcomes.map((outcome) => words[outcome]));
  });

  test('names a user by the address of today, and nobody whose address is not known', () => {
    const event = eventOf('business.reset.requested', { actor, originalOwner: true });
    expect(historyRow(event, names, NOBODY, NOBODY).actor).toEqual({
      kind: 'user',
      name: 'zoe@example.test',
      isOriginalOwner: true,
    });
    expect(historyRow(event, NOBODY, NOBODY, NOBODY).actor.name).toBeUndefined();
  });

  test('does not name staff, whatever their id', () => {
    const staff = { type: 'staff', id: owner as string as StaffId, role: 'support', origin } as const;
    const { kind } = historyRow(eventOf('support.link-sent', { actor: staff }), NOBODY, NOBODY, NOBODY).actor;
    expect(kind).toBe('staff');
  });

  test('has the reason that somebody typed only where it is still kept', () => {
    const event = eventOf('business.reset.requested');
    expect(historyRow(event, NOBODY, new Map([[event.id, 'Wrong opening balances']]), NOBODY).reason).toBe(
      'Wrong opening balances',
    );
    expect(historyRow(event, NOBODY, new Map([[newId<string>(), 'of another one']]), NOBODY).reason).toBeUndefined();
  });

  test('tells the preconditions as they were read: all held, or one did not, with the feeds and their banks by name', () => {
    const read_at = '2026-05-03T11:59:59.000Z';
    const since = '2026-05-01T08:00:00.000Z';
    const feeds = ['sandbox', 'gone-since'].map((institution) => ({
      id: newId(),
      institution,
      status: 'connected',
      since,
    }));
    const event = eventOf('business.reset.denied', {
      precondition: [
        { name: 'original-owner', held: true, read_at },
        { name: 'bank-feeds-disconnected', held: false, read_at, feeds },
      ],
    });
    const { precondition } = historyRow(event, NOBODY, NOBODY, new Map([['sandbox', 'Banque d’essai']]));
    expect(precondition).toMatchObject({ held: false, readAt: read_at });
    expect(precondition?.feeds.map(({ institution, state }) => [institution, state])).toEqual([
      ['Banque d’essai', 'connected'],
      ['gone-since', 'connected'],
    ]);
    const held = eventOf('business.reset.denied', { precondition: [{ name: 'original-owner', held: true, read_at }] });
    expect(historyRow(held, NOBODY, NOBODY, NOBODY).precondition).toMatchObject({ held: true, feeds: [] });
    const none = eventOf('business.reset.requested', { precondition: undefined });
    expect(historyRow(none, NOBODY, NOBODY, NOBODY).precondition).toBeUndefined();
  });
});
