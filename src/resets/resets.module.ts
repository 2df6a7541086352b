import { Global, Module } from '@nestjs/common';
import { Previews } from './previews.service.js';
import { ResetsController } from './resets.controller.js';
import { Resets } from './resets.service.js';
import { SnapshotLook } from './snapshot-look.service.js';
import { SwitchNotices } from './switch-notices.service.js';

@Global()
@Module({
  controllers: [ResetsController],
  providers: [Resets, Previews, SwitchNotices, SnapshotLook],
  exports: [Resets, Previews, SwitchNotices, SnapshotLook],
})
export class ResetsModule {}
