/**
 * How a statement's row is typed. What it reads of a table is picked from the table's own row, which is written from the
 * migrated database (`src/<room>/tables.generated.ts`): `Pick<books, 'id' | 'sealed_at'>`, or `{ at: books['sealed_at'] }`
 * under another name. The types here say the rest.
 */

/** What no column holds: an aggregate, an expression, the server's own tables. Here alone the statement's word is taken. */
export type Computed<Row> = Row;

/** COUNT, or a sum of whole numbers: text once it is too large for a number. */
export type Count = number | string;

/** Columns that may be null, in rows of which the statement says that they are not. Refuses one that cannot be null. */
export type Present<Row extends { [Column in keyof Row]: null extends Row[Column] ? Row[Column] : never }> = {
  [Column in keyof Row]: NonNullable<Row[Column]>;
};

/** Columns of a table behind LEFT JOIN. */
export type Outer<Row> = { [Column in keyof Row]: Row[Column] | null };
