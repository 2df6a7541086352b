import { Body, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { may, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BankAccounts } from '../accounting/bank-accounts.service.js';
import { bankAccountSchema } from '../accounting/accounting.schemas.js';
import { CONSENT_REFUSED, BankFeeds, type BankFeedView } from '../banking/bank-feeds/bank-feeds.service.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import type { Locale, UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { isId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { FeedSummary } from '../ui/components/feed-state.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { bankConsentPage } from './pages/bank-consent.page.js';
import { bankFeedsPage, NEW_ACCOUNT, type BankFeedsView } from './pages/bank-feeds.page.js';
import { paths } from './paths.js';
import {
  connectFeedForm,
  consentForm,
  disconnectFeedForm,
  type ConnectFeedForm,
  type ConsentForm,
  type DisconnectFeedForm,
} from './page-input.js';
import { localPath } from '../ui/posted-form.js';
import { sendPage } from './send-page.js';

type Problems = NonNullable<BankFeedsView['problems']>;

@Pages('b/:b/bank-feeds')
export class BankFeedPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly feeds: BankFeeds,
    private readonly bankAccounts: BankAccounts,
  ) {}

  @Get()
  @Requires('read', 'BankFeed')
  async list(@Req() request: ActingRequest, @InMembership() membership: MembershipFacts): Promise<string> {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    return bankFeedsPage(context, await this.view(request, membership, context.locale));
  }

  @Post()
  @Requires('connect', 'BankFeed')
  async connect(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: connectFeedForm }) form: ConnectFeedForm,
  ): Promise<void> {
    const { businessId } = membership;
    const context = await this.contexts.inBusiness(request, businessId);
    const refuse = async (status: number, problems: Problems) => {
      const view = { ...(await this.view(request, membership, context.locale)), values: form, problems };
      sendPage(response, status, bankFeedsPage(context, view));
    };
    const missing = missingIn(form);
    if (missing) return refuse(422, missing);
    const bank = this.feeds.institutionNames(context.locale).get(form.institution!);
    // Before an account is made for it, which would stay.
    if (bank === undefined) return refuse(422, { institution: 'INVALID' });
    try {
      const account = await this.accountOf(membership, form, bank);
      const ask = { bankAccountId: account, institution: form.institution! };
      const feed = await this.feeds.connect(request.actor as UserActor, membership, ask);
      const next = feed.state === 'consent' ? paths.feedConsent(businessId, feed.id) : paths.bankFeeds(businessId);
      response.redirect(303, next);
    } catch (error) {
      if (!(error instanceof AppError) || !['VALIDATION', 'ALREADY_EXISTS'].includes(error.code)) throw error;
      const problem = error.code === 'ALREADY_EXISTS' ? 'ALREADY_CONNECTED' : 'INVALID';
      await refuse(STATUS_OF_KIND[error.kind], { bankAccountId: problem });
    }
  }

  /** The account that was chosen, or a new one; without a name of its own it has the bank's. */
  private async accountOf({ businessId }: MembershipFacts, form: ConnectFeedForm, bank: string): Promise<string> {
    if (isId(form.bankAccountId)) return form.bankAccountId;
    if (form.bankAccountId !== NEW_ACCOUNT) throw new AppError('VALIDATION', 'There is no such bank account.');
    const ask = bankAccountSchema.safeParse({ name: form.newAccountName?.trim() ? form.newAccountName : bank });
    if (!ask.success) throw new AppError('VALIDATION', 'The name is not usable.');
    return (await this.bankAccounts.add(businessId, ask.data)).id;
  }

  /** Beside the single ones, for whoever is about to reset or recover. */
  @Post('disconnect-all')
  @Requires('disconnect', 'BankFeed')
  async disconnectAll(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: disconnectFeedForm }) form: DisconnectFeedForm,
  ): Promise<void> {
    await this.feeds.disconnectAll(request.actor as UserActor, membership);
    response.redirect(303, localPath(form.back) ?? paths.bankFeeds(membership.businessId));
  }

  @Post(':f/disconnect')
  @Requires('disconnect', 'BankFeed')
  async disconnect(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('f', pathId('bank feed')) feedId: string,
    @Body({ schema: disconnectFeedForm }) form: DisconnectFeedForm,
  ): Promise<void> {
    await this.feeds.disconnect(request.actor as UserActor, membership, feedId).catch(ignoreDoneAlready);
    response.redirect(303, localPath(form.back) ?? paths.bankFeeds(membership.businessId));
  }

  @Post(':f/reconnect')
  @Requires('connect', 'BankFeed')
  async reconnect(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('f', pathId('bank feed')) feedId: string,
  ): Promise<void> {
    await this.feeds.reconnect(request.actor as UserActor, membership, feedId).catch(ignoreDoneAlready);
    response.redirect(303, paths.bankFeeds(membership.businessId));
  }

  @Get(':f/consent')
  @Requires('connect', 'BankFeed')
  async consentForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() { businessId }: MembershipFacts,
    @Param('f', pathId('bank feed')) feedId: string,
  ): Promise<void> {
    const context = await this.contexts.inBusiness(request, businessId);
    const feed = await this.feeds.get(businessId, feedId);
    if (feed.state !== 'consent') return response.redirect(303, paths.bankFeeds(businessId));
    const { institution, account } = summaryOf(feed, this.feeds.institutionNames(context.locale));
    response.type('html').send(bankConsentPage(context, { feedId, institution, account }));
  }

  @Post(':f/consent')
  @Requires('connect', 'BankFeed')
  async consent(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('f', pathId('bank feed')) feedId: string,
    @Body({ schema: consentForm }) form: ConsentForm,
  ): Promise<void> {
    const agreed = form.decision === 'approve';
    await this.feeds.answerConsent(request.actor as UserActor, membership, feedId, agreed).catch(ignoreDoneAlready);
    response.redirect(303, paths.bankFeeds(membership.businessId));
  }

  private async view(request: ActingRequest, membership: MembershipFacts, locale: Locale): Promise<BankFeedsView> {
    const { businessId } = membership;
    const feeds = (await this.feeds.list(businessId)).items;
    const fed = new Set(feeds.filter((feed) => feed.state !== 'disconnected').map((feed) => feed.bankAccountId));
    const accounts = (await this.bankAccounts.list(businessId, { limit: PAGE_LIMIT_MAX })).items;
    return {
      feeds: feeds.map((feed) => summaryOf(feed, this.feeds.institutionNames(locale))),
      mayConnect: may(request.actor, 'connect', 'BankFeed', membership),
      institutions: this.feeds.institutions().map(({ id, name, description }) => ({
        id,
        name: name[locale],
        description: description[locale],
      })),
      bankAccounts: accounts.filter(({ id }) => !fed.has(id)).map(({ id, name }) => ({ id, name })),
    };
  }
}

function summaryOf(feed: BankFeedView, banks: ReadonlyMap<string, string>): FeedSummary {
  return {
    id: feed.id,
    institution: banks.get(feed.institution) ?? feed.institution,
    account: feed.bankAccountName,
    state: feed.state,
    since: feed.since,
    isRefused: feed.state === 'disconnected' && feed.failure === CONSENT_REFUSED,
  };
}

function missingIn(form: ConnectFeedForm): Problems | undefined {
  const problems: Problems = {};
  if (!form.institution) problems.institution = 'REQUIRED';
  if (!form.bankAccountId) problems.bankAccountId = 'REQUIRED';
  return Object.keys(problems).length > 0 ? problems : undefined;
}

/** Somebody pressed twice, or in two windows: the page that follows shows the state as it is. */
function ignoreDoneAlready(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'INVALID_STATE')) throw error;
}
