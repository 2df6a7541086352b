import { Global, Module } from '@nestjs/common';
import { AuditLog } from './audit-log.service.js';
import { AuditReader } from './audit-reader.service.js';
import { AuditSearch } from './audit-search.service.js';
import './audit.entity.js';
import { SavedViews } from './saved-views.service.js';

@Global()
@Module({
  providers: [AuditLog, AuditReader, AuditSearch, SavedViews],
  exports: [AuditLog, AuditReader, AuditSearch, SavedViews],
})
export class AuditModule {}
