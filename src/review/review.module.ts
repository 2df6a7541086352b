import { Module } from '@nestjs/common';
import { DestructionCertificates } from './destruction-certificates.service.js';
import { EvidenceSheets } from './evidence-sheets.service.js';
import { CheckpointMails } from './checkpoint-mails/checkpoint-mails.service.js';
import { AccessReviews } from './access-reviews/access-reviews.service.js';
import { HistoryView } from './history-view.service.js';
import { PeriodReports } from './reviews/period-reports.service.js';
import { ReviewBundles } from './reviews/review-bundles.service.js';
import { ReviewWork } from './reviews/review-work.service.js';
import { Reviews } from './reviews/reviews.service.js';
import { StaffReaders } from './staff-readers.service.js';
import { TransparencyLogController } from './transparency-log.controller.js';

/** What reviewers and owners read of what happened. */
@Module({
  controllers: [TransparencyLogController],
  providers: [
    AccessReviews,
    HistoryView,
    StaffReaders,
    CheckpointMails,
    EvidenceSheets,
    DestructionCertificates,
    PeriodReports,
    Reviews,
    ReviewWork,
    ReviewBundles,
  ],
  exports: [
    AccessReviews,
    HistoryView,
    CheckpointMails,
    EvidenceSheets,
    DestructionCertificates,
    Reviews,
    ReviewWork,
    ReviewBundles,
  ],
})
export class ReviewModule {}
