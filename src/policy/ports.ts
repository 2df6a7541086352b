import type { Actor } from '../platform/kernel/actor.js';
import type { ErrorCode } from '../platform/kernel/app-error.js';
import type { MembershipFacts } from './ability.js';
import type { Permission } from './requires.decorator.js';

/** Knows what somebody is in a business. Null for a stranger and for a business that does not exist: nobody may tell them apart. */
export abstract class Memberships {
  abstract find(actor: Actor, businessId: string): Promise<MembershipFacts | null>;
}

/** Told of every refusal by the guard; records those that the log must hold. */
export abstract class RefusalRecorder {
  /** Whether it is the permission of a recorded command; these belong to the original owner alone. */
  abstract records(permission: Permission): boolean;
  abstract refused(
    actor: Actor,
    permission: Permission,
    businessId: string,
    code: ErrorCode,
    membership?: MembershipFacts,
  ): Promise<void>;
}
