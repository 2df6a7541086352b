import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Reports, type BalanceDifference } from '../accounting/reports.service.js';
import {
  compareBooks,
  differentRows,
  type Difference,
  type DifferentRow,
  type KindDifference,
  type TwoBooks,
} from '../books/book-comparison.js';
import { Snapshots, type Snapshot } from '../books/snapshots.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { isId } from '../platform/kernel/ids.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import type { MembershipFacts } from '../policy/ability.js';
import { SnapshotView } from './snapshot-view.service.js';

/** Two books of which the first is a snapshot, and the other the open ones unless another snapshot was named. */
export interface Compared {
  readonly books: TwoBooks;
  readonly snapshot: Snapshot;
  readonly other?: Snapshot;
}

/** What a restore of a snapshot would bring back and overwrite. A comparison is a look, and recorded as such. */
@Injectable()
export class Comparisons {
  constructor(
    private readonly dataSource: DataSource,
    private readonly look: SnapshotView,
    private readonly snapshots: Snapshots,
    private readonly businesses: Businesses,
    private readonly reports: Reports,
  ) {}

  /** Throws NOT_FOUND, SNAPSHOT_EXPIRED. */
  async open(actor: UserActor, membership: MembershipFacts, id: string, otherId?: string): Promise<Compared> {
    const { businessId } = membership;
    // Neither is shown, nor a visit recorded, where one of them cannot be had.
    if (otherId !== undefined) await this.snapshots.getKept(businessId, otherId);
    const snapshot = await this.look.open(actor, membership, id);
    const other = otherId === undefined ? undefined : await this.look.open(actor, membership, otherId);
    const into = other?.id ?? (await this.businesses.currentBook(businessId));
    return { books: { from: snapshot.id, into }, snapshot, ...(other && { other }) };
  }

  /** Counted to the end, or of each no further than one beyond `most`. */
  kinds({ books }: Compared, most?: number): Promise<KindDifference[]> {
    return compareBooks(this.dataSource.manager, books, most);
  }

  /** Throws VALIDATION for an `after` that is no id. */
  async rows(
    { books }: Compared,
    kind: string,
    difference: Difference,
    { after, limit }: PageRequest,
  ): Promise<Page<DifferentRow>> {
    if (after !== undefined && !isId(after)) {
      throw new AppError('VALIDATION', 'There is no such page of this comparison.', {
        errors: [{ path: 'after', message: 'must be the `next` of the page before' }],
      });
    }
    const rows = await differentRows(this.dataSource.manager, books, { kind, difference, after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? items.at(-1)!.id : null };
  }

  /** Of the accounts whose balance differs, by number; `after` is the number of an account. */
  balances({ books }: Compared, page: PageRequest): Promise<Page<BalanceDifference>> {
    return this.reports.balanceDifferences(books, page);
  }
}
