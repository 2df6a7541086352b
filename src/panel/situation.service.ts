import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { findSnapshot } from '../books/snapshots.service.js';
import { switchesOf } from '../books/switch-history.js';
import type { BusinessFileHead } from '../people/businesses/business-lookup.service.js';
import { Members } from '../people/businesses/members.service.js';
import { SignInLimits } from '../people/identity/sign-in-limits.service.js';
import { Approvals } from '../support/approvals.service.js';
import { Preconditions } from './preconditions.service.js';
import type { LastSwitch, LockedMember, Situation } from './views.js';

type Banks = ReadonlyMap<string, string>;

/** What happened last to a business and what can be done next, in facts that are as they are now. */
@Injectable()
export class Situations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly preconditions: Preconditions,
    private readonly approvals: Approvals,
    private readonly members: Members,
    private readonly limits: SignInLimits,
  ) {}

  async of({ id, originalOwnerId }: BusinessFileHead, banks: Banks): Promise<Situation> {
    const [last, { reset, restore }, pending, locked] = await Promise.all([
      this.lastSwitch(id),
      this.preconditions.of(id, originalOwnerId, banks),
      this.approvals.pendingOf(id),
      this.lockedMembers({ businessId: id, originalOwnerId }),
    ]);
    return {
      ...(last && { last }),
      reset,
      restore,
      pending: pending.map(({ askedAt, ...request }) => ({ ...request, askedAt: askedAt.toISOString() })),
      locked,
    };
  }

  /** With what the way back from it is, as long as that is kept. */
  private async lastSwitch(id: BusinessFileHead['id']): Promise<LastSwitch | undefined> {
    const [last] = await switchesOf(this.dataSource.manager, id, 1);
    if (!last) return undefined;
    const snapshot = await findSnapshot(this.dataSource.manager, id, last.from);
    return {
      id: last.id,
      kind: last.kind,
      at: last.at.toISOString(),
      by: last.by,
      snapshotId: last.from,
      until: snapshot?.state === 'kept' ? snapshot.expiresAt.toISOString() : null,
    };
  }

  private async lockedMembers(business: Parameters<Members['list']>[0]): Promise<LockedMember[]> {
    const { items } = await this.members.list(business);
    const failures = await this.limits.failuresOf(
      this.dataSource.manager,
      items.map(({ email }) => email),
    );
    return items.flatMap(({ userId, email }, i) =>
      failures[i]!.isLocked ? [{ userId, email, failures: failures[i]!.count }] : [],
    );
  }
}
