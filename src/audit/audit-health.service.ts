import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction } from '../database/transaction.js';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/ids.js';
import { AuditLog } from './audit-log.service.js';

/** Thrown to undo a trial; never leaves this file. */
class Undo extends Error {}

/** Whether the log can be written, found out by writing to it and taking that back: the same path as a real event. */
@Injectable()
export class AuditHealth {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  async isWritable(): Promise<boolean> {
    try {
      await inTransaction(this.dataSource, async (tx) => {
        await this.audit.append(tx, {
          type: 'session.denied',
          subjectId: newId(),
          actor: systemActor('audit-health'),
          outcome: 'pending',
          details: {},
        });
        throw new Undo();
      });
      return true;
    } catch (error) {
      return error instanceof Undo;
    }
  }
}
