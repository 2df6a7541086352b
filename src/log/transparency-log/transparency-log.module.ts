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
import { AuditHealth } from './audit-health.service.js';
import { CheckpointSigner } from './checkpoint-signer.service.js';
import { EventProofs } from './event-proofs.service.js';
import { LogExports } from './log-exports.service.js';
import { LogWorker } from './log-worker.service.js';
import { LogKeys } from './log-keys.service.js';
import { LogProgress } from './log-progress.service.js';
import { LogReader } from './log-reader.service.js';
import { ReaderKeys } from './reader-keys.service.js';
import { SelfCheck } from './self-check.service.js';
import { Sequencer } from './sequencer.service.js';
import { WitnessClient } from './witness-client.service.js';

const POOL_SIZE = 4;
export const SEQUENCE_EVERY_MS = 200;
const SELF_CHECK_EVERY_MS = 15 * MINUTE_MS;
const HEARTBEAT_EVERY_MS = 10 * MINUTE_MS;

const services = [
  SelfCheck,
  Sequencer,
  CheckpointSigner,
  LogReader,
  LogKeys,
  LogProgress,
  WitnessClient,
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
    private readonly audit: AuditLog,
    private readonly selfCheck: SelfCheck,
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
    this.jobs.register('audit-log', SEQUENCE_EVERY_MS, () => this.worker.keep());
    this.jobs.register('witness', SECOND_MS, () => this.worker.askWitness());
    this.jobs.register('audit-self-check', MINUTE_MS, () =>
      this.whenDue('audit.verified', SELF_CHECK_EVERY_MS, () => this.selfCheck.run()),
    );
    this.jobs.register('audit-heartbeat', MINUTE_MS, () =>
      this.whenDue('audit.heartbeat', HEARTBEAT_EVERY_MS, () => this.heartbeat()),
    );
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
