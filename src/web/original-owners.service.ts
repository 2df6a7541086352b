import { Injectable } from '@nestjs/common';
import { isOriginalOwner, may, type MembershipFacts } from '../policy/ability.js';
import { Users } from '../people/identity/users.service.js';
import type { Actor } from '../platform/kernel/actor.js';

/** Whom the members ask who may not reset or restore. */
@Injectable()
export class OriginalOwners {
  constructor(private readonly users: Users) {}

  /** The owner's address, for those who may see the addresses of members; undefined for the others, and for the owner. */
  async nameFor(actor: Actor, membership: MembershipFacts): Promise<string | undefined> {
    if (isOriginalOwner(actor, membership) || !may(actor, 'read', 'Member', membership)) return undefined;
    return (await this.users.findById(membership.originalOwnerId))?.email;
  }
}
