import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventDetails, Outcome } from '../../log/events/event-catalogue.js';
import { EventProofs } from '../../log/transparency-log/event-proofs.service.js';
import { WholeCheck } from '../../log/transparency-log/whole-check.service.js';
import { staffByIds } from '../../people/identity/people.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import type { StaffActor } from '../../platform/kernel/actor.js';
import { CheckpointMails } from '../../review/checkpoint-mails/checkpoint-mails.service.js';
import type { PageContent } from '../panel-page.js';
import type { CheckView, FaultView, LogPageView, SubscriberRow } from './explorer-views.js';
import { faultOf, LogStatus } from './log-status.service.js';

/** The state of the log on a page of its own. It shows nothing that is in the log, so looking at it is no event. */
@Injectable()
export class LogPage {
  constructor(
    private readonly dataSource: DataSource,
    private readonly status: LogStatus,
    private readonly wholeCheck: WholeCheck,
    private readonly proofs: EventProofs,
    private readonly mails: CheckpointMails,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  page(): PageContent {
    return {
      read: () => this.read(),
      commands: {
        check: { may: 'verify', on: 'AuditLog', run: (actor) => this.check(actor) },
        subscribe: { may: 'manage', on: 'Subscriber', run: (actor, given) => this.mails.add(actor, given) },
        unsubscribe: { may: 'manage', on: 'Subscriber', run: (actor, given) => this.mails.remove(actor, given) },
      },
    };
  }

  private async read(): Promise<LogPageView> {
    const [status, check, subscribers] = await Promise.all([this.status.read(), this.latestCheck(), this.mails.list()]);
    return {
      status,
      check,
      subscribers: subscribers.map((each): SubscriberRow => ({ ...each, sentAt: each.sentAt?.toISOString() ?? null })),
      address: `${this.settings.publicUrl}/audit/checkpoint`,
    };
  }

  private async check(actor: StaffActor): Promise<object> {
    await this.wholeCheck.ask(actor);
    return {};
  }

  private async latestCheck(): Promise<CheckView | null> {
    const run = await this.wholeCheck.latest();
    if (!run) return null;
    const staff = await staffByIds(this.dataSource.manager, [run.askedBy]);
    return {
      askedBy: staff.get(run.askedBy)?.email ?? run.askedBy,
      askedAt: run.askedAt.toISOString(),
      done: run.done,
      total: run.total,
      endedAt: run.endedAt?.toISOString() ?? null,
      eventId: run.eventId,
      fault: run.eventId ? await this.faultIn(run.eventId) : null,
    };
  }

  private async faultIn(eventId: string): Promise<FaultView | null> {
    const found = await this.proofs.find(eventId);
    if (!found) return null;
    const { data } = JSON.parse(found.payload.toString('utf8')) as {
      data: { outcome: Outcome; details: EventDetails<'audit.verified'> };
    };
    return data.outcome === 'success' ? null : faultOf(data.details);
  }
}
