import { Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { JournalService } from '../accounting/journal.service.js';
import { Reports } from '../accounting/reports.service.js';
import type { Snapshot } from '../books/snapshots.service.js';
import { latestSwitch } from '../books/switch-history.js';
import { Packs } from '../packs/packs.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { pathId, pathText } from '../platform/kernel/path-parameter.js';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { viewOfSnapshot } from '../resets/previews.service.js';
import { SnapshotView } from '../resets/snapshot-view.service.js';
import { BookPages, type Books } from './book-pages.service.js';
import { DocumentPages } from './document-pages.service.js';
import { entryRow } from './entry-rows.js';
import { listNamed, listOfPath } from './list-pages.controller.js';
import { ListPages } from './list-pages.service.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import {
  afterQuery,
  listQuery,
  reportQuery,
  snapshotQuery,
  type AfterQuery,
  type ListQuery,
  type ReportQuery,
  type SnapshotQuery,
} from './page-input.js';
import { booksChangedPage } from './pages/books-changed.page.js';
import { ReportPages } from './report-pages.service.js';
import { RecordPages } from './record-pages.service.js';
import { snapshotPage } from './pages/snapshot.page.js';
import { LISTS } from './paths.js';

const LATEST = 8;

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
    private readonly lists: ListPages,
    private readonly records: RecordPages,
    private readonly counts: Reports,
    private readonly businesses: Businesses,
    private readonly reportPages: ReportPages,
    private readonly journalEntries: JournalService,
    private readonly packs: Packs,
    private readonly documents: DocumentPages,
  ) {}

  @Get()
  @Requires('look-at', 'Snapshot')
  async first(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: snapshotQuery }) { pack }: SnapshotQuery,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books, snapshot) =>
      this.firstPage(books, snapshot, pack === 'other'),
    );
  }

  @Get([...LISTS])
  @Requires('look-at', 'Snapshot')
  async list(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<void> {
    const list = listOfPath(request.path);
    await this.show({ request, response, membership, id }, (books) => this.lists.page(books, list, query));
  }

  /** The record behind a row; documents of a snapshot have none. */
  @Get(['contacts/:id', 'products/:id', 'tax-rates/:id', 'accounts/:id', 'journal/:id'])
  @Requires('look-at', 'Snapshot')
  async record(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Param('id', pathId('record')) recordId: string,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<void> {
    const list = listOfPath(request.path.split('/').slice(0, -1).join('/'));
    await this.show({ request, response, membership, id }, (books) => this.records.page(books, list, recordId, after));
  }

  @Get('lists/:list/file')
  @Requires('look-at', 'Snapshot')
  async listFile(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Param('list', pathText('list')) list: string,
    @Query({ schema: listQuery }) query: ListQuery,
  ): Promise<void> {
    const { books } = await this.open({ request, response, membership, id });
    await this.lists.file({ request, response, format: query.format }, books, listNamed(list), query);
  }

  @Get('invoices/:i')
  @Requires('look-at', 'Snapshot')
  async invoice(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Param('i', pathId('invoice')) invoiceId: string,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books) =>
      this.documents.invoice(request, books, invoiceId),
    );
  }

  @Get('credit-notes/:n')
  @Requires('look-at', 'Snapshot')
  async creditNote(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Param('n', pathId('credit note')) noteId: string,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books) =>
      this.documents.creditNote(request, books, noteId),
    );
  }

  @Get('reports')
  @Requires('look-at', 'Snapshot')
  async reports(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, async (books) => this.reportPages.list(books));
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

  @Get('reports/:report')
  @Requires('look-at', 'Snapshot')
  async report(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Param('report', pathText('report')) name: string,
    @Query({ schema: reportQuery }) query: ReportQuery,
  ): Promise<void> {
    await this.show({ request, response, membership, id }, (books) =>
      this.reportPages.page(request, books, name, query),
    );
  }

  @Get('reports/:report/file')
  @Requires('look-at', 'Snapshot')
  async reportFile(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Param('report', pathText('report')) name: string,
    @Query({ schema: reportQuery }) query: ReportQuery,
  ): Promise<void> {
    const { books } = await this.open({ request, response, membership, id });
    await this.reportPages.file(request, response, books, { name, query });
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
    await this.lists.file({ request, response, format: 'csv' }, books, 'contacts', {});
  }

  private async firstPage(
    { context, membership, bookId }: Books,
    snapshot: Snapshot,
    isOther: boolean,
  ): Promise<string> {
    const latest = await this.journalEntries.sumsOfBook(bookId, { limit: LATEST });
    return snapshotPage(context, {
      snapshot: viewOfSnapshot(snapshot),
      counts: snapshot.counts ?? (await this.counts.countsOfBook(bookId)),
      pack: {
        packs: await this.packs.latest(membership.businessId, bookId),
        // Whoever may look at a snapshot; the guard has asked already.
        mayHave: true,
        bookId,
        isSnapshot: true,
        isOther,
      },
      latest: latest.items.map(entryRow),
      currency: await this.businesses.currencyOf(membership.businessId),
    });
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
