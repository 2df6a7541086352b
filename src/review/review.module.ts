import { Module } from '@nestjs/common';
import { HistoryView } from './history-view.service.js';

/** What reviewers and owners read of what happened. */
@Module({ providers: [HistoryView], exports: [HistoryView] })
export class ReviewModule {}
