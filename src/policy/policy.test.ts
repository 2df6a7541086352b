import fc from 'fast-check';
import { MEMBER_ROLES, STAFF_ROLES, systemActor, type Actor } from '../platform/kernel/actor.js';
import { newId, type BusinessId, type StaffId, type UserId } from '../platform/kernel/ids.js';
import { isOriginalOwner, may, memberMay, rolesOf, staffMay, type MembershipFacts } from './ability.js';
import { permissionMatrix } from './matrix.js';
import { ACTIONS, POLICY, SUBJECTS, type PolicyAction, type PolicySubject } from './policy.js';

const origin = { requestId: 'policy' };
const userWith = (id: UserId): Actor => ({ type: 'user', id, email: '', locale: 'fr', sessionId: '', origin });
const staffWith = (role: (typeof STAFF_ROLES)[number]): Actor => ({
  type: 'staff',
  id: newId<StaffId>(),
  role,
  origin,
});

const action = fc.constantFrom(...ACTIONS);
const on = fc.constantFrom(...SUBJECTS);
const memberRole = fc.constantFrom(...MEMBER_ROLES);
const membership = (role: (typeof MEMBER_ROLES)[number], originalOwnerId = newId<UserId>()): MembershipFacts => ({
  businessId: newId<BusinessId>(),
  originalOwnerId,
  memberRole: role,
});
const everything = SUBJECTS.flatMap((subject) => ACTIONS.map((act): [PolicyAction, PolicySubject] => [act, subject]));

describe('the policy', () => {
  test('says nothing twice, and nothing of nobody', () => {
    const said = POLICY.flatMap(({ to, may: acts, on: subject }) =>
      to.flatMap((holder) => acts.map((act) => `${holder} ${act} ${subject}`)),
    );
    expect(said.filter((line, i) => said.indexOf(line) !== i)).toEqual([]);
    expect(POLICY.filter(({ to, may: acts }) => to.length === 0 || acts.length === 0)).toEqual([]);
  });

  test('lets somebody do every action that it names, and on every subject', () => {
    const matrix = permissionMatrix().filter(({ who }) => who.length > 0);
    expect(ACTIONS.filter((act) => !matrix.some((row) => row.action === act))).toEqual([]);
    expect(SUBJECTS.filter((subject) => !matrix.some((row) => row.on === subject))).toEqual([]);
  });

  test('allows a member what it says of the role, and what it says of the original owner to nobody else', () => {
    fc.assert(
      fc.property(memberRole, action, on, fc.boolean(), (role, act, subject, isTheirs) => {
        const id = newId<UserId>();
        const granted = POLICY.filter((grant) => grant.on === subject && grant.may.includes(act)).flatMap(
          ({ to }) => to,
        );
        const expected = granted.includes(role) || (isTheirs && granted.includes('original-owner'));
        expect(may(userWith(id), act, subject, membership(role, isTheirs ? id : undefined))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('lets full access reset nothing: being the original owner is no role', () => {
    for (const role of MEMBER_ROLES) {
      for (const act of ['reset', 'restore'] as const) {
        expect(may(userWith(newId()), act, 'Business', membership(role))).toBe(false);
        expect(memberMay(role, act, 'Business')).toBe(false);
      }
    }
    // Nor does the original owner need a role for it.
    const id = newId<UserId>();
    expect(may(userWith(id), 'reset', 'Business', membership('viewer', id))).toBe(true);
  });

  test('knows no word that stands for everything', () => {
    const managers = permissionMatrix()
      .filter(({ action: act }) => act === 'manage')
      .flatMap(({ who }) => who);
    expect(managers).toContain('operator');
    expect(staffMay('operator', 'reset', 'Business')).toBe(false);
    expect(staffMay('operator', 'manage', 'all' as PolicySubject)).toBe(false);
  });
});

describe('staff', () => {
  test('see nothing that is in the books, and change nothing of a business', () => {
    const changing = ['write', 'import', 'connect', 'disconnect', 'reset', 'restore'] as const;
    for (const role of STAFF_ROLES) {
      expect(ACTIONS.filter((act) => staffMay(role, act, 'Accounting'))).toEqual([]);
      const changed = everything.filter(
        ([act, subject]) => changing.includes(act as never) && staffMay(role, act, subject),
      );
      // What staff note of a business is their own, and none of its members sees it.
      expect(changed.filter(([, subject]) => subject !== 'Note')).toEqual([]);
    }
  });

  test('are allowed the same whatever the business: even as its original owner', () => {
    fc.assert(
      fc.property(fc.constantFrom(...STAFF_ROLES), action, on, memberRole, (role, act, subject, held) => {
        const actor = staffWith(role);
        const theirs = membership(held, (actor as { id: string }).id as UserId);
        expect(may(actor, act, subject, theirs)).toBe(staffMay(role, act, subject));
        expect(isOriginalOwner(actor, theirs)).toBe(false);
        expect(rolesOf(actor, theirs)).toEqual([role]);
      }),
    );
  });
});

test.each<[string, Actor]>([
  ['nobody', { type: 'anonymous', origin }],
  ['a job', systemActor('some-job')],
])('%s may do nothing', (_, actor) => {
  expect(everything.filter(([act, subject]) => may(actor, act, subject, membership('owner')))).toEqual([]);
});
