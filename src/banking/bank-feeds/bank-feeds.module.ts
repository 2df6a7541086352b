import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { SECOND_MS } from '../../platform/kernel/clock.js';
import { Jobs } from '../../platform/outbox/jobs.service.js';
import './bank-feed.entity.js';
import { BankFeedsController } from './bank-feeds.controller.js';
import { BankFeeds } from './bank-feeds.service.js';
import { BankProvider } from './bank-provider.js';
import { FetchTransactions } from './fetch-transactions.job.js';
import { SandboxProvider } from './sandbox-provider.js';

@Global()
@Module({
  controllers: [BankFeedsController],
  providers: [BankFeeds, FetchTransactions, { provide: BankProvider, useClass: SandboxProvider }],
  exports: [BankFeeds, FetchTransactions],
})
export class BankFeedsModule implements OnModuleInit {
  constructor(
    private readonly fetch: FetchTransactions,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register('bank-feeds', 2 * SECOND_MS, () => this.fetch.fetchNext());
  }
}
