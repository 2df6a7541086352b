import type { EntityManager } from 'typeorm';
import { select } from '../platform/database/transaction.js';
import { bytesToId, idToBytes, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { books } from './tables.generated.js';

const PAGE = 100;

export interface BookSeen {
  readonly id: BookId;
  readonly businessId: BusinessId;
  readonly isOpen: boolean;
}

/** Every book that holds its rows still, open or sealed, of one business or of all. */
export async function* booksWithRows(manager: EntityManager, businessId?: BusinessId): AsyncGenerator<BookSeen> {
  let after: Buffer = Buffer.alloc(16);
  for (;;) {
    const rows = await select<Pick<books, 'id' | 'business_id' | 'sealed_at'>>(
      manager,
      `SELECT id, business_id, sealed_at FROM books WHERE id > ? AND purging_at IS NULL
         ${businessId === undefined ? '' : 'AND business_id = ?'} ORDER BY id LIMIT ${PAGE}`,
      [after, ...(businessId === undefined ? [] : [idToBytes(businessId)])],
    );
    for (const { id, business_id, sealed_at } of rows)
      yield { id: bytesToId(id), businessId: bytesToId(business_id), isOpen: sealed_at === null };
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}
