import { may, type Standing } from '../../src/access/ability.js';
import { ACTIONS, SUBJECTS, type PolicyAction, type PolicySubject } from '../../src/access/policy.js';
import { MEMBER_ROLES, STAFF_ROLES, type Actor, type MemberRole } from '../../src/kernel/actor.js';
import { newId, type BusinessId, type StaffId, type UserId } from '../../src/kernel/ids.js';
import { expectGolden } from '../builders/golden.js';

const origin = { requestId: 'test' };
const someUser = newId<UserId>();
const user: Actor = { type: 'user', id: someUser, email: 'a@example.test', locale: 'en', sessionId: newId(), origin };
const in_ = (memberRole: MemberRole, originalOwnerId = newId<UserId>()): Standing => ({
  businessId: newId<BusinessId>(),
  originalOwnerId,
  memberRole,
});
/** What nobody has: a stranger has no standing at all, and would be told "not found" before the policy is asked. */
const none = in_('none' as MemberRole);

/** Everybody there is, as the policy sees them. */
interface Person {
  readonly name: string;
  readonly actor: Actor;
  readonly standing: Standing;
}

const EVERYBODY: readonly Person[] = [
  { name: 'original-owner', actor: user, standing: in_('owner', someUser) },
  ...MEMBER_ROLES.map((role) => ({ name: role, actor: user, standing: in_(role) })),
  { name: 'stranger', actor: user, standing: none },
  { name: 'anonymous', actor: { type: 'anonymous', origin }, standing: in_('owner', someUser) },
  ...STAFF_ROLES.map((role): Person => ({
    name: role,
    // The id of the original owner on purpose: staff are another kind of people, whatever their ids.
    actor: { type: 'staff', id: someUser as string as StaffId, role, origin } satisfies Actor,
    standing: in_('owner', someUser),
  })),
  { name: 'system', actor: { type: 'system', id: someUser, origin }, standing: in_('owner', someUser) },
];

const mayDo = (action: PolicyAction, on: PolicySubject) =>
  EVERYBODY.filter(({ actor, standing }) => may(actor, action, on, standing)).map(({ name }) => name);

describe('the policy', () => {
  test('is the matrix that reviewers read', () => {
    const width = Math.max(...EVERYBODY.map(({ name }) => name.length)) + 2;
    const row = (head: string, cells: string[]) =>
      `${head.padEnd(24)}${cells.map((cell) => cell.padEnd(width)).join('')}`.trimEnd();
    const lines = SUBJECTS.flatMap((on) =>
      ACTIONS.map((action) => {
        const allowed = mayDo(action, on);
        return row(
          `${action} ${on}`,
          EVERYBODY.map(({ name }) => (allowed.includes(name) ? 'yes' : '·')),
        );
      }),
    );
    expectGolden('policy.txt', [
      '# Who may do what in a business; compared with src/access/policy.ts by test/tidy/policy.test.ts.',
      row(
        '',
        EVERYBODY.map(({ name }) => name),
      ),
      ...lines,
    ]);
  });

  test.each(['reset', 'restore'] as const)('lets the original owner alone %s, and only the business', (action) => {
    for (const on of SUBJECTS)
      expect({ on, allowed: mayDo(action, on) }).toEqual({ on, allowed: on === 'Business' ? ['original-owner'] : [] });
  });

  test.each(STAFF_ROLES)('gives %s no accounting data, no say in memberships and no wider access', (role) => {
    for (const action of ACTIONS) {
      expect(mayDo(action, 'Accounting')).not.toContain(role);
      if (action !== 'read') expect(mayDo(action, 'Member')).not.toContain(role);
    }
    expect(mayDo('look-at', 'Snapshot')).not.toContain(role);
    expect(mayDo('connect', 'BankFeed')).not.toContain(role);
  });

  test.each(['stranger', 'anonymous', 'system'])('gives %s nothing', (name) => {
    for (const on of SUBJECTS) for (const action of ACTIONS) expect(mayDo(action, on)).not.toContain(name);
  });

  test('lets a viewer read and do nothing else', () => {
    const allowed = SUBJECTS.flatMap((on) => ACTIONS.filter((action) => mayDo(action, on).includes('viewer')));
    expect(new Set(allowed)).toEqual(new Set(['read']));
  });

  test('gives the original owner all that full access gives', () => {
    for (const on of SUBJECTS) {
      for (const action of ACTIONS) {
        if (mayDo(action, on).includes('owner')) expect(mayDo(action, on)).toContain('original-owner');
      }
    }
  });
});
