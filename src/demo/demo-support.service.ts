import { Injectable } from '@nestjs/common';
import { SnapshotHolds } from '../books/holds.service.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { Approvals } from '../support/approvals.service.js';
import { Support } from '../support/support.service.js';
import { assertStaffMay, DemoHands } from './demo-hands.service.js';

/** Why, as whoever asks for it writes it down. */
export interface DemoCase {
  readonly reason: string;
  readonly ticket: string;
}

/** What the demo's staff have done: asked, approved, held. Each may be repeated. */
@Injectable()
export class DemoSupport {
  constructor(
    private readonly hands: DemoHands,
    private readonly support: Support,
    private readonly approvals: Approvals,
    private readonly holds: SnapshotHolds,
  ) {}

  /** Support asks for a feed to be disconnected, as its owner has asked on the telephone. */
  async askToDisconnect(businessId: BusinessId, feedId: string, why: DemoCase): Promise<void> {
    const actor = await this.hands.staff('support');
    assertStaffMay(actor, 'ask', 'BankFeed');
    const target = { action: 'disconnect-feed', businessId, targetId: feedId } as const;
    if ((await this.support.preview(target)).blocker) return;
    await this.support.ask(actor, target, { ...why, idempotencyKey: `demo-ask-${why.ticket}` });
  }

  /** A lead approves what waits for this business. */
  async approve(businessId: BusinessId): Promise<void> {
    const actor = await this.hands.staff('support-lead');
    assertStaffMay(actor, 'approve', 'Request');
    const { pending } = await this.approvals.list();
    for (const { id, target } of pending) {
      if (target.businessId === businessId) await this.approvals.approve(actor, id, `demo-approve-${id}`);
    }
  }

  /** Compliance holds a snapshot, once. */
  async hold(snapshotId: string, why: DemoCase): Promise<void> {
    const actor = await this.hands.staff('compliance');
    assertStaffMay(actor, 'hold', 'Snapshot');
    if ((await this.holds.inForceOn(snapshotId)).length > 0) return;
    await this.holds.place(actor, snapshotId, { ...why, idempotencyKey: `demo-hold-${why.ticket}` });
  }
}
