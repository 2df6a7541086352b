import { sampleDraft } from '../../../test/builders/sample-event.js';
import { RECORDED_NAMES } from '../recorded-commands.js';
import { sealEvent } from './envelope.js';
import { EVENT_CATALOGUE, EVENT_TYPES, OUTCOMES, type EventKind, type EventType } from './event-catalogue.js';

const seal = (type: EventType, more: object = {}) => sealEvent({ ...sampleDraft(type), ...more }, new Date());
const read_at = '2026-01-31T09:00:00.000Z';

test.each(EVENT_TYPES)('%s is written with each of its outcomes, and no other', (type) => {
  const { outcomes }: EventKind = EVENT_CATALOGUE[type];
  for (const outcome of OUTCOMES) {
    if (outcomes.includes(outcome)) seal(type, { outcome });
    else expect(() => seal(type, { outcome })).toThrow('does not fit its schema');
  }
});

describe.each(RECORDED_NAMES)('%s (SPEC §6)', (name) => {
  test.each([
    ['its preconditions', { precondition: undefined }],
    ['a precondition that held', { precondition: [{ name: 'original-owner', held: false, read_at }] }],
    ['its authorization', { authorization: undefined }],
    ['a positive authorization', { authorization: { decision: 'denied', rule: 'x' } }],
    ['its operation', { operationId: undefined }],
    ['its original owner', { originalOwner: false }],
    ['a word on who is the original owner', { originalOwner: undefined }],
    ['an actor', { actor: { type: 'anonymous', origin: { requestId: 'x' } } }],
  ])('completed is not written without %s', (_, missing) => {
    expect(() => seal(`${name}.completed`, missing)).toThrow('does not fit its schema');
  });

  test.each(['denied', 'failed'] as const)('%s is not written without a reason', (end) => {
    expect(() => seal(`${name}.${end}`, { reason: undefined })).toThrow('does not fit its schema');
  });

  test.each(['requested', 'denied', 'failed'] as const)(
    '%s says which attempt it is of, and whether by the original owner',
    (end) => {
      expect(() => seal(`${name}.${end}`, { operationId: undefined })).toThrow('does not fit its schema');
      expect(() => seal(`${name}.${end}`, { originalOwner: undefined })).toThrow('does not fit its schema');
      seal(`${name}.${end}`, { originalOwner: false });
    },
  );
});

test.each([
  ['its snapshot', { snapshot: undefined }],
  ['any precondition', { precondition: [] }],
  ['the bank feeds among them', { precondition: [{ name: 'bank-feeds-disconnected', held: true, read_at }] }],
  [
    'the state of a feed',
    {
      precondition: [{ name: 'bank-feeds-disconnected', held: true, read_at, feeds: [{ institution: 'sandbox' }] }],
    },
  ],
  [
    'feeds that were disconnected',
    { precondition: [{ name: 'bank-feeds-disconnected', held: false, read_at, feeds: [] }] },
  ],
])('a reset or restore that was done is not written without %s', (_, missing) => {
  for (const type of ['business.reset.completed', 'business.restore.completed'] as const)
    expect(() => seal(type, missing)).toThrow('does not fit its schema');
});

test.each(['a b', 'somebody@example.test', '', 'x'.repeat(101), '=1+1'])('a ticket is no free text: %j', (ticket) => {
  expect(() => seal('books.exported', { ticket })).toThrow('does not fit its schema');
});
