import type { businesses } from '../tables.generated.js';

/**
 * Businesses for a statement of another room that must join them: what other rooms may know of one, as a table under a
 * name of theirs (`JOIN ${BUSINESSES} b`). The database merges it into the statement, which is planned as if it named the
 * table itself.
 */
export const BUSINESSES = '(SELECT id, name, locale, currency, current_book_id FROM businesses)';

export type BusinessRow = Pick<businesses, 'id' | 'name' | 'locale' | 'currency' | 'current_book_id'>;
