import { Body, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { may, rolesOf, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { JournalService } from '../accounting/journal.service.js';
import { BusinessFiguresReader } from '../accounting/business-figures.service.js';
import { BankFeeds } from '../banking/bank-feeds/bank-feeds.service.js';
import { AuditReader } from '../log/events/audit-reader.service.js';
import { latestSwitch } from '../books/switch-history.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { businessDetailsSchema, Sellers } from '../people/businesses/sellers.service.js';
import { isAddressConfirmed } from '../people/identity/address-confirmations.service.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { DemoWalk } from '../demo/demo-walk.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { now } from '../platform/kernel/clock.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { TIME_ZONES } from '../platform/kernel/time-zone.js';
import { OnlinePayments } from '../banking/online-payments/online-payments.service.js';
import { entryRow } from './entry-rows.js';
import { HistoryView } from '../review/history-view.service.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import {
  afterQuery,
  detailsForm,
  settingsQuery,
  timeZoneForm,
  type AfterQuery,
  type DetailsForm,
  type SettingsQuery,
  type TimeZoneForm,
} from './page-input.js';
import { historyPage } from './pages/history.page.js';
import { homePage, type HomeView } from './pages/home.page.js';
import { morePage } from './pages/more.page.js';
import { settingsPage, type DetailsField, type SettingsView } from './pages/settings.page.js';
import { paths } from './paths.js';
import { sendPage } from './send-page.js';

const DETAILS: readonly DetailsField[] = ['address', 'email', 'phone', 'taxNumbers', 'siren'];
const LATEST = 8;
const PER_PAGE = 50;

/** The pages inside one business that only show. */
@Pages('b/:b')
export class BusinessPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly dataSource: DataSource,
    private readonly businesses: Businesses,
    private readonly figures: BusinessFiguresReader,
    private readonly feeds: BankFeeds,
    private readonly journalEntries: JournalService,
    private readonly history: HistoryView,
    private readonly auditReader: AuditReader,
    private readonly payments: OnlinePayments,
    private readonly walk: DemoWalk,
    private readonly sellers: Sellers,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Requires('read', 'Accounting')
  async home(@Req() request: ActingRequest, @InMembership() membership: MembershipFacts): Promise<string> {
    const { businessId } = membership;
    const latest = await this.journalEntries.sums(businessId, { limit: LATEST });
    const { months, ...figures } = await this.figures.read(businessId);
    const feeds = await this.feeds.list(businessId);
    return homePage(await this.contexts.inBusiness(request, businessId), {
      figures: {
        ...figures,
        paymentsWaiting: await this.payments.countWaiting(businessId),
        banksInError: feeds.items.filter(({ state }) => state === 'error').length,
      },
      months,
      latest: latest.items.map(entryRow),
      mayWrite: may(request.actor, 'write', 'Accounting', membership),
      isAddressConfirmed: await isAddressConfirmed(this.dataSource.manager, (request.actor as UserActor).id),
      lastSwitch: await this.lastSwitch(membership),
      demo: await this.demo(request, membership),
    });
  }

  private async demo({ actor }: ActingRequest, membership: MembershipFacts): Promise<HomeView['demo']> {
    if (!this.settings.hasDemo || !may(actor, 'manage', 'Demo', membership)) return undefined;
    return this.walk.of(membership);
  }

  private async lastSwitch({ businessId }: MembershipFacts): Promise<HomeView['lastSwitch']> {
    const last = await latestSwitch(this.dataSource.manager, businessId);
    if (!last || last.from.expiresAt <= now()) return undefined;
    const snapshot = { id: last.from.id, expiresAt: last.from.expiresAt.toISOString() };
    return { kind: last.kind, at: last.at.toISOString(), snapshot };
  }

  @Get('more')
  @Requires('read', 'Business')
  async more(@Req() request: ActingRequest, @InMembership() { businessId }: MembershipFacts): Promise<string> {
    return morePage(await this.contexts.inBusiness(request, businessId));
  }

  @Get('settings')
  @Requires('read', 'Business')
  async settingsOf(
    @Req() request: ActingRequest,
    @InMembership() { businessId }: MembershipFacts,
    @Query({ schema: settingsQuery }) { saved }: SettingsQuery,
  ): Promise<string> {
    return this.settingsPage(request, businessId, {
      ...(saved === '1' && { timeZone: 'saved' }),
      detailsSaved: saved === 'details',
    });
  }

  @Post('settings/time-zone')
  @Requires('manage', 'Business')
  async changeTimeZone(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: timeZoneForm }) { timeZone }: TimeZoneForm,
  ): Promise<void> {
    const { businessId } = membership;
    if (timeZone === undefined || !TIME_ZONES.includes(timeZone)) {
      const page = await this.settingsPage(request, businessId, { timeZone: 'unknown' });
      return void sendPage(response, 422, page);
    }
    await this.businesses.changeTimeZone(request.actor as UserActor, membership, timeZone);
    response.redirect(303, paths.settingsSaved(businessId));
  }

  @Post('settings/details')
  @Requires('manage', 'Business')
  async changeDetails(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: detailsForm }) form: DetailsForm,
  ): Promise<void> {
    const { businessId } = membership;
    const typed = DETAILS.map((name) => [name, form[name]?.trim() ?? ''] as const);
    const ask = businessDetailsSchema.safeParse(Object.fromEntries(typed.filter(([, value]) => value !== '')));
    if (!ask.success) {
      const problems = DETAILS.filter((name) => ask.error.issues.some(({ path }) => path[0] === name));
      const details = Object.fromEntries(typed) as SettingsView['details'];
      const page = await this.settingsPage(request, businessId, { details, problems });
      return void sendPage(response, 422, page);
    }
    await this.sellers.change(request.actor as UserActor, membership, ask.data);
    response.redirect(303, paths.detailsSaved(businessId));
  }

  private async settingsPage(
    request: ActingRequest,
    businessId: BusinessId,
    view: Partial<SettingsView>,
  ): Promise<string> {
    const known = await this.sellers.details(businessId);
    const details = Object.fromEntries(DETAILS.map((name) => [name, known[name] ?? ''])) as SettingsView['details'];
    return settingsPage(await this.contexts.inBusiness(request, businessId), { details, ...view });
  }

  @Get('history')
  @Requires('read', 'AuditEvent')
  async historyOf(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<string> {
    const { businessId } = membership;
    const context = await this.contexts.inBusiness(request, businessId);
    const reading = { actor: request.actor, roles: rolesOf(request.actor, membership) };
    const page = await this.auditReader.ofBusiness(reading, businessId, PER_PAGE, after);
    const events = await this.history.of(page.items, context.locale);
    return historyPage(context, { events, next: page.next ?? undefined, after });
  }
}
