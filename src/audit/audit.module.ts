import { Global, Module } from '@nestjs/common';
import { AuditHealth } from './audit-health.service.js';
import { AuditLog } from './audit-log.service.js';
import { AuditReader } from './audit-reader.service.js';
import './audit.entity.js';

@Global()
@Module({ providers: [AuditLog, AuditReader, AuditHealth], exports: [AuditLog, AuditReader, AuditHealth] })
export class AuditModule {}
