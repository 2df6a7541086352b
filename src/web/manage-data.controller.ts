import { Body, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { may, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { RefusalRecorder } from '../policy/ports.js';
import { Requires } from '../policy/requires.decorator.js';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import type { SwitchKind } from '../books/book.entity.js';
import { findLatestResetSnapshot, findSnapshot, Snapshots } from '../books/snapshots.service.js';
import { latestSwitch } from '../books/switch-history.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { Sessions } from '../people/identity/sessions.service.js';
import { isOpenBook } from '../people/businesses/current-book.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import type { Locale, UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { isId, newId, type BusinessId } from '../platform/kernel/ids.js';
import { Packs } from '../packs/packs.service.js';
import { PayLinks } from '../banking/online-payments/pay-links.service.js';
import {
  Previews,
  viewOfSnapshot,
  type Blocker as FoundBlocker,
  type OpenPayLinks,
} from '../resets/previews.service.js';
import { Resets } from '../resets/resets.service.js';
import { SnapshotChoices } from '../resets/snapshot-choices.service.js';
import type { Blocker } from './components/blockers.js';
import type { FeedSummary } from '../ui/components/feed-state.js';
import type { SnapshotSummary } from './components/snapshots.js';
import { OriginalOwners } from './original-owners.service.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { passkeyAnswer } from '../ui/passkey-answer.js';
import { booksChangedPage } from './pages/books-changed.page.js';
import { manageYourDataPage } from './pages/manage-your-data.page.js';
import { recoverDonePage } from './pages/recover-done.page.js';
import { recoverConfirmationPage } from './pages/recover.page.js';
import { resetDonePage } from './pages/reset-done.page.js';
import { resetConfirmationPage } from './pages/reset.page.js';
import { paths } from './paths.js';
import {
  manageQuery,
  recoverForm,
  recoverQuery,
  resetForm,
  type ManageQuery,
  type RecoverForm,
  type RecoverQuery,
  type ResetForm,
} from './page-input.js';
import { sendPage } from './send-page.js';

const PAY_LINKS_SHOWN = 10;

/** What a refused attempt shows again. */
interface Attempt {
  readonly typedEmail?: string;
  readonly reason?: string;
  readonly problem?: string;
}

/** *Manage your data*: the help before, the two confirmations, and what is said afterwards (SPEC §3, §4). */
@Pages('b/:b/settings/personalisation/manage-your-data')
export class ManageDataController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly dataSource: DataSource,
    private readonly previews: Previews,
    private readonly snapshots: Snapshots,
    private readonly choices: SnapshotChoices,
    private readonly resets: Resets,
    private readonly feeds: BankFeeds,
    private readonly owners: OriginalOwners,
    private readonly businesses: Businesses,
    private readonly links: PayLinks,
    private readonly packs: Packs,
    private readonly recorder: RefusalRecorder,
    private readonly sessions: Sessions,
  ) {}

  @Get()
  @Requires('read', 'Business')
  async manage(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: manageQuery }) { pack }: ManageQuery,
  ): Promise<string> {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const preview = await this.previews.reset(request.actor as UserActor, membership);
    return manageYourDataPage(context, {
      blockers: this.blockers(preview.blockers, context.locale),
      replaces: preview.replaces,
      openPayLinks: {
        ...payLinks(preview.openPayLinks),
        latest: await this.links.latestOpen(membership.businessId, PAY_LINKS_SHOWN),
      },
      undoUntil: preview.undoUntil,
      pack: {
        packs: await this.packs.latest(membership.businessId, preview.bookId),
        bookId: preview.bookId,
        mayHave: may(request.actor, 'export', 'Accounting', membership),
        isOther: pack === 'other',
      },
      snapshots: await this.kept(membership),
      undoes: (await findLatestResetSnapshot(this.dataSource.manager, membership.businessId))?.id,
      mayLookAtSnapshots: may(request.actor, 'look-at', 'Snapshot', membership),
      originalOwnerName: await this.owners.nameFor(request.actor, membership),
    });
  }

  @Get('reset')
  @Requires('reset', 'Business')
  async resetForm(
    @Req() request: ActingRequest,
    @Res({ passthrough: true }) response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<string> {
    return this.resetPage(request, membership, newId(), { reason: this.contexts.takeKeptReason(request, response) });
  }

  @Post('reset')
  @Requires('reset', 'Business')
  async reset(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: resetForm }) form: ResetForm,
  ): Promise<void> {
    await this.attempt(request, response, membership, form, {
      kind: 'reset',
      done: paths.resetDone(membership.businessId),
      run: async () => {
        await this.resets.reset(request.actor as UserActor, membership, asked(form), form.idempotencyKey);
      },
      again: (attempt) => this.resetPage(request, membership, newId(), attempt),
    });
  }

  @Get('reset/done')
  @Requires('reset', 'Business')
  async resetDone(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ) {
    const last = await latestSwitch(this.dataSource.manager, membership.businessId);
    if (last?.kind !== 'reset') return response.redirect(303, paths.manageYourData(membership.businessId));
    const snapshot = { id: last.from.id, expiresAt: last.from.expiresAt.toISOString() };
    const context = await this.contexts.inBusiness(request, membership.businessId);
    response.type('html').send(resetDonePage(context, { at: last.at.toISOString(), snapshot }));
  }

  @Get('recover')
  @Requires('restore', 'Business')
  async recoverForm(
    @Req() request: ActingRequest,
    @Res({ passthrough: true }) response: Response,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: recoverQuery }) { snapshot }: RecoverQuery,
  ): Promise<string> {
    const { businessId } = membership;
    const isBack = snapshot && (await isOpenBook(this.dataSource.manager, businessId, snapshot));
    const said = isBack && (await this.changedPage(request, membership, 'restore', { snapshot }));
    if (said) return said;
    const reason = this.contexts.takeKeptReason(request, response);
    return this.recoverPage(request, membership, newId(), snapshot, { reason });
  }

  @Post('recover')
  @Requires('restore', 'Business')
  async recover(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: recoverForm }) form: RecoverForm,
  ): Promise<void> {
    const snapshotId = form.snapshot;
    await this.attempt(request, response, membership, form, {
      kind: 'restore',
      done: paths.recoverDone(membership.businessId),
      run: async () => {
        const ask = { ...asked(form), snapshotId };
        await this.resets.restore(request.actor as UserActor, membership, ask, form.idempotencyKey);
      },
      again: (attempt) => this.recoverPage(request, membership, newId(), snapshotId, attempt),
    });
  }

  @Get('recover/done')
  @Requires('restore', 'Business')
  async recoverDone(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ) {
    const last = await latestSwitch(this.dataSource.manager, membership.businessId);
    if (last?.kind !== 'restore') return response.redirect(303, paths.manageYourData(membership.businessId));
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const view = {
      at: last.at.toISOString(),
      restored: { id: last.to.id, sealedAt: (last.to.sealedAt ?? last.at).toISOString() },
      replaced: { id: last.from.id, expiresAt: last.from.expiresAt.toISOString() },
    };
    response.type('html').send(recoverDonePage(context, view));
  }

  private recordRefused({ actor }: ActingRequest, membership: MembershipFacts, action: SwitchKind): Promise<void> {
    const permission = { kind: 'policy', action, on: 'Business' } as const;
    return this.recorder.refused(actor, permission, membership.businessId, 'VALIDATION', membership);
  }

  /** Does it and says so on a page of its own, or shows the confirmation again with what stands in the way. */
  private async attempt(
    request: ActingRequest,
    response: Response,
    membership: MembershipFacts,
    form: ResetForm,
    to: { kind: SwitchKind; done: string; run: () => Promise<void>; again: (attempt: Attempt) => Promise<string> },
  ): Promise<void> {
    const refuse = async (status: number, problem: string) => {
      // What is shown again would be about other books than those that were decided on: then it is said, and not asked.
      const bookId = await this.businesses.currentBook(membership.businessId);
      const changed =
        isId(form.book) && form.book !== bookId
          ? await this.changedPage(request, membership, to.kind, form)
          : undefined;
      sendPage(
        response,
        changed === undefined ? status : STATUS_OF_KIND.conflict,
        changed ?? (await to.again({ typedEmail: form.signUpEmail, reason: form.reason, problem })),
      );
    };
    const isTyped = form.signUpEmail !== undefined && form.signUpEmail.trim() !== '';
    // Every form names the books that it showed; what does not is none of ours, and nothing is done unbound.
    if (!isTyped || !isId(form.book)) {
      // An attempt all the same, and every attempt is recorded.
      await this.recordRefused(request, membership, to.kind);
      return refuse(422, isTyped ? 'OTHER' : 'REQUIRED');
    }
    const unproven = await this.confirmSession(request, form);
    try {
      await to.run();
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'not-found') throw error;
      if (error.code === 'REAUTHENTICATION_REQUIRED' && unproven)
        return refuse(STATUS_OF_KIND[unproven.kind], unproven.code === 'FORBIDDEN' ? 'BAD_PASSWORD' : unproven.code);
      return refuse(STATUS_OF_KIND[error.kind], error.code);
    }
    response.redirect(303, to.done);
  }

  /** Before the attempt itself, which says in its own order what stands in its way; gives what was wrong with the password. */
  private async confirmSession(request: ActingRequest, form: ResetForm): Promise<AppError | undefined> {
    const actor = request.actor as UserActor;
    const passkey = passkeyAnswer(form.passkey);
    if (!passkey && !form.password) return undefined;
    try {
      await (passkey ? this.sessions.confirmByPasskey(actor, passkey) : this.sessions.confirm(actor, form.password!));
      return undefined;
    } catch (error) {
      if (error instanceof AppError && ['FORBIDDEN', 'TOO_MANY_REQUESTS'].includes(error.code)) return error;
      throw error;
    }
  }

  /** What is so by now, for a confirmation of books that are no longer open; undefined where nothing was switched. */
  private async changedPage(
    request: ActingRequest,
    { businessId }: MembershipFacts,
    asked: SwitchKind,
    form: Pick<RecoverForm, 'book' | 'snapshot'>,
  ): Promise<string | undefined> {
    const last = await latestSwitch(this.dataSource.manager, businessId);
    if (!last) return undefined;
    const isSame =
      last.kind === asked && (asked === 'reset' ? last.from.id === form.book : last.to.id === form.snapshot);
    const recoverable = last.kind === 'reset' ? await this.lastReset(businessId) : undefined;
    return booksChangedPage(await this.contexts.inBusiness(request, businessId), {
      what: !isSame ? last.kind : asked === 'reset' ? 'was-reset' : 'is-back',
      at: last.at.toISOString(),
      recoverable: recoverable?.snapshotId,
    });
  }

  /** The reset that opened the present books, while what it replaced is kept. */
  private async lastReset(businessId: BusinessId): Promise<{ at: string; snapshotId: string } | undefined> {
    const last = await latestSwitch(this.dataSource.manager, businessId);
    if (last?.kind !== 'reset') return undefined;
    const snapshot = await findSnapshot(this.dataSource.manager, businessId, last.from.id);
    return snapshot?.state === 'kept' ? { at: last.at.toISOString(), snapshotId: snapshot.id } : undefined;
  }

  private async resetPage(
    request: ActingRequest,
    membership: MembershipFacts,
    idempotencyKey: string,
    attempt: Attempt = {},
  ) {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const preview = await this.previews.reset(request.actor as UserActor, membership);
    return resetConfirmationPage(context, {
      ...attempt,
      idempotencyKey,
      bookId: preview.bookId,
      needsPassword: needsPassword(preview.blockers),
      lastReset: await this.lastReset(membership.businessId),
      blockers: this.blockers(preview.blockers, context.locale),
      replaces: preview.replaces,
      openPayLinks: payLinks(preview.openPayLinks),
      undoUntil: preview.undoUntil,
    });
  }

  private async recoverPage(
    request: ActingRequest,
    membership: MembershipFacts,
    idempotencyKey: string,
    snapshotId?: string,
    attempt: Attempt = {},
  ): Promise<string> {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const preview = await this.previews.restore(request.actor as UserActor, membership, snapshotId);
    return recoverConfirmationPage(context, {
      ...attempt,
      idempotencyKey,
      bookId: preview.bookId,
      blockers: this.blockers(preview.blockers, context.locale),
      needsPassword: needsPassword(preview.blockers),
      snapshot: preview.restores?.snapshot,
      isGone: snapshotId !== undefined && preview.restores === null,
      snapshots: await this.choices.of(membership.businessId),
      comesBack: preview.restores?.counts ?? {},
      overwritten: preview.overwrites,
      overwrittenKeptUntil: preview.undoUntil,
    });
  }

  private async kept({ businessId }: MembershipFacts): Promise<SnapshotSummary[]> {
    const snapshots = await this.snapshots.list(businessId);
    return snapshots.filter(({ state }) => state === 'kept').map(viewOfSnapshot);
  }

  private blockers(found: readonly FoundBlocker[], locale: Locale): Blocker[] {
    const banks = this.feeds.institutionNames(locale);
    return found.flatMap((blocker): Blocker[] => {
      switch (blocker.code) {
        case 'BANK_FEEDS_CONNECTED':
          return [{ code: blocker.code, feeds: feedsOf(blocker, banks) }];
        case 'WRITE_IN_PROGRESS':
          return [{ code: blocker.code, since: (blocker.job as { startedAt?: string } | undefined)?.startedAt }];
        case 'AUDIT_UNAVAILABLE':
        case 'NOT_ORIGINAL_OWNER':
        case 'NOTHING_TO_RESET':
        case 'NOTHING_TO_RESTORE':
          return [{ code: blocker.code }];
        default:
          return [];
      }
    });
  }
}

function feedsOf(blocker: FoundBlocker, banks: ReadonlyMap<string, string>): FeedSummary[] {
  const feeds = blocker.feeds as readonly FeedSummary[];
  return feeds.map((feed) => ({ ...feed, institution: banks.get(feed.institution) ?? feed.institution }));
}

/** No blocker on a page of ours: it is asked for in the form itself. */
const needsPassword = (found: readonly FoundBlocker[]) =>
  found.some(({ code }) => code === 'REAUTHENTICATION_REQUIRED');

const payLinks = ({ count, amount, currency }: OpenPayLinks) => ({ count, amount: { amount, currency } });

const asked = ({ signUpEmail = '', reason, book }: ResetForm) => ({ signUpEmail, reason, expectedBookId: book });
