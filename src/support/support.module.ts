import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { MINUTE_MS } from '../platform/kernel/clock.js';
import { Jobs } from '../platform/outbox/jobs.service.js';
import { CustomerAnswers } from './answers.service.js';
import { Approvals } from './approvals.service.js';
import { ManageDataLink } from './manage-data-link.service.js';
import { Notes } from './notes.service.js';
import { SupportExecution } from './support-execution.service.js';
import './support-request.entity.js';
import { Support } from './support.service.js';

@Global()
@Module({
  providers: [Support, Approvals, CustomerAnswers, Notes, SupportExecution, ManageDataLink],
  exports: [Support, Approvals, CustomerAnswers, Notes],
})
export class SupportModule implements OnModuleInit {
  constructor(
    private readonly approvals: Approvals,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register('support-requests', MINUTE_MS, () => this.approvals.expireNext());
  }
}
