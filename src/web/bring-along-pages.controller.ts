import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { JournalService } from '../accounting/journal.service.js';
import { countBook } from '../books/book-counts.js';
import { findLatestResetSnapshot, Snapshots } from '../books/snapshots.service.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { newId, type BookId } from '../platform/kernel/ids.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BringAlongs } from '../resets/bring-along/bring-alongs.service.js';
import { kindsToBring } from '../resets/bring-along/bring-along-plan.js';
import { viewOfSnapshot } from '../resets/previews.service.js';
import { bringAlongFields, dateIn, kindsIn, requestOf, snapshotIn, type BringAlongFields } from './bring-along-form.js';
import type { SnapshotSummary } from './components/snapshots.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { bringAlongDonePage } from './pages/bring-along-done.page.js';
import { bringAlongPage } from './pages/bring-along.page.js';
import { paths } from './paths.js';
import { sendPage } from './send-page.js';

/** *What do you want to bring along?*: choose, see what would come and settle what differs, bring (SPEC §4.7). */
@Pages('b/:b/settings/personalisation/manage-your-data/bring-along')
export class BringAlongPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly dataSource: DataSource,
    private readonly snapshots: Snapshots,
    private readonly journal: JournalService,
    private readonly bringAlongs: BringAlongs,
  ) {}

  @Get()
  @Requires('bring-along', 'Business')
  form(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: bringAlongFields }) fields: BringAlongFields,
  ): Promise<string> {
    return this.page(request, membership, fields);
  }

  @Post()
  @Requires('bring-along', 'Business')
  async bring(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: bringAlongFields }) fields: BringAlongFields,
  ): Promise<void> {
    const again = async (status: number, problem?: string) => {
      const page = await this.page(request, membership, fields, problem);
      sendPage(response, status, page);
    };
    const snapshot = snapshotIn(fields);
    if (!snapshot || kindsIn(fields).length === 0 || dateIn(fields).invalid) return again(422);
    try {
      const ask = requestOf(fields, snapshot);
      const done = await this.bringAlongs.bring(
        request.actor as UserActor,
        membership,
        ask,
        fields.idempotencyKey || undefined,
      );
      response.redirect(303, paths.bringAlongDone(membership.businessId, done.auditEventId));
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'not-found') throw error;
      await again(STATUS_OF_KIND[error.kind], error.code);
    }
  }

  @Get('done/:e')
  @Requires('bring-along', 'Business')
  async done(
    @Req() request: ActingRequest,
    @InMembership() { businessId }: MembershipFacts,
    @Param('e', pathId('selective restore')) eventId: string,
  ): Promise<string> {
    const done = await this.bringAlongs.done(businessId, eventId);
    if (!done) throw notFound('selective restore');
    return bringAlongDonePage(await this.contexts.inBusiness(request, businessId), { ...done, eventId });
  }

  private async page(
    request: ActingRequest,
    membership: MembershipFacts,
    fields: BringAlongFields,
    problem?: string,
  ): Promise<string> {
    const { businessId } = membership;
    const { manager } = this.dataSource;
    const context = await this.contexts.inBusiness(request, businessId);
    const kept = await this.kept(businessId);
    const asked = snapshotIn(fields) ?? (await findLatestResetSnapshot(manager, businessId))?.id;
    const snapshot = kept.find(({ id }) => id === asked) ?? kept[0];
    if (!snapshot) return bringAlongPage(context, { kept });
    const kinds = kindsIn(fields);
    const { date, invalid } = dateIn(fields);
    const isAsked = fields.show === '1';
    const isWhole = kinds.length > 0 && !invalid;
    const plan =
      isAsked && isWhole
        ? await this.bringAlongs.preview(request.actor as UserActor, membership, requestOf(fields, snapshot.id))
        : undefined;
    return bringAlongPage(context, {
      kept,
      choice: {
        snapshot,
        fields,
        kinds: kindsToBring(),
        counts: snapshot.counts ?? (await countBook(manager, snapshot.id as BookId)),
        date: date ?? fields.date ?? (await this.journal.lastDates([snapshot.id as BookId])).get(snapshot.id),
        ...(isAsked && kinds.length === 0 && { fault: 'chooseOne' as const }),
        ...(isAsked && invalid && { fault: 'dateNeeded' as const }),
      },
      plan,
      problem,
      idempotencyKey: newId(),
    });
  }

  /** Of those that hold something, newest first. */
  private async kept(businessId: MembershipFacts['businessId']): Promise<SnapshotSummary[]> {
    const snapshots = await this.snapshots.list(businessId);
    return snapshots.filter(({ state, asOnSignUp }) => state === 'kept' && !asOnSignUp).map(viewOfSnapshot);
  }
}
