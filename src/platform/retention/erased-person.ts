/** Somebody who asked to be forgotten. */
export interface ErasedPerson {
  readonly id: string;
  /** Every address that is, or was, this person's and nobody else's. */
  readonly addresses: readonly string[];
}

/** What an address may go on with on either side: then it is another, longer one. */
const [BEFORE, AFTER] = [String.raw`(?<![\p{L}\p{N}._%+-])`, String.raw`(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`];

/** Whether one of the addresses stands in a text, in any case, and not as a part of a longer address. */
export function mentions(text: string, { addresses }: Pick<ErasedPerson, 'addresses'>): boolean {
  return addresses.some((address) =>
    new RegExp(BEFORE + address.replace(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`) + AFTER, 'iu').test(text),
  );
}

/** For a WHERE: what may mention one of them; `mentions` decides. Text of JSON, in which an address stands as it is. */
export function mayMention(column: string, { addresses }: ErasedPerson): { sql: string; parameters: string[] } {
  if (addresses.length === 0) return { sql: 'FALSE', parameters: [] };
  return {
    sql: `(${addresses.map(() => `LOCATE(LOWER(?), LOWER(${column})) > 0`).join(' OR ')})`,
    // A quotation mark or a backslash in an address stands escaped.
    parameters: addresses.map((address) => JSON.stringify(address).slice(1, -1)),
  };
}
