import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { addBankTransactions } from '../../accounting/bank-accounts.service.js';
import { writeToBook } from '../../books/fence.js';
import { inTransaction, selectOne, write } from '../../platform/database/transaction.js';
import { systemActor } from '../../platform/kernel/actor.js';
import { AppError } from '../../platform/kernel/app-error.js';
import { later, MINUTE_MS, now } from '../../platform/kernel/clock.js';
import { bytesToId, type BankFeedId, type BusinessId } from '../../platform/kernel/ids.js';
import { BankFeeds } from './bank-feeds.service.js';
import { BankProvider, type FeedConnection, type ProvidedTransaction } from './bank-provider.js';
import type { Present } from '../../platform/database/rows.js';
import type { bank_feeds } from '../tables.generated.js';

type DueFeed = Pick<bank_feeds, 'id' | 'business_id' | 'bank_account_id' | 'institution' | 'fetched_count'> &
  Present<Pick<bank_feeds, 'connected_at'>>;

const EVERY_MS = MINUTE_MS;
const ACTOR = systemActor('bank-feed-fetch');

/** Brings in what banks have to tell, one connected feed at a time; any process may take the next one. */
@Injectable()
export class FetchTransactions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly provider: BankProvider,
    private readonly feeds: BankFeeds,
  ) {}

  /** Fetches for one feed that is due; false when none is. */
  async fetchNext(): Promise<boolean> {
    const feed = await this.claim();
    if (!feed) return false;
    const connection: FeedConnection = {
      feedId: bytesToId(feed.id),
      institution: feed.institution,
      connectedAt: feed.connected_at,
      fetchedCount: feed.fetched_count,
    };
    const businessId = bytesToId<BusinessId>(feed.business_id);
    let transactions: readonly ProvidedTransaction[];
    try {
      transactions = await this.provider.fetchNew(connection);
    } catch (error) {
      // What the bank says is for the owner to read; what our own database says, below, is not.
      await this.fail(businessId, connection.feedId, (error as Error).message);
      return true;
    }
    await this.store(businessId, feed, transactions);
    return true;
  }

  private claim(): Promise<DueFeed | undefined> {
    return inTransaction(this.dataSource, async (tx) => {
      const feed = await selectOne<DueFeed>(
        tx,
        `SELECT id, business_id, bank_account_id, institution, connected_at, fetched_count FROM bank_feeds
         WHERE state = 'connected' AND fetch_after <= ? ORDER BY fetch_after LIMIT 1 FOR UPDATE SKIP LOCKED`,
        [now()],
      );
      if (feed) await write(tx, 'UPDATE bank_feeds SET fetch_after = ? WHERE id = ?', [later(EVERY_MS), feed.id]);
      return feed;
    });
  }

  /**
   * Behind the fence the feed is read again: one that was disconnected while the bank was answering writes nothing, and
   * two answers for the same cursor count once.
   */
  private store(businessId: BusinessId, feed: DueFeed, transactions: readonly ProvidedTransaction[]): Promise<void> {
    return writeToBook(this.dataSource, businessId, async (into) => {
      const { affectedRows } = await write(
        into.tx,
        `UPDATE bank_feeds SET fetched_count = fetched_count + ?
         WHERE id = ? AND state = 'connected' AND fetched_count = ?`,
        [transactions.length, feed.id, feed.fetched_count],
      );
      if (affectedRows === 0 || transactions.length === 0) return;
      const account = { bankAccountId: bytesToId(feed.bank_account_id), feedId: bytesToId<BankFeedId>(feed.id) };
      await addBankTransactions(into, account, transactions);
    });
  }

  private async fail(businessId: BusinessId, feedId: string, failure: string): Promise<void> {
    try {
      await this.feeds.move(ACTOR, businessId, feedId, 'error', { failure });
    } catch (error) {
      // Disconnected in the meantime: then there is nothing left to fail.
      if (!(error instanceof AppError && error.code === 'INVALID_STATE')) throw error;
    }
  }
}
