import type { Connection } from 'mysql2/promise';
import type { EntityManager } from 'typeorm';
import { digestBook } from '../../src/books/digest.js';
import { bytesToId, idToBytes, type BookId } from '../../src/platform/kernel/ids.js';
import { rows } from '../setup/sql.js';

/** The book that a business points to, as stored. */
export async function currentBook(sql: Connection, businessId: string): Promise<Buffer> {
  const [found] = await rows<{ book: Buffer }>(sql, 'SELECT current_book_id AS book FROM businesses WHERE id = ?', [
    idToBytes(businessId),
  ]);
  return found!.book;
}

/** Everything about the books of a business that a refused or failed attempt must leave as it was. */
export async function stateOf(sql: Connection, businessId: string): Promise<unknown> {
  const id = idToBytes(businessId);
  const books = await rows(sql, 'SELECT * FROM books WHERE business_id = ? ORDER BY id', [id]);
  const switches = await rows(sql, 'SELECT * FROM book_switches WHERE business_id = ? ORDER BY id', [id]);
  const outbox = await rows(sql, 'SELECT id, topic FROM outbox_messages ORDER BY id');
  return { pointer: await currentBook(sql, businessId), books, switches, outbox };
}

/** In which books of the business a contact of this name lies: one id for each time it is there. */
export async function booksWithContact(sql: Connection, name: string): Promise<string[]> {
  const found = await rows<{ book: Buffer }>(sql, 'SELECT book_id AS book FROM contacts WHERE name = ?', [name]);
  return found.map(({ book }) => bytesToId(book));
}

/** The digest of what is in a book now, in hex. */
export async function contentOf(dataSource: { manager: EntityManager }, book: Buffer | string): Promise<string> {
  const id = (typeof book === 'string' ? book : bytesToId(book)) as BookId;
  return (await digestBook(dataSource.manager, id)).digest.toString('hex');
}
