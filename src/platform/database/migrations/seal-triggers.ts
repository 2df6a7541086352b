/**
 * The triggers that keep a sealed book as it was, even against somebody with an SQL client (invariant 4).
 *
 * The read of `books` locks in share mode: it must see the newest committed seal, and a seal that is being set at this
 * moment must wait for the row that is being written or be waited for. A plain read would let a row slip in between
 * this check and the seal's commit.
 *
 * A book that is not there counts as sealed: who switches the checks of foreign keys off and deletes it gains nothing.
 *
 * Deleting is allowed again once the snapshot is being purged (`purging_at`), which only an expired one can be.
 */
export function sealTriggers(table: string): string[] {
  return [
    sealTrigger(table, 'INSERT', 'NEW', 'sealed_at IS NOT NULL'),
    sealTrigger(table, 'UPDATE', 'OLD', 'sealed_at IS NOT NULL', 'NEW.book_id <> OLD.book_id OR'),
    sealTrigger(table, 'DELETE', 'OLD', 'sealed_at IS NOT NULL AND purging_at IS NULL'),
  ];
}

function sealTrigger(table: string, verb: string, row: string, sealed: string, orMoved = ''): string {
  return `CREATE TRIGGER ${table}_seal_${verb.toLowerCase()} BEFORE ${verb} ON ${table} FOR EACH ROW
    BEGIN
      DECLARE is_sealed INT DEFAULT 1;
      SELECT (${sealed}) INTO is_sealed FROM books WHERE id = ${row}.book_id LOCK IN SHARE MODE;
      IF ${orMoved} is_sealed THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'SEALED_BOOK: the rows of a sealed book do not change';
      END IF;
    END`;
}

/** A trigger that refuses whatever `verb` does to `table`; `condition` narrows it to some rows. */
export function refusalTrigger(
  table: string,
  verb: 'UPDATE' | 'DELETE',
  why: string,
  condition = 'TRUE',
  name = `${table}_refuse_${verb.toLowerCase()}`,
): string {
  return `CREATE TRIGGER ${name} BEFORE ${verb} ON ${table} FOR EACH ROW
    BEGIN
      IF ${condition} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${why}'; END IF;
    END`;
}
