import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { SnapshotExpiry } from '../books/expiry.service.js';
import { HOUR_MS, SECOND_MS } from '../platform/kernel/clock.js';
import { Jobs } from '../platform/outbox/jobs.service.js';
import './pack.entity.js';
import { PackDeletion } from './pack-deletion.service.js';
import { PackMaker } from './pack-maker.service.js';
import { PacksController } from './packs.controller.js';
import { Packs } from './packs.service.js';
import { PACK_DELETION_JOB } from './retention.js';

@Global()
@Module({
  controllers: [PacksController],
  providers: [Packs, PackMaker, PackDeletion],
  exports: [Packs, PackMaker],
})
export class PacksModule implements OnModuleInit {
  constructor(
    private readonly maker: PackMaker,
    private readonly deletion: PackDeletion,
    private readonly expiry: SnapshotExpiry,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.expiry.alsoPurge((tx, bookId) => this.deletion.purge(tx, bookId));
    this.jobs.register('packs', SECOND_MS, () => this.maker.makeNext());
    this.jobs.register(PACK_DELETION_JOB, HOUR_MS, () => this.deletion.deleteNext());
  }
}
