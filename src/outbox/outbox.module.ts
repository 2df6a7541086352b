import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { SECOND_MS } from '../kernel/clock.js';
import { Jobs } from './jobs.service.js';
import { Mailer } from './mailer.service.js';
import './outbox.entity.js';
import { Outbox } from './outbox.service.js';

@Global()
@Module({ providers: [Outbox, Jobs, Mailer], exports: [Outbox, Jobs, Mailer] })
export class OutboxModule implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register('outbox', 2 * SECOND_MS, async () => (await this.outbox.deliverDue()) > 0);
  }
}
