/** A piece of SQL with what its question marks stand for. */
export interface Sql {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}
