import { AbilityBuilder, createMongoAbility, subject, type MongoAbility } from '@casl/ability';
import {
  STAFF_ROLES,
  type Actor,
  type MemberRole,
  type StaffActor,
  type StaffRole,
  type UserActor,
} from '../platform/kernel/actor.js';
import type { BusinessId, UserId } from '../platform/kernel/ids.js';
import { POLICY, type Holder, type PolicyAction, type PolicySubject } from './policy.js';

/** What an actor is in one business: the object on which the policy's conditions are checked. */
export interface MembershipFacts {
  readonly businessId: BusinessId;
  readonly originalOwnerId: UserId;
  readonly memberRole: MemberRole;
}

/** What the policy looks at in an actor. */
export type Asking =
  Pick<UserActor, 'type' | 'id'> | Pick<StaffActor, 'type' | 'role'> | { readonly type: 'system' | 'anonymous' };

/** A user of whom nothing is known: they have signed up no business. */
const SOMEBODY: Asking = { type: 'user', id: '' as UserId };

/** Everything the actor may do, as a CASL ability with conditions on the membership. */
function abilityFor(actor: Asking): MongoAbility {
  const { can, build } = new AbilityBuilder(createMongoAbility);
  for (const grant of POLICY) {
    for (const holder of grant.to) {
      if (actor.type === 'user' && !isStaffRole(holder)) can([...grant.may], grant.on, conditionOf(holder, actor.id));
      if (actor.type === 'staff' && holder === actor.role) can([...grant.may], grant.on);
    }
  }
  // CASL takes "manage" and "all" for everything; here "manage" is an action like the others, and nothing is everything.
  return build({ anyAction: '(no action)', anySubjectType: '(no subject)' });
}

function conditionOf(holder: Exclude<Holder, StaffRole>, userId: UserId): Record<string, string> {
  return holder === 'original-owner' ? { originalOwnerId: userId } : { memberRole: holder };
}

function isStaffRole(holder: Holder): holder is StaffRole {
  return (STAFF_ROLES as readonly string[]).includes(holder);
}

/** The one question asked of the policy. */
export function may(actor: Asking, action: PolicyAction, on: PolicySubject, membership: MembershipFacts): boolean {
  return abilityFor(actor).can(action, subject(on, { ...membership }));
}

/** The same question for staff, who have no membership in any business: their grants have no conditions. */
export function staffMay(role: StaffRole, action: PolicyAction, on: PolicySubject): boolean {
  return abilityFor({ type: 'staff', role }).can(action, on);
}

/** How the log names what the actor is: the roles that the policy looked at. */
export function rolesOf(actor: Actor, membership?: MembershipFacts): string[] {
  if (actor.type === 'staff') return [actor.role];
  return membership ? [membership.memberRole] : [];
}

/** The same question for a member of the role, original owner or not: whether a menu offers something. */
export function memberMay(memberRole: MemberRole, action: PolicyAction, on: PolicySubject): boolean {
  return abilityFor(SOMEBODY).can(action, subject(on, { memberRole }));
}

export function isOriginalOwner(actor: Actor, membership?: MembershipFacts): boolean {
  return actor.type === 'user' && membership?.originalOwnerId === actor.id;
}
