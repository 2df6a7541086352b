import { EVENT_CATALOGUE } from '../log/events/event-catalogue.js';
import { STAFF_ROLES } from '../platform/kernel/actor.js';
import { newId } from '../platform/kernel/ids.js';
import { staffMay } from '../policy/ability.js';
import {
  isSupportAction,
  reasonSchema,
  refusalSchema,
  SUPPORT_ACTIONS,
  supportAskSchema,
  whySchema,
} from './support-actions.js';

const actions = Object.entries(SUPPORT_ACTIONS);
const why = { reason: 'The owner called about it', ticket: 'SUP-12', idempotencyKey: 'key-1' };

describe.each(actions)('%s', (_, { may, on, event }) => {
  test('is for support, who asks a lead or only tells the owner', () => {
    expect(STAFF_ROLES.filter((role) => staffMay(role, may, on))).toEqual(['support', 'support-lead']);
  });

  test('is told by an event about a business that support alone has', () => {
    expect(EVENT_CATALOGUE[event].subject).toBe('business');
    expect(actions.filter(([, other]) => other.event === event)).toHaveLength(1);
  });
});

test('nobody who may approve is without asking, and support approves nothing', () => {
  expect(STAFF_ROLES.filter((role) => staffMay(role, 'approve', 'Request'))).toEqual(['support-lead']);
});

test('an action is one of the table, and not what every object has', () => {
  expect(actions.every(([name]) => isSupportAction(name))).toBe(true);
  for (const other of ['constructor', 'toString', '', 'reset', undefined, ['send-link']])
    expect(isSupportAction(other)).toBe(false);
});

describe('what is asked', () => {
  test('has a reason that a colleague understands later, a ticket and a key', () => {
    expect(whySchema.parse({ ...why, ticket: ' SUP-12 ' })).toEqual(why);
    for (const missing of Object.keys(why)) {
      expect(whySchema.safeParse({ ...why, [missing]: undefined }).success).toBe(false);
    }
  });

  test.each(['', '          ', 'too short', '🌾'.repeat(9), 'x'.repeat(501), 'a reason \u0000 broken'])(
    '%j is no reason',
    (reason) => {
      expect(reasonSchema.safeParse(reason).success).toBe(false);
    },
  );

  test('takes ten characters of any script for a reason', () => {
    expect(reasonSchema.parse(' 密码由很多不同的字组成 ')).toBe('密码由很多不同的字组成');
  });

  test('names a business, and takes no field that it does not know', () => {
    const ask = { ...why, businessId: newId() };
    expect(supportAskSchema.safeParse(ask).success).toBe(true);
    expect(supportAskSchema.safeParse({ ...ask, approve: true }).success).toBe(false);
    expect(supportAskSchema.safeParse({ ...ask, businessId: 'theirs' }).success).toBe(false);
  });

  test('is refused with a reason too', () => {
    const decision = { requestId: newId(), idempotencyKey: 'key-2' };
    expect(refusalSchema.safeParse(decision).success).toBe(false);
    expect(refusalSchema.safeParse({ ...decision, reason: why.reason }).success).toBe(true);
  });
});
