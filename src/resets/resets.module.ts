import { Global, Module } from '@nestjs/common';
import { Previews } from './previews.service.js';
import { ResetsController } from './resets.controller.js';
import { Resets } from './resets.service.js';
import { SnapshotView } from './snapshot-view.service.js';
import { SwitchNotices } from './switch-notices.service.js';

@Global()
@Module({
  controllers: [ResetsController],
  providers: [Resets, Previews, SwitchNotices, SnapshotView],
  exports: [Resets, Previews, SwitchNotices, SnapshotView],
})
export class ResetsModule {}
