import { Global, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Inject } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AuditLog } from '../events/audit-log.service.js';
import { AuditReaderKey } from '../events/audit.entity.js';
import { THE_LOG, type EventType } from '../events/event-catalogue.js';
import { openDataSource } from '../../platform/database/data-source.js';
import type { TimeLimits } from '../../platform/database/time-limits.js';
import { MINUTE_MS, SECOND_MS } from '../../platform/kernel/clock.js';
import { systemActor } from '../../platform/kernel/actor.js';
import { Jobs } from '../../platform/outbox/jobs.service.js';
import { AUDIT_DATA_SOURCE } from './audit-data-source.js';
import { SEQUENCER_JOB } from '../retention.js';
import { AuditHealth } from './audit-health.service.js';
import { CheckpointSigner } from './checkpoint-signer.service.js';
import { EventProofs } from './event-proofs.service.js';
import { LogExports } from './log-exports.service.js';
import { AVAILABILITY_NOTED_EVERY_MS, LogAvailability } from './log-availability.service.js';
import { LogWorker } from './log-worker.service.js';
import { LogKeys } from './log-keys.service.js';
import { LogProgress } from './log-progress.service.js';
import { LogReader } from './log-reader.service.js';
import { PeriodCheckpoints } from './period-checkpoints.service.js';
import { ReaderKeys } from './reader-keys.service.js';
import { SelfCheck } from './self-check.service.js';
import { Sequencer } from './sequencer.service.js';
import { WholeCheck } from './whole-check.service.js';
import { Witnesses } from './witnesses.service.js';

const POOL_SIZE = 4;
export const SEQUENCE_EVERY_MS = 200;
const SELF_CHECK_EVERY_MS = 15 * MINUTE_MS;
const HEARTBEAT_EVERY_MS = 10 * MINUTE_MS;

const services = [
  SelfCheck,
  WholeCheck,
  LogAvailability,
  Sequencer,
  CheckpointSigner,
  LogReader,
  LogKeys,
  LogProgress,
  PeriodCheckpoints,
  Witnesses,
  LogWorker,
  AuditHealth,
  ReaderKeys,
  EventProofs,
  LogExports,
];

@Global()
@Module({})
export class TransparencyLogModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly jobs: Jobs,
    private readonly worker: LogWorker,
    private readonly witnesses: Witnesses,
    private readonly audit: AuditLog,
    private readonly selfCheck: SelfCheck,
    private readonly wholeCheck: WholeCheck,
    private readonly availability: LogAvailability,
    private readonly progress: LogProgress,
    @Inject(AUDIT_DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

  /** With a data source of its own, of the sequencer's narrow account: never a second connection inside a transaction. */
  static on(sequencerUrl: string, limits: TimeLimits): DynamicModule {
    return {
      module: TransparencyLogModule,
      imports: [TypeOrmModule.forFeature([AuditReaderKey])],
      providers: [
        { provide: AUDIT_DATA_SOURCE, useFactory: () => openDataSource(sequencerUrl, POOL_SIZE, limits) },
        ...services,
      ],
      exports: [...services, AUDIT_DATA_SOURCE],
    };
  }

  onModuleInit(): void {
    this.jobs.register(SEQUENCER_JOB, SEQUENCE_EVERY_MS, () => this.worker.keep());
    for (let index = 0; index < this.witnesses.count; index++) {
      this.every(`witness-${index + 1}`, SECOND_MS, () => this.witnesses.ask(index));
    }
    this.every('audit-check', SECOND_MS, () => this.wholeCheck.work());
    this.every('audit-availability', AVAILABILITY_NOTED_EVERY_MS, () => this.availability.note());
    this.jobs.register('audit-self-check', MINUTE_MS, () =>
      this.whenDue('audit.verified', SELF_CHECK_EVERY_MS, () => this.selfCheck.run()),
    );
    this.jobs.register('audit-heartbeat', MINUTE_MS, () =>
      this.whenDue('audit.heartbeat', HEARTBEAT_EVERY_MS, () => this.heartbeat()),
    );
  }

  private every(name: string, everyMs: number, work: () => Promise<void>): void {
    this.jobs.register(name, everyMs, async () => {
      await work();
      return false;
    });
  }

  /** In one of the processes, mostly: the last event says whether it is time again. */
  private async whenDue(type: EventType, everyMs: number, work: () => Promise<unknown>): Promise<boolean> {
    if ((await this.progress.ageOfLastMs(type)) >= everyMs) await work();
    return false;
  }

  /** Makes silence visible: where nothing happens, this still does. */
  private async heartbeat(): Promise<void> {
    const actor = systemActor('audit-heartbeat');
    await this.audit.record({ type: 'audit.heartbeat', subjectId: THE_LOG, actor, outcome: 'success', details: {} });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
  }
}
