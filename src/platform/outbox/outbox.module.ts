import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { HOUR_MS, SECOND_MS } from '../kernel/clock.js';
import { MAIL_RETENTION_JOB } from '../retention/platform-retention.js';
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
    private readonly mailer: Mailer,
  ) {}

  onModuleInit(): void {
    this.jobs.register('outbox', 2 * SECOND_MS, async () => (await this.outbox.deliverDue()) > 0);
    this.jobs.register(MAIL_RETENTION_JOB, HOUR_MS, () => this.mailer.forgetOld());
  }
}
