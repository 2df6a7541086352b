import { Global, Module } from '@nestjs/common';
import { AuditLog } from './audit-log.service.js';
import { AuditReader } from './audit-reader.service.js';
import { AuditSearch } from './audit-search.service.js';
import './audit.entity.js';

@Global()
@Module({ providers: [AuditLog, AuditReader, AuditSearch], exports: [AuditLog, AuditReader, AuditSearch] })
export class AuditModule {}
