import { Global, Module } from '@nestjs/common';
import { AuditLog } from './audit-log.service.js';
import { AuditReader } from './audit-reader.service.js';
import { AuditSearch } from './audit-search.service.js';
import './audit.entity.js';
import { PeriodEvents } from './period-events.service.js';
import { SavedViews } from './saved-views.service.js';

@Global()
@Module({
  providers: [AuditLog, AuditReader, AuditSearch, PeriodEvents, SavedViews],
  exports: [AuditLog, AuditReader, AuditSearch, PeriodEvents, SavedViews],
})
export class AuditModule {}
