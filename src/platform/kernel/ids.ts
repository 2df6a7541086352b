import { parse, stringify, v7, validate } from 'uuid';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** Ids are UUIDv7 (RFC 9562) in lower case; the brand keeps a book's id from being passed for a business's. */
export type UserId = Id<'User'>;
export type StaffId = Id<'Staff'>;
export type BusinessId = Id<'Business'>;
export type BookId = Id<'Book'>;
export type BankFeedId = Id<'BankFeed'>;
export type EventId = Id<'AuditEvent'>;

/** A new id, increasing within this process. */
export function newId<T extends string = string>(): T {
  return v7() as T;
}

/** The bytes below all ids that were made at `time` or later: ids begin with their time, in milliseconds. */
export function firstIdAt(time: Date): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(time.getTime(), 0, 6);
  return bytes;
}

/** In lower case only: an id has one spelling, so that two are the same person's exactly when the strings are equal. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && validate(text) && text === text.toLowerCase();
}

/** The 16 bytes stored in a BINARY(16) column. Throws on text that is not a UUID. */
export function idToBytes(id: string): Buffer {
  return Buffer.from(parse(id));
}

export function bytesToId<T extends string = string>(bytes: Uint8Array): T {
  return stringify(bytes) as T;
}
