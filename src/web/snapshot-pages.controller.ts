import { Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { Contacts } from '../accounting/contacts.service.js';
import { JournalService } from '../accounting/journal.service.js';
import { LedgerAccounts } from '../accounting/ledger-accounts.service.js';
import { Reports } from '../accounting/reports.service.js';
import { InvoiceStates } from '../banking/online-payments/invoice-states.service.js';
import type { Snapshot } from '../books/snapshots.service.js';
import { latestSwitch } from '../books/switch-history.js';
import { Packs } from '../packs/packs.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { viewOfSnapshot } from '../resets/previews.service.js';
import { SnapshotView } from '../resets/snapshot-view.service.js';
import { BookPages, type Books } from './book-pages.service.js';
import { entryRow } from './entry-rows.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { afterQuery, snapshotQuery, type AfterQuery, type SnapshotQuery } from './page-input.js';
import { accountsPage } from './pages/accounts.page.js';
import { booksChangedPage } from './pages/books-changed.page.js';
import { contactsPage } from './pages/contacts.page.js';
import { invoicesPage } from './pages/invoices.page.js';
import { snapshotPage } from './pages/snapshot.page.js';

const LATEST = 8;
const PER_PAGE = 50;

/** Who looks, at which snapshot, and from where in a list. */
interface Visit {
  readonly request: ActingRequest;
  readonly response: Response;
  readonly membership: MembershipFacts;
  readonly id: string;
}

/** The books of a snapshot that is kept, with the lists and reports of the open books, read only (SPEC §4.6). */
@Pages('b/:b/snapshots/:s')
export class SnapshotPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly dataSource: DataSource,
    private readonly look: SnapshotView,
    private readonly pages: BookPages,
    private readonly businesses: Businesses,
    private readonly reports: Reports,
    private readonly journalEntries: JournalService,
    private readonly contactsOf: Contacts,
    private readonly accountsOf: LedgerAccounts,
    private readonly invoicesOf: InvoiceStates,
    private readonly packs: Packs,
  ) {}

  @Get()
  @Requires('look-at', 'Snapshot')
  async first(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: snapshotQuery }) { after, pack }: SnapshotQuery,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books, snapshot) =>
      this.firstPage(books, snapshot, { after, isOther: pack === 'other' }),
    );
  }

  @Get('journal')
  @Requires('look-at', 'Snapshot')
  async journal(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books) => this.pages.journal(books, after));
  }

  @Get('contacts')
  @Requires('look-at', 'Snapshot')
  async contacts(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books) => this.contactsPage(books, after));
  }

  @Get('accounts')
  @Requires('look-at', 'Snapshot')
  async accounts(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books) => this.accountsPage(books, after));
  }

  @Get('invoices')
  @Requires('look-at', 'Snapshot')
  async invoices(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books) => this.invoicesPage(books, after));
  }

  @Get('reports/trial-balance')
  @Requires('look-at', 'Snapshot')
  async trialBalance(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books) => this.pages.trialBalance(books, after));
  }

  @Get('reports/ledger')
  @Requires('look-at', 'Snapshot')
  async ledger(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books) => this.pages.ledger(books, after));
  }

  @Get('reports/trial-balance.csv')
  @Requires('look-at', 'Snapshot')
  async trialBalanceCsv(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
  ): Promise<void> {
    const { books } = await this.open({ request, response, membership, id });
    await this.pages.trialBalanceCsv(request, response, books);
  }

  @Get('reports/ledger.fec.txt')
  @Requires('look-at', 'Snapshot')
  async ledgerFec(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
  ): Promise<void> {
    const { books } = await this.open({ request, response, membership, id });
    await this.pages.ledgerFec(request, response, books);
  }

  @Get('contacts.csv')
  @Requires('look-at', 'Snapshot')
  async contactsCsv(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
  ): Promise<void> {
    const { books } = await this.open({ request, response, membership, id });
    await this.pages.contactsCsv(request, response, books);
  }

  private async firstPage(
    { context, membership, bookId }: Books,
    snapshot: Snapshot,
    { after, isOther }: { after: string | undefined; isOther: boolean },
  ): Promise<string> {
    const latest = await this.journalEntries.sumsOfBook(bookId, { limit: LATEST });
    return snapshotPage(context, {
      snapshot: viewOfSnapshot(snapshot),
      counts: snapshot.counts ?? (await this.reports.countsOfBook(bookId)),
      pack: {
        packs: await this.packs.latest(membership.businessId, bookId),
        // Whoever may look at a snapshot; the guard has asked already.
        mayHave: true,
        bookId,
        isSnapshot: true,
        isOther,
      },
      latest: latest.items.map(entryRow),
      trialBalance: await this.reports.trialBalancePage(membership.businessId, bookId, after),
    });
  }

  private async contactsPage({ context, bookId }: Books, after: string | undefined): Promise<string> {
    const { items, next } = await this.contactsOf.listOfBook(bookId, { limit: PER_PAGE, after });
    return contactsPage(context, { contacts: items, next: next ?? undefined, after });
  }

  private async accountsPage({ context, bookId }: Books, after: string | undefined): Promise<string> {
    const { items, next } = await this.accountsOf.listOfBook(bookId, { limit: PER_PAGE, after });
    return accountsPage(context, { accounts: items, next: next ?? undefined, after });
  }

  private async invoicesPage({ context, membership, bookId }: Books, after: string | undefined): Promise<string> {
    const { businessId } = membership;
    const { items, next } = await this.invoicesOf.list(businessId, { limit: PER_PAGE, after }, bookId);
    const currency = await this.businesses.currencyOf(businessId);
    return invoicesPage(context, { invoices: items, currency, mayWrite: false, next: next ?? undefined, after });
  }

  /** A page of the snapshot; where its books are the open ones again, that this is so. */
  private async show(visit: Visit, page: (books: Books, snapshot: Snapshot) => Promise<string>): Promise<void> {
    const { request, response, membership, id } = visit;
    const backSince = await this.backSince(membership, id);
    if (backSince) {
      const context = await this.contexts.inBusiness(request, membership.businessId);
      return void response
        .type('html')
        .send(booksChangedPage(context, { what: 'is-back', at: backSince.toISOString() }));
    }
    const { books, snapshot } = await this.open(visit);
    response.type('html').send(await page(books, snapshot));
  }

  /** Throws NOT_FOUND, SNAPSHOT_EXPIRED. */
  private async open({ request, membership, id }: Visit): Promise<{ books: Books; snapshot: Snapshot }> {
    const snapshot = await this.look.open(request.actor as UserActor, membership, id);
    const context = await this.contexts.inBusiness(request, membership.businessId);
    const looking = { id: snapshot.id, sealedAt: snapshot.sealedAt.toISOString() };
    const inSnapshot = { ...context, business: { ...context.business, looking } };
    return { books: { context: inSnapshot, membership, bookId: snapshot.id }, snapshot };
  }

  /** Since when a snapshot is no longer one, as its books are the open ones again. */
  private async backSince({ businessId }: MembershipFacts, id: string): Promise<Date | undefined> {
    const last = await latestSwitch(this.dataSource.manager, businessId);
    return last?.kind === 'restore' && last.to.id === id ? last.at : undefined;
  }
}
