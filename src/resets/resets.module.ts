import { Global, Module } from '@nestjs/common';
import { BringAlongController } from './bring-along/bring-along.controller.js';
import { BringAlongs } from './bring-along/bring-alongs.service.js';
import { ComparisonsController } from './comparisons.controller.js';
import { Comparisons } from './comparisons.service.js';
import { Previews } from './previews.service.js';
import { ResetsController } from './resets.controller.js';
import { Resets } from './resets.service.js';
import { SnapshotChoices } from './snapshot-choices.service.js';
import { SnapshotListsController } from './snapshot-lists.controller.js';
import { SnapshotView } from './snapshot-view.service.js';
import { SwitchNotices } from './switch-notices.service.js';

@Global()
@Module({
  controllers: [ResetsController, SnapshotListsController, BringAlongController, ComparisonsController],
  providers: [BringAlongs, Comparisons, Resets, Previews, SwitchNotices, SnapshotChoices, SnapshotView],
  exports: [BringAlongs, Comparisons, Resets, Previews, SwitchNotices, SnapshotChoices, SnapshotView],
})
export class ResetsModule {}
