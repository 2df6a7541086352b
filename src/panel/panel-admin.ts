import type { CurrentAdmin } from 'adminjs';
import { staffMay } from '../policy/ability.js';
import type { PolicyAction, PolicySubject } from '../policy/policy.js';
import type { StaffAtPanel } from '../people/identity/staff-sessions.service.js';
import type { StaffActor, StaffRole } from '../platform/kernel/actor.js';

/** The signed-in person as AdminJS hands it to handlers. Of this only `PublicAdmin` ever reaches a page. */
export interface PanelAdmin extends CurrentAdmin {
  readonly actor: StaffActor;
}

/** What the page is told of its own user: no secret, and nothing that it need not know. */
export interface PublicAdmin {
  readonly email: string;
  readonly role: StaffRole;
  readonly hasSecondFactor: boolean;
}

export const adminOf = ({ actor, email }: StaffAtPanel): PanelAdmin => ({ id: actor.id, email, actor });

export const publicAdminOf = ({ actor, email, hasSecondFactor }: StaffAtPanel): PublicAdmin => ({
  email,
  role: actor.role,
  hasSecondFactor,
});

/**
 * Whether the policy lets the person do it. Synchronous on purpose: AdminJS takes a promise for a yes. Nobody may do
 * anything.
 */
export function adminMay(admin: CurrentAdmin | undefined, action: PolicyAction, on: PolicySubject): boolean {
  const actor = (admin as PanelAdmin | undefined)?.actor;
  return actor !== undefined && staffMay(actor.role, action, on);
}
