import { Module } from '@nestjs/common';
import { DestructionCertificates } from './destruction-certificates.service.js';
import { EvidenceSheets } from './evidence-sheets.service.js';
import { CheckpointMails } from './checkpoint-mails/checkpoint-mails.service.js';
import { HistoryView } from './history-view.service.js';
import { StaffReaders } from './staff-readers.service.js';
import { TransparencyLogController } from './transparency-log.controller.js';

/** What reviewers and owners read of what happened. */
@Module({
  controllers: [TransparencyLogController],
  providers: [HistoryView, StaffReaders, CheckpointMails, EvidenceSheets, DestructionCertificates],
  exports: [HistoryView, CheckpointMails, EvidenceSheets, DestructionCertificates],
})
export class ReviewModule {}
