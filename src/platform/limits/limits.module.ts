import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { MINUTE_MS } from '../kernel/clock.js';
import { Jobs } from '../outbox/jobs.service.js';
import { ATTEMPTS_JOB } from '../retention/platform-retention.js';
import { Limits } from './limits.service.js';

@Global()
@Module({ providers: [Limits], exports: [Limits] })
export class LimitsModule implements OnModuleInit {
  constructor(
    private readonly limits: Limits,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register(ATTEMPTS_JOB, 15 * MINUTE_MS, () => this.limits.forgetOld());
  }
}
