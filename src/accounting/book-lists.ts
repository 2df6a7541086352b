import type { FindOptionsWhere, ObjectLiteral, Repository } from 'typeorm';
import { MoreThan } from 'typeorm';
import { invalid } from '../platform/kernel/app-error.js';
import { isId, type BookId } from '../platform/kernel/ids.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';

/** One page of a kind of book row in the order of its id, which is the order in which they were made. */
export async function pageOfBook<Row extends ObjectLiteral & { id: string }, View extends { id: string }>(
  repository: Repository<Row>,
  bookId: BookId,
  page: PageRequest,
  view: (row: Row) => View,
): Promise<Page<View>> {
  if (page.after !== undefined && !isId(page.after)) {
    throw invalid('after', '"after" must be the "next" of the page before.');
  }
  const rows = await repository.find({
    where: { bookId, ...(page.after && { id: MoreThan(page.after) }) } as unknown as FindOptionsWhere<Row>,
    order: { id: 'ASC' } as never,
    take: page.limit + 1,
  });
  const items = rows.slice(0, page.limit).map(view);
  return { items, next: rows.length > page.limit ? items.at(-1)!.id : null };
}
