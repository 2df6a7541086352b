import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource } from 'typeorm';
import { FecExport } from '../accounting/fec-export.service.js';
import { AuditLog } from '../log/events/audit-log.service.js';
import { Businesses } from '../people/businesses/businesses.service.js';
import type { BookId } from '../platform/kernel/ids.js';
import { rolesOf, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { BusinessPageContext } from '../ui/page-context.js';
import { fecFileName } from './fec-file-name.js';
import { fileName } from './file-name.js';
import { PageContexts } from './page-contexts.service.js';
import { words } from './words.js';

/** Which books, resolved once by whoever asks: the open ones, or a snapshot that the context says is looked at. */
export interface Books {
  readonly context: BusinessPageContext;
  readonly membership: MembershipFacts;
  readonly bookId: BookId;
}

/** Of which books a page is, and the file of the law of any. Everything that leaves as a file is recorded. */
@Injectable()
export class BookPages {
  constructor(
    private readonly contexts: PageContexts,
    private readonly businesses: Businesses,
    private readonly fecExport: FecExport,
    private readonly audit: AuditLog,
    private readonly dataSource: DataSource,
  ) {}

  /** The open ones of a business. */
  async open(request: ActingRequest, membership: MembershipFacts): Promise<Books> {
    const { businessId } = membership;
    return {
      context: await this.contexts.inBusiness(request, businessId),
      membership,
      bookId: await this.businesses.currentBook(businessId),
    };
  }

  async ledgerFec(request: ActingRequest, response: Response, books: Books): Promise<void> {
    const { context, membership, bookId } = books;
    const ofLaw = await fecFileName(this.dataSource.manager, { businessId: membership.businessId, bookId });
    const name = ofLaw ?? fileName(context, words(context).t.reportFiles.ledger, 'fec.txt');
    await this.recordExport(request, books, 'fec');
    response.type('text/plain; charset=utf-8').attachment(name);
    await pipeline(Readable.from(this.fecExport.lines(bookId, context.business.timeZone)), response);
  }

  /** Whatever leaves as a file is recorded, before it does. */
  async recordExport({ actor }: ActingRequest, { membership, bookId }: Books, format: string): Promise<void> {
    await this.audit.record({
      type: 'books.exported',
      subjectId: membership.businessId,
      actor,
      roles: rolesOf(actor, membership),
      outcome: 'success',
      details: { book_id: bookId, format },
    });
  }
}
