import { AdminModule } from '@adminjs/nestjs';
import { Module, type DynamicModule } from '@nestjs/common';
import AdminJS from 'adminjs';
import { SignOnModule } from '../people/sign-on/sign-on.module.js';
import { ReviewModule } from '../review/review.module.js';
import { AccessReviewPages } from './access-review-pages.service.js';
import { Permissions } from './permissions.service.js';
import { BusinessFile } from './business-file.service.js';
import { BusinessOpenings } from './business-opening.js';
import { BusinessSearch } from './business-search.service.js';
import { EvidencePages } from './evidence/evidence-pages.service.js';
import { EventFile } from './explorer/event-file.service.js';
import { Explorer } from './explorer/explorer.service.js';
import { LogPage } from './explorer/log-page.service.js';
import { LogStatus } from './explorer/log-status.service.js';
import { Names } from './explorer/names.service.js';
import { PanelContents } from './panel-contents.js';
import { PanelHome } from './panel-home.service.js';
import { PanelLoader } from './panel-loader.js';
import { SupportPages } from './support-pages.service.js';
import { Preconditions } from './preconditions.service.js';
import { ReviewFiles } from './reviews/review-files.service.js';
import { ReviewPages } from './reviews/review-pages.service.js';
import { Situations } from './situation.service.js';
import { StaffFile } from './staff-file.service.js';
import { SwitchChart } from './switch-chart.service.js';
import { Timelines } from './timeline.service.js';
import { Waiting } from './waiting.service.js';
import { WaitingPayments } from './waiting-payments.service.js';

// Outside NODE_ENV=production AdminJS would start its bundler and write files: our components come from the build.
AdminJS.prototype.watch = () => Promise.resolve(undefined as never);

const explorer = [Explorer, EventFile, LogStatus, LogPage, Names];

@Module({
  imports: [ReviewModule, SignOnModule],
  providers: [
    PanelContents,
    PanelHome,
    BusinessSearch,
    BusinessFile,
    BusinessOpenings,
    Situations,
    Timelines,
    Preconditions,
    SupportPages,
    Waiting,
    SwitchChart,
    StaffFile,
    AccessReviewPages,
    Permissions,
    WaitingPayments,
    EvidencePages,
    ReviewPages,
    ReviewFiles,
    ...explorer,
  ],
  exports: [PanelContents, EvidencePages, ReviewFiles, SignOnModule, Waiting],
})
class PanelServicesModule {}

/** The staff's panel at /admin. */
@Module({})
export class PanelModule {
  static mounted(): DynamicModule {
    return {
      module: PanelModule,
      imports: [
        AdminModule.createAdminAsync({
          imports: [PanelServicesModule],
          inject: [PanelContents],
          useFactory: (contents: PanelContents) => ({ adminJsOptions: contents.options() }),
          customLoader: PanelLoader,
        }),
      ],
    };
  }
}
