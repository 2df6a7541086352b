import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Repository } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import { now } from '../platform/kernel/clock.js';
import { newId, type BookId, type BusinessId } from '../platform/kernel/ids.js';
import type { Page } from '../platform/kernel/page.js';
import type { PageRequest } from '../platform/kernel/schemas.js';
import { Contact, type ContactKind } from './accounting.entity.js';
import type { ContactRequest } from './accounting.schemas.js';
import { pageOfBook } from './book-lists.js';

export interface ContactView {
  readonly id: string;
  readonly name: string;
  readonly kind: ContactKind;
  readonly email: string | null;
  readonly phone: string | null;
}

const viewOf = ({ id, name, kind, email, phone }: Contact): ContactView => ({ id, name, kind, email, phone });

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

  add(businessId: BusinessId, ask: ContactRequest): Promise<ContactView> {
    return writeToBook(this.dataSource, businessId, (into) => addContact(into, ask));
  }
}

/** Adds a contact as a part of something larger. */
export async function addContact({ tx, bookId }: BookWrite, ask: ContactRequest): Promise<ContactView> {
  const { name, kind, email = null, phone = null } = ask;
  const contact = { bookId, id: newId(), name, kind, email, phone, createdAt: now() };
  await tx.insert(Contact, contact);
  return viewOf(contact);
}
