import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readAuditFilter } from '../../log/events/audit-filter.js';
import type { AuditEventView } from '../../log/events/audit-reader.service.js';
import { businessOf } from '../../log/events/subjects.js';
import { AuditSearch } from '../../log/events/audit-search.service.js';
import { SavedViews } from '../../log/events/saved-views.service.js';
import { staffByIds } from '../../people/identity/people.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { afterField } from '../../platform/kernel/schemas.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import { LogExports } from '../../log/transparency-log/log-exports.service.js';
import { localeOf, type FilterQuery, type PageContent } from '../panel-page.js';
import { EventFile } from './event-file.service.js';
import type { ExplorerEvent, ExplorerView, ExportView, SavedViewRow } from './explorer-views.js';
import { LogPage } from './log-page.service.js';
import { LogStatus } from './log-status.service.js';
import { Names } from './names.service.js';

const EVENTS_PER_PAGE = 50;

type Page = PageContent;

/** The log across businesses, for those who must sign that it is whole. Every reading of it is an event, written first. */
@Injectable()
export class Explorer {
  constructor(
    private readonly dataSource: DataSource,
    private readonly search: AuditSearch,
    private readonly exports: LogExports,
    private readonly file: EventFile,
    private readonly status: LogStatus,
    private readonly logPage: LogPage,
    private readonly saved: SavedViews,
    private readonly names: Names,
  ) {}

  pages(): Record<'events' | 'event' | 'export' | 'log', Page> {
    return {
      events: {
        readFilter: (actor, query) => this.list(actor, query),
        commands: {
          'save-view': { may: 'manage', on: 'SavedView', run: (actor, given) => this.saved.save(actor.id, given) },
          'delete-view': { may: 'manage', on: 'SavedView', run: (actor, given) => this.saved.remove(actor.id, given) },
        },
      },
      event: { read: (actor, query) => this.file.open(actor, query.id ?? '', localeOf(query)) },
      export: { readFilter: (actor, query) => this.preview(actor, query) },
      log: this.logPage.page(),
    };
  }

  /** The address is the filter; a name in it that is no filter's is refused, or a slip of the pen would show everything. */
  private async list(actor: StaffActor, { after: place, ...given }: FilterQuery): Promise<ExplorerView> {
    const after = parsed(afterField, place);
    const filter = readAuditFilter(given);
    const page = await this.search.list({ actor, roles: [actor.role] }, filter, EVENTS_PER_PAGE, after);
    const [status, saved, events] = await Promise.all([
      this.status.read(),
      this.savedFor(actor),
      this.named(page.items),
    ]);
    return { status, saved, events, next: page.next };
  }

  private async savedFor({ id }: StaffActor): Promise<SavedViewRow[]> {
    const views = await this.saved.list(id);
    const makers = await staffByIds(
      this.dataSource.manager,
      views.map(({ staffId }) => staffId),
    );
    return views.map(({ staffId, ...view }) => ({
      ...view,
      isMine: staffId === id,
      maker: makers.get(staffId)!.email,
    }));
  }

  private async preview(actor: StaffActor, query: FilterQuery): Promise<ExportView> {
    const preview = await this.exports.preview({ actor, roles: [actor.role] }, readAuditFilter(query));
    return { ...preview, signedAt: preview.signedAt.toISOString() };
  }

  private async named(events: readonly AuditEventView[]): Promise<ExplorerEvent[]> {
    const names = await this.names.of(events.flatMap(({ subject, data }) => [data.actor.id, businessOf(subject)]));
    return events.map(({ id, type, time, subject, data }) => {
      const business = businessOf(subject);
      const { actor } = data;
      return {
        id,
        type,
        at: time,
        outcome: data.outcome,
        reason: data.reason,
        actor: {
          type: actor.type,
          id: actor.id,
          name: names.get(actor.id ?? ''),
          isOriginalOwner: actor.original_owner,
        },
        business: business === undefined ? undefined : { id: business, name: names.get(business) },
        ticket: data.ticket,
        snapshotId: data.snapshot?.id,
      };
    });
  }
}
