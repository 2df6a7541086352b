import { Inject, Injectable } from '@nestjs/common';
import type { AdminJSOptions } from 'adminjs';
import { BusinessLookup } from '../people/businesses/business-lookup.service.js';
import { StaffPreferencesStore } from '../people/identity/staff-preferences.service.js';
import { StaffAccounts } from '../people/identity/staff.service.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { isId } from '../platform/kernel/ids.js';
import { retentionRows } from '../ui/retention/retention-table.js';
import { AccessReviewPages } from './access-review-pages.service.js';
import { BusinessFile } from './business-file.service.js';
import { BusinessSearch } from './business-search.service.js';
import { EvidencePages } from './evidence/evidence-pages.service.js';
import { Explorer } from './explorer/explorer.service.js';
import { guarded } from './panel-guard.js';
import { PanelHome } from './panel-home.service.js';
import { localeOf, pageHandler, type PageAccess, type PageContent, type PageQuery } from './panel-page.js';
import { PANEL_ROOT, panelPaths } from './panel-paths.js';
import { SupportPages } from './support-pages.service.js';
import { PanelResource, type PanelList } from './panel-resource.js';
import { Permissions } from './permissions.service.js';
import { ReviewPages } from './reviews/review-pages.service.js';
import { StaffFile } from './staff-file.service.js';
import { Waiting } from './waiting.service.js';
import { WaitingPayments } from './waiting-payments.service.js';

/** Every page of the panel with what its readers must be allowed to do: to read the subject, where nothing else is said. */
export const PANEL_PAGES = {
  search: { on: 'Business' },
  business: { on: 'Business' },
  'support-action': { on: 'Request' },
  answer: { on: 'Notice', may: 'send' },
  requests: { on: 'Request' },
  holds: { on: 'Snapshot', may: 'hold' },
  hold: { on: 'Snapshot', may: 'hold' },
  waiting: { on: 'Panel' },
  display: { on: 'Panel' },
  permissions: { on: 'Panel' },
  retention: { on: 'Retention' },
  'staff-account': { on: 'StaffAccount' },
  'staff-new': { on: 'StaffAccount' },
  'staff-requests': { on: 'StaffAccount' },
  'access-reviews': { on: 'AccessReview' },
  'access-review': { on: 'AccessReview' },
  payments: { on: 'OnlinePayment' },
  events: { on: 'AuditLog' },
  event: { on: 'AuditEvent' },
  evidence: { on: 'AuditEvent', may: 'export' },
  snapshot: { on: 'Snapshot', may: 'verify' },
  reviews: { on: 'Review' },
  'review-new': { on: 'Review', may: 'manage' },
  review: { on: 'Review' },
  export: { on: 'AuditLog' },
  log: { on: 'AuditLog' },
} as const satisfies Record<string, PageAccess>;

const BUSINESSES: PanelList = {
  id: 'businesses',
  on: 'Business',
  columns: {
    id: { type: 'uuid' },
    name: { type: 'string', filter: 'starts-with', canSort: true },
    edition: { type: 'string', filter: 'is' },
    createdAt: { type: 'datetime' },
  },
};

const STAFF: PanelList = {
  id: 'staff',
  on: 'StaffAccount',
  columns: {
    id: { type: 'uuid' },
    email: { type: 'string', filter: 'starts-with', canSort: true },
    role: { type: 'string', filter: 'is', canSort: true },
    createdAt: { type: 'datetime' },
    disabledAt: { type: 'datetime' },
  },
};

/** Every list of rows, likewise. */
export const PANEL_RESOURCES: Readonly<Record<string, PageAccess>> = {
  businesses: { on: BUSINESSES.on },
  staff: { on: STAFF.on },
};

/** What AdminJS is told: the resources, their actions and the pages, each behind the policy. */
@Injectable()
export class PanelContents {
  constructor(
    private readonly businesses: BusinessLookup,
    private readonly accounts: StaffAccounts,
    private readonly home: PanelHome,
    private readonly search: BusinessSearch,
    private readonly file: BusinessFile,
    private readonly support: SupportPages,
    private readonly waiting: Waiting,
    private readonly staff: StaffFile,
    private readonly accessReviews: AccessReviewPages,
    private readonly permissions: Permissions,
    private readonly payments: WaitingPayments,
    private readonly explorer: Explorer,
    private readonly evidence: EvidencePages,
    private readonly reviews: ReviewPages,
    private readonly preferences: StaffPreferencesStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  options(): AdminJSOptions {
    return {
      rootPath: PANEL_ROOT,
      loginPath: panelPaths.signIn,
      logoutPath: panelPaths.signOut,
      branding: { companyName: 'Ardoise', withMadeWithLove: false, logo: false },
      resources: [
        { resource: new PanelResource(this.businesses.listed(), BUSINESSES), options: guarded(BUSINESSES.on) },
        { resource: new PanelResource(this.accounts.listed(), STAFF), options: guarded(STAFF.on) },
      ],
      dashboard: { handler: pageHandler({ on: 'Panel', read: (actor) => this.home.read(actor) }) },
      pages: pagesFrom(this.pages()),
    };
  }

  /** What each page reads, and what may be done on it. */
  pages(): Readonly<Record<keyof typeof PANEL_PAGES, PageContent>> {
    return {
      search: { read: (actor, { q }) => this.search.find(actor, q ?? '') },
      business: { read: (actor, query) => this.openFile(actor, query), commands: this.file.commands },
      ...this.support.pages(),
      waiting: { read: (actor, query) => this.waiting.page(actor, query) },
      display: {
        read: ({ id }) => this.preferences.of(id),
        commands: {
          save: { may: 'read', on: 'Panel', run: ({ id }, given) => this.preferences.save(id, given) },
        },
      },
      permissions: { read: (actor) => this.permissions.read(actor) },
      retention: { read: (_, query) => Promise.resolve({ rows: retentionRows(this.settings, localeOf(query)) }) },
      'staff-account': { read: (actor, query) => this.staff.read(actor, query), commands: this.staff.commands },
      'staff-new': { read: () => Promise.resolve({}), commands: this.staff.invitation },
      'staff-requests': this.staff.waiting,
      ...this.accessReviews.pages(),
      payments: { read: (_, { after }) => this.payments.everywhere(after) },
      ...this.explorer.pages(),
      ...this.evidence.pages(),
      ...this.reviews.pages(),
    };
  }

  private openFile(actor: StaffActor, query: PageQuery) {
    const { id, tab, after, only } = query;
    if (!isId(id)) throw notFound('business');
    return this.file.open(actor, id, { tab, after, only, locale: localeOf(query) });
  }
}

/** What AdminJS is told of the pages: one component shows them all, as its own frame is replaced. */
function pagesFrom(pages: ReturnType<PanelContents['pages']>) {
  const told = Object.entries<PageAccess>(PANEL_PAGES).map(([name, access]) => [
    name,
    { component: 'Page', handler: pageHandler({ ...access, ...pages[name as keyof typeof PANEL_PAGES] }) },
  ]);
  return Object.fromEntries(told) as NonNullable<AdminJSOptions['pages']>;
}
