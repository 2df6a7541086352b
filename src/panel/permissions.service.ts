import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { holdersOfRoles } from '../people/identity/staff-lists.js';
import { staffMay } from '../policy/ability.js';
import { permissionMatrix } from '../policy/matrix.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import type { PermissionsView } from './operators-views.js';

/** More of one role are named by the list of accounts. */
const NAMED_MAX = 12;

/**
 * The policy itself, by the function that also prints it for reviewers (test/golden/policy.txt), with who holds each role: their
 * addresses for whoever reads accounts or reviews access.
 */
@Injectable()
export class Permissions {
  constructor(private readonly dataSource: DataSource) {}

  async read({ role }: StaffActor): Promise<PermissionsView> {
    const rows = permissionMatrix().filter(({ who }) => who.length > 0);
    const mayName = staffMay(role, 'read', 'StaffAccount') || staffMay(role, 'read', 'AccessReview');
    if (!mayName) return { rows };
    const holders = await holdersOfRoles(this.dataSource.manager, NAMED_MAX + 1);
    return {
      rows,
      holders: Object.fromEntries(
        [...holders].map(([held, emails]) => [
          held,
          { emails: emails.slice(0, NAMED_MAX), hasMore: emails.length > NAMED_MAX },
        ]),
      ),
    };
  }
}
