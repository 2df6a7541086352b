import { Get, Param, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { comparedKinds, DIFFERENCES, type Difference } from '../books/book-comparison.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { pathId, pathText } from '../platform/kernel/path-parameter.js';
import type { MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { Comparisons, type Compared } from '../resets/comparisons.service.js';
import type { BusinessPageContext } from '../ui/page-context.js';
import { BookPages } from './book-pages.service.js';
import { kindLabel } from './components/counts.js';
import { differencesOf, nameOfRow, restOfRow } from './comparison-words.js';
import { fileName } from './file-name.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import { afterQuery, type AfterQuery } from './page-input.js';
import { comparedRowsPage, comparisonPage } from './pages/comparison.page.js';
import { sendCsv } from './send-csv.js';
import { words } from './words.js';

const PER_PAGE = 50;
/** Who waits for the page is not told more exactly. The CSV has all of them. */
const COUNTED_TO = 1_000;

/** What a restore of a snapshot would bring back and overwrite (SPEC §4.6). */
@Pages('b/:b/snapshots/:s/comparison')
export class ComparisonPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly comparisons: Comparisons,
    private readonly pages: BookPages,
  ) {}

  @Get()
  @Requires('look-at', 'Snapshot')
  async all(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<string> {
    const { compared, context } = await this.open(request, membership, id);
    const { items, next } = await this.comparisons.balances(compared, { limit: PER_PAGE, after });
    return comparisonPage(context, {
      snapshot: headOf(compared),
      kinds: await this.comparisons.kinds(compared, COUNTED_TO),
      countedTo: COUNTED_TO,
      balances: items,
      next: next ?? undefined,
      after,
    });
  }

  @Get('differences.csv')
  @Requires('look-at', 'Snapshot')
  async csv(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
  ): Promise<void> {
    const { compared, context } = await this.open(request, membership, id);
    await this.pages.recordExport(request, { context, membership, bookId: compared.snapshot.id }, 'comparison.csv');
    const { compare } = words(context).t;
    const header = [compare.kind, compare.how, compare.what, compare.column, compare.inSnapshot, compare.inOpen];
    await sendCsv(response, fileName(context, compare.files.differences, 'csv'), header, this.each(context, compared));
  }

  @Get('balances.csv')
  @Requires('look-at', 'Snapshot')
  async balancesCsv(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
  ): Promise<void> {
    const { compared, context } = await this.open(request, membership, id);
    const books = { context, membership, bookId: compared.snapshot.id };
    await this.pages.recordExport(request, books, 'comparison-of-balances.csv');
    const { compare } = words(context).t;
    const header = [compare.account, compare.name, compare.inSnapshot, compare.inOpen, compare.difference];
    await sendCsv(response, fileName(context, compare.files.balances, 'csv'), header, this.eachBalance(compared));
  }

  @Get(':kind/:difference')
  @Requires('look-at', 'Snapshot')
  async rows(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Param('s', pathId('snapshot')) id: string,
    @Param('kind', pathText('kind of data')) kind: string,
    @Param('difference', pathText('difference')) given: string,
    @Query({ schema: afterQuery }) { after }: AfterQuery,
  ): Promise<string> {
    const difference = DIFFERENCES.find((known) => known === given);
    if (!difference || !comparedKinds().includes(kind)) throw notFound('difference');
    const { compared, context } = await this.open(request, membership, id);
    const page = await this.comparisons.rows(compared, kind, difference, { limit: PER_PAGE, after });
    return comparedRowsPage(context, {
      snapshot: headOf(compared),
      kind,
      difference,
      rows: page.items,
      next: page.next ?? undefined,
      after,
    });
  }

  /** Throws NOT_FOUND, SNAPSHOT_EXPIRED. */
  private async open(request: ActingRequest, membership: MembershipFacts, id: string) {
    const compared = await this.comparisons.open(request.actor as UserActor, membership, id);
    return { compared, context: await this.contexts.inBusiness(request, membership.businessId) };
  }

  /** Every field that differs, and every row that one side alone has, a page at a time. */
  private async *each(context: BusinessPageContext, compared: Compared): AsyncGenerator<(string | null)[]> {
    const { t } = words(context);
    for (const kind of comparedKinds()) {
      for (const difference of DIFFERENCES) {
        const head = [kindLabel(t, kind), t.compare.differences[difference]];
        for await (const row of this.eachRow(compared, kind, difference)) {
          const own = [...head, nameOfRow(row)];
          if (difference === 'comesBack') yield [...own, '', restOfRow(context, row), ''];
          else if (difference === 'goes') yield [...own, '', '', restOfRow(context, row)];
          for (const { column, from, into } of differencesOf(context, row)) yield [...own, column, from, into];
          if (row.partsDiffer) yield [...own, t.compare.parts, t.compare.partsDiffer, t.compare.partsDiffer];
        }
      }
    }
  }

  private async *eachRow(compared: Compared, kind: string, difference: Difference) {
    let after: string | undefined;
    do {
      const page = await this.comparisons.rows(compared, kind, difference, { limit: PAGE_LIMIT_MAX, after });
      yield* page.items;
      after = page.next ?? undefined;
    } while (after !== undefined);
  }

  private async *eachBalance(compared: Compared): AsyncGenerator<string[]> {
    let after: string | undefined;
    do {
      const page = await this.comparisons.balances(compared, { limit: PAGE_LIMIT_MAX, after });
      for (const { account, name, from, into, difference } of page.items) yield [account, name, from, into, difference];
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
}

const headOf = ({ snapshot }: Compared) => ({ id: snapshot.id, sealedAt: snapshot.sealedAt.toISOString() });
