import { Injectable } from '@nestjs/common';
import { AuditLog } from '../log/events/audit-log.service.js';
import { AuditReader } from '../log/events/audit-reader.service.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { later, MINUTE_MS } from '../platform/kernel/clock.js';
import type { BusinessId } from '../platform/kernel/ids.js';

/** A visit: what somebody looks at of one business within so long after its first part is one reading (docs/decisions/0047). */
const VISIT_MS = 30 * MINUTE_MS;

/** Who of the staff looked at which business. */
@Injectable()
export class BusinessOpenings {
  constructor(
    private readonly audit: AuditLog,
    private readonly reader: AuditReader,
  ) {}

  /** Records that a business is looked at, once a visit. Before it is read: what cannot be recorded is not shown. */
  async record(actor: StaffActor, id: BusinessId, part: string): Promise<void> {
    const type = 'business.viewed-by-staff';
    if (await this.reader.wasDoneSince(actor.id, `business/${id}`, type, later(-VISIT_MS))) return;
    await this.audit.record({
      type,
      subjectId: id,
      actor,
      roles: [actor.role],
      outcome: 'success',
      details: { part },
    });
  }
}
