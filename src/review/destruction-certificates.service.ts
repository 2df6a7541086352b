import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditLog } from '../log/events/audit-log.service.js';
import { AuditReader, viewOf, type AuditEventView } from '../log/events/audit-reader.service.js';
import { businessOf } from '../log/events/subjects.js';
import { EventProofs } from '../log/transparency-log/event-proofs.service.js';
import { LogExports } from '../log/transparency-log/log-exports.service.js';
import { businessHead } from '../people/businesses/business-head.js';
import { staffByIds } from '../people/identity/people.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { certified, destructionCertificate, type DestructionCertificate } from './destruction-certificate.js';
import type { SheetFormat } from './evidence-sheet.js';
import { exportBundle, OF_SNAPSHOT, type SheetFile } from './sheet-bundle.js';
import { checkpointFor } from './signed-state.js';

/** Certificates of destruction, one for each snapshot that was purged. Every making is an event, written before anything is shown. */
@Injectable()
export class DestructionCertificates {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: AuditReader,
    private readonly proofs: EventProofs,
    private readonly exports: LogExports,
    private readonly audit: AuditLog,
  ) {}

  /** The certificate of the purge that an event is of. Throws NOT_FOUND for any other event. */
  async make(actor: StaffActor, eventId: string, format: SheetFormat): Promise<DestructionCertificate> {
    const purged = await this.find(eventId);
    const businessId = businessOf(purged.subject)!;
    const recorded = await this.audit.record({
      type: 'evidence.sheet-made',
      subjectId: businessId,
      actor,
      roles: [actor.role],
      outcome: 'success',
      authorization: { decision: 'allowed', rule: `${actor.role} may export AuditEvent` },
      details: { event_id: purged.id, format, kind: 'destruction' },
    });
    const { manager } = this.dataSource;
    const events = await this.reader.allThatName(businessId, OF_SNAPSHOT, purged.data.snapshot!.id);
    const places = await this.proofs.placesOf(certified({ purged, events }).map(({ id }) => id));
    const { name, time_zone: timeZone } = await businessHead(manager, businessId);
    const by = (await staffByIds(manager, [actor.id])).get(actor.id)!;
    return destructionCertificate({
      business: { id: businessId, name, timeZone },
      purged,
      events,
      places,
      checkpoint: await checkpointFor(this.proofs, purged.id, places),
      made: {
        at: recorded.time.toISOString(),
        by: { id: actor.id, email: by.email, role: actor.role },
        eventId: recorded.id,
        format,
      },
    });
  }

  /** The same as an archive at `path` that can be verified alone. Throws NOT_FOUND, and INVALID_STATE while the event is not signed. */
  async bundle(
    actor: StaffActor,
    eventId: string,
    path: string,
    print: (certificate: DestructionCertificate) => Promise<readonly SheetFile[]>,
  ): Promise<void> {
    const sheet = await this.make(actor, eventId, 'bundle');
    const printed = sheet.log ? await print(sheet) : [];
    await exportBundle(this.exports, actor, path, { name: 'certificate.json', sheet, printed });
  }

  /** Whether an event is the end of a snapshot, of which there is a certificate. */
  async isOf(eventId: string): Promise<boolean> {
    const found = await this.proofs.find(eventId);
    return found !== undefined && viewOf(found).type === 'snapshot.purged';
  }

  private async find(eventId: string): Promise<AuditEventView> {
    const found = await this.proofs.find(eventId);
    const event = found && viewOf(found);
    if (event?.type !== 'snapshot.purged') throw notFound('event');
    return event;
  }
}
