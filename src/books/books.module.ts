import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../platform/kernel/clock.js';
import { Jobs } from '../platform/outbox/jobs.service.js';
import './book.entity.js';
import './hold.entity.js';
import { SnapshotHolds } from './holds.service.js';
import { SnapshotExpiry } from './expiry.service.js';
import { EXPIRY_JOB, WRITE_JOBS_JOB } from './retention.js';
import { SnapshotDigests } from './snapshot-digests.service.js';
import { SnapshotVerification } from './snapshot-verification.service.js';
import { Snapshots } from './snapshots.service.js';
import { WriteJobs } from './write-jobs.service.js';

@Global()
@Module({
  providers: [Snapshots, SnapshotDigests, SnapshotVerification, SnapshotExpiry, SnapshotHolds, WriteJobs],
  exports: [Snapshots, SnapshotDigests, SnapshotVerification, SnapshotExpiry, SnapshotHolds, WriteJobs],
})
export class BooksModule implements OnModuleInit {
  constructor(
    private readonly digests: SnapshotDigests,
    private readonly expiry: SnapshotExpiry,
    private readonly writeJobs: WriteJobs,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register('snapshot-digests', 2 * SECOND_MS, () => this.digests.digestNext());
    this.jobs.register(EXPIRY_JOB, 10 * MINUTE_MS, () => this.expiry.purgeNext());
    this.jobs.register(WRITE_JOBS_JOB, HOUR_MS, () => this.writeJobs.forgetOld());
  }
}
