import { MEMBER_ROLES, STAFF_ROLES, type Actor, type MemberRole } from '../platform/kernel/actor.js';
import { newId, type BusinessId, type StaffId, type UserId } from '../platform/kernel/ids.js';
import { may, type MembershipFacts } from './ability.js';
import { ACTIONS, SUBJECTS, type Holder, type PolicyAction, type PolicySubject } from './policy.js';

/** Everybody there is, as the policy sees them; those without a role are there to show that they may do nothing. */
export type Person = Holder | 'stranger' | 'anonymous' | 'system';

const origin = { requestId: 'matrix' };
const someUser = newId<UserId>();
const user: Actor = { type: 'user', id: someUser, email: '', locale: 'fr', sessionId: '', origin };
const membership = (memberRole: MemberRole, originalOwnerId = newId<UserId>()): MembershipFacts => ({
  businessId: newId<BusinessId>(),
  originalOwnerId,
  memberRole,
});
const theirs = membership('owner', someUser);
/** What nobody has: a stranger has no membership at all, and would be told "not found" before the policy is asked. */
const none = membership('none' as MemberRole);

const EVERYBODY: readonly (readonly [Person, Actor, MembershipFacts])[] = [
  ['original-owner', user, theirs],
  ...MEMBER_ROLES.map((role) => [role, user, membership(role)] as const),
  ['stranger', user, none],
  ['anonymous', { type: 'anonymous', origin }, theirs],
  // The id of the original owner on purpose: staff are another kind of people, whatever their ids.
  ...STAFF_ROLES.map(
    (role) => [role, { type: 'staff', id: someUser as string as StaffId, role, origin }, theirs] as const,
  ),
  ['system', { type: 'system', id: someUser, origin }, theirs],
];

export const PERSONS: readonly Person[] = EVERYBODY.map(([person]) => person);

export interface MatrixRow {
  readonly on: PolicySubject;
  readonly action: PolicyAction;
  /** Whom the policy lets do it, asked as the program asks it. */
  readonly who: readonly Person[];
}

let matrix: readonly MatrixRow[] | undefined;

/** The whole policy: each action on each subject. Asked once, as the policy does not change while the program runs. */
export function permissionMatrix(): readonly MatrixRow[] {
  matrix ??= SUBJECTS.flatMap((on) =>
    ACTIONS.map((action) => ({
      on,
      action,
      who: EVERYBODY.filter(([, actor, in_]) => may(actor, action, on, in_)).map(([person]) => person),
    })),
  );
  return matrix;
}
