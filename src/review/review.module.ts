import { Module } from '@nestjs/common';
import { HistoryView } from './history-view.service.js';
import { StaffReaders } from './staff-readers.service.js';
import { TransparencyLogController } from './transparency-log.controller.js';

/** What reviewers and owners read of what happened. */
@Module({ controllers: [TransparencyLogController], providers: [HistoryView, StaffReaders], exports: [HistoryView] })
export class ReviewModule {}
