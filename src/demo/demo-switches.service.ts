import { Injectable } from '@nestjs/common';
import { BankAccounts } from '../accounting/bank-accounts.service.js';
import { blocksSwitch } from '../banking/bank-feeds/bank-feed-states.js';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { Snapshots, type Snapshot } from '../books/snapshots.service.js';
import { AppError, type ErrorCode } from '../platform/kernel/app-error.js';
import type { BankFeedId } from '../platform/kernel/ids.js';
import { Resets } from '../resets/resets.service.js';
import { assertMay, DEMO_ACTOR, type Owning } from './demo-hands.service.js';

/** Connects banks, resets and restores, as the owners of the demo would. Each may be repeated. */
@Injectable()
export class DemoSwitches {
  constructor(
    private readonly bankAccounts: BankAccounts,
    private readonly feeds: BankFeeds,
    private readonly resets: Resets,
    private readonly snapshots: Snapshots,
  ) {}

  /** Connects a bank to the first bank account of the open book, unless one feeds it already. */
  async connect(owning: Owning, institution: string): Promise<BankFeedId> {
    assertMay(owning, 'connect', 'BankFeed');
    const { businessId } = owning.membership;
    const connected = (await this.blocking(owning))[0];
    if (connected) return connected.id;
    const [account] = (await this.bankAccounts.list(businessId, { limit: 1 })).items;
    return (await this.feeds.connect(owning.actor, owning.membership, { bankAccountId: account!.id, institution })).id;
  }

  async disconnectAll(owning: Owning): Promise<void> {
    assertMay(owning, 'disconnect', 'BankFeed');
    for (const { id } of await this.blocking(owning)) await this.feeds.disconnect(owning.actor, owning.membership, id);
  }

  /** The bank stops answering. */
  async fail({ membership }: Owning, feedId: BankFeedId): Promise<void> {
    const feed = await this.feeds.get(membership.businessId, feedId);
    if (feed.state === 'error') return;
    await this.feeds.move(DEMO_ACTOR, membership.businessId, feedId, 'error', { failure: 'The bank does not answer' });
  }

  /** Whether a bank was ever connected. */
  async hadBank({ membership }: Owning): Promise<boolean> {
    return (await this.feeds.list(membership.businessId)).items.length > 0;
  }

  private async blocking({ membership }: Owning) {
    return (await this.feeds.list(membership.businessId)).items.filter(({ state }) => blocksSwitch(state));
  }

  /** `part` is what it is for: the key under which asking twice resets once. */
  reset(owning: Owning, part: string, reason: string): Promise<void> {
    assertMay(owning, 'reset', 'Business');
    const { actor, membership, signUpEmail } = owning;
    return unless('NOTHING_TO_RESET', () =>
      this.resets.reset(actor, membership, { signUpEmail, reason }, keyOf(owning, part)),
    );
  }

  restore(owning: Owning, part: string, reason: string): Promise<void> {
    assertMay(owning, 'restore', 'Business');
    const { actor, membership, signUpEmail } = owning;
    return unless('NOTHING_TO_RESTORE', () =>
      this.resets.restore(actor, membership, { signUpEmail, reason }, keyOf(owning, part)),
    );
  }

  /** An attempt that is refused because of a connected bank, as the log then shows it with its evidence. */
  async beRefused(owning: Owning, reason: string): Promise<void> {
    const { actor, membership, signUpEmail } = owning;
    await unless('BANK_FEEDS_CONNECTED', () => this.resets.reset(actor, membership, { signUpEmail, reason }));
  }

  async latestSnapshot({ membership }: Owning): Promise<Snapshot> {
    return (await this.snapshots.list(membership.businessId))[0]!;
  }
}

const keyOf = ({ round }: Owning, part: string) => `demo-${part}-${round}`;

/** A refusal of this kind means that it is as wished already. */
async function unless(code: ErrorCode | 'NOTHING_TO_RESET', work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError && (error.code as string) === code)) throw error;
  }
}
