import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { countBeyond, nextDocumentNumber } from '../people/businesses/document-counters.js';
import { selectOne, write } from '../platform/database/transaction.js';
import type { Locale } from '../platform/kernel/actor.js';
import { AppError, invalid, notFound } from '../platform/kernel/app-error.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, isId, newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { Contact, type ContactKind } from './accounting.entity.js';
import type { ContactRequest } from './accounting.schemas.js';
import { pageOfBook } from './book-lists.js';
import type { ContactChange } from './catalogue.schemas.js';
import type { Auxiliary } from './entry-writing.js';
import { inUse, removeUnused } from './removals.js';
import { assertUnchanged, onceById, versionOf } from './row-version.js';
import type { contacts } from './tables.generated.js';

export interface ContactView {
  readonly id: string;
  readonly name: string;
  readonly kind: ContactKind;
  /** What its lines in the ledger call it. */
  readonly number: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly locale: Locale | null;
  /** Of what it says: whoever changes it may say which one they saw. */
  readonly version: string;
}

const viewOf = ({ id, name, kind, number, email, phone, address, locale }: Contact): ContactView => ({
  id,
  name,
  kind,
  number,
  email,
  phone,
  address,
  locale,
  version: versionOf([name, kind, number, email, phone, address, locale]),
});

@Injectable()
export class Contacts {
  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(Contact) private readonly contacts: Repository<Contact>,
    private readonly businesses: Businesses,
  ) {}

  async list(businessId: BusinessId, page: PageRequest): Promise<Page<ContactView>> {
    return this.listOfBook(await this.businesses.currentBook(businessId), page);
  }

  listOfBook(bookId: BookId, page: PageRequest): Promise<Page<ContactView>> {
    return pageOfBook(this.contacts, bookId, page, viewOf);
  }

  /** Throws NOT_FOUND. */
  async get(businessId: BusinessId, id: string): Promise<ContactView> {
    return this.getOfBook(await this.businesses.currentBook(businessId), id);
  }

  async getOfBook(bookId: BookId, id: string): Promise<ContactView> {
    const contact = isId(id) ? await this.contacts.findOneBy({ bookId, id }) : null;
    if (!contact) throw notFound('contact');
    return viewOf(contact);
  }

  /** Once, by the id that is given: the second time is as the first. Throws ALREADY_EXISTS for a number that another of its kind has. */
  add(businessId: BusinessId, ask: ContactRequest, id = newId()): Promise<ContactView> {
    return onceById(
      () => writeToBook(this.dataSource, businessId, (into) => addContact(into, ask, id)),
      () => this.get(businessId, id),
    );
  }

  /**
   * What is left out stays. Throws NOT_FOUND, CHANGED_MEANWHILE where somebody was faster, and ALREADY_EXISTS for a number that
   * another of its kind has.
   */
  change(businessId: BusinessId, id: string, ask: ContactChange): Promise<ContactView> {
    if (!isId(id)) throw notFound('contact');
    const { version, ...change } = ask;
    return writeToBook(this.dataSource, businessId, async (into) => {
      const key = { bookId: into.bookId, id };
      const before = await into.tx.findOne(Contact, { where: key, lock: { mode: 'pessimistic_write' } });
      if (!before) throw notFound('contact');
      assertUnchanged(version, viewOf(before).version);
      const { number, kind = before.kind } = change;
      if (number !== undefined) await assertNumberFree(into, kind, number, id);
      if (Object.keys(change).length > 0) await into.tx.update(Contact, key, change);
      return viewOf({ ...before, ...change });
    });
  }

  /** Throws NOT_FOUND, and INVALID_STATE for one that documents name, or lines of the ledger by its number. */
  async remove(businessId: BusinessId, id: string): Promise<void> {
    await writeToBook(this.dataSource, businessId, async (into) => {
      const before = isId(id) ? await into.tx.findOneBy(Contact, { bookId: into.bookId, id }) : null;
      if (before && before.number !== null) throw inUse('contact');
      await removeUnused(into, 'contacts', id);
    });
  }
}

/**
 * Numbers are not unique by a key: what comes along from a snapshot may bring one again. Whoever gives one takes the counter's
 * lock first, so that of two at once the second sees the first.
 */
async function assertNumberFree(into: BookWrite, kind: ContactKind, number: string, own?: string): Promise<void> {
  await countBeyond(into.tx, into.businessId, counterOf(kind), 0);
  const taken = await selectOne<Pick<contacts, 'id'>>(
    into.tx,
    'SELECT id FROM contacts WHERE book_id = ? AND kind = ? AND number = ? AND id <> ? LIMIT 1',
    [into.book, kind, number, own === undefined ? Buffer.alloc(0) : idToBytes(own)],
  );
  if (taken) throw new AppError('ALREADY_EXISTS', `Another contact of this kind has the number ${number} already.`);
}

const counterOf = (kind: ContactKind) => `contact:${kind}`;

/** Adds a contact as a part of something larger. */
export async function addContact(into: BookWrite, ask: ContactRequest, id = newId()): Promise<ContactView> {
  const { name, kind, number = null, email = null, phone = null, address = null, locale = null } = ask;
  if (number !== null) await assertNumberFree(into, kind, number);
  const own = { name, kind, number, email, phone, address, locale };
  const contact = { bookId: into.bookId, id, ...own, createdAt: now() };
  await into.tx.insert(Contact, contact);
  return viewOf(contact);
}

const LETTERS: Readonly<Record<ContactKind, string>> = { customer: 'C', supplier: 'S' };

/** "C000012": one that nobody of the kind has, in whatever file it may have come. */
async function nextContactNumber({ tx, businessId, book }: BookWrite, kind: ContactKind): Promise<string> {
  for (;;) {
    const counted = await nextDocumentNumber(tx, businessId, counterOf(kind));
    const number = `${LETTERS[kind]}${String(counted).padStart(6, '0')}`;
    const sql = 'SELECT 1 FROM contacts WHERE book_id = ? AND kind = ? AND number = ?';
    if (!(await selectOne(tx, sql, [book, kind, number]))) return number;
  }
}

/**
 * A contact as lines of the ledger name it. One that has no number is given it now: not before, as two contacts of one name in
 * two books differ in nothing else. Throws VALIDATION for one that is not in the book.
 */
export async function auxiliaryOf(into: BookWrite, contactId: string): Promise<Auxiliary> {
  const key = [into.book, idToBytes(contactId)];
  const contact = await selectOne<Pick<contacts, 'kind' | 'name' | 'number'>>(
    into.tx,
    'SELECT kind, name, number FROM contacts WHERE book_id = ? AND id = ?',
    key,
  );
  if (!contact) throw invalid('contactId', 'There is no such contact.');
  if (contact.number !== null) return { number: contact.number, name: contact.name };
  const number = await nextContactNumber(into, contact.kind);
  await write(into.tx, 'UPDATE contacts SET number = ? WHERE book_id = ? AND id = ? AND number IS NULL', [
    number,
    ...key,
  ]);
  return { number, name: contact.name };
}
