import type { AuditLog } from '../log/events/audit-log.service.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import type { BusinessId } from '../platform/kernel/ids.js';

/** Records that a part of a business is looked at. Before it is read: what cannot be recorded is not shown. */
export async function recordOpening(audit: AuditLog, actor: StaffActor, id: BusinessId, part: string): Promise<void> {
  await audit.record({
    type: 'business.viewed-by-staff',
    subjectId: id,
    actor,
    roles: [actor.role],
    outcome: 'success',
    details: { part },
  });
}
