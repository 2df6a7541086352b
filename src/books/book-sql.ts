/**
 * Books that are not open, for a statement of another room that must join them: as a table under a name of theirs
 * (`JOIN ${SEALED_BOOKS} k`), which the database merges into the statement. A sealed book has an expiry, also once it is a
 * tombstone, and there is an index by it.
 */
export const SEALED_BOOKS = '(SELECT id, business_id FROM books WHERE expires_at IS NOT NULL)';
