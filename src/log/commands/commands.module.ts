import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RefusalRecorder } from '../../policy/ports.js';
import { inTransaction } from '../../platform/database/transaction.js';
import { HOUR_MS, MINUTE_MS } from '../../platform/kernel/clock.js';
import { Jobs } from '../../platform/outbox/jobs.service.js';
import { Erasures } from '../../platform/retention/erasures.service.js';
import { IDEMPOTENCY_JOB, OPERATIONS_JOB } from '../retention.js';
import './idempotency.entity.js';
import { IdempotencyKeys } from './idempotency.service.js';
import './operation.entity.js';
import { Operations } from './operations.service.js';
import { RecordedCommands } from './recorded-commands.service.js';

@Global()
@Module({
  providers: [
    IdempotencyKeys,
    Operations,
    RecordedCommands,
    { provide: RefusalRecorder, useExisting: RecordedCommands },
  ],
  exports: [RecordedCommands, RefusalRecorder, IdempotencyKeys],
})
export class CommandsModule implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: IdempotencyKeys,
    private readonly operations: Operations,
    private readonly jobs: Jobs,
    private readonly erasures: Erasures,
  ) {}

  onModuleInit(): void {
    this.erasures.registerRows('idempotency_keys', (tx, person) => this.keys.erase(tx, person));
    this.jobs.register(IDEMPOTENCY_JOB, HOUR_MS, () => inTransaction(this.dataSource, (tx) => this.keys.forgetOld(tx)));
    this.jobs.register('unfinished-operations', MINUTE_MS, () => this.operations.endUnfinished());
    this.jobs.register(OPERATIONS_JOB, HOUR_MS, () => this.operations.forgetOld());
  }
}
