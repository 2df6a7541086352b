import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { BookWrite } from '../books/fence.js';
import { select } from '../platform/database/transaction.js';
import type { Locale } from '../platform/kernel/actor.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, newId, type BookId } from '../platform/kernel/ids.js';
import { DocumentMail } from './accounting.entity.js';
import type { document_mails } from './tables.generated.js';

/** That a document was mailed, to whom and when: ISO 8601 UTC. */
export interface SentDocument {
  readonly sentTo: string;
  readonly at: string;
}

const OF = { invoice: 'invoice_id', 'credit-note': 'credit_note_id' } as const;

/** The latest are told. */
const SHOWN_MAX = 20;

@Injectable()
export class DocumentMails {
  constructor(private readonly dataSource: DataSource) {}

  /** Latest first. */
  async of(bookId: BookId, kind: keyof typeof OF, documentId: string): Promise<SentDocument[]> {
    const rows = await select<Pick<document_mails, 'sent_to' | 'sent_at'>>(
      this.dataSource.manager,
      `SELECT sent_to, sent_at FROM document_mails WHERE book_id = ? AND ${OF[kind]} = ? ORDER BY sent_at DESC LIMIT ?`,
      [idToBytes(bookId), idToBytes(documentId), SHOWN_MAX],
    );
    return rows.map(({ sent_to, sent_at }) => ({ sentTo: sent_to, at: sent_at.toISOString() }));
  }
}

/** Notes it as a part of what queues the mail. */
export async function noteMail(
  { tx, bookId }: BookWrite,
  kind: keyof typeof OF,
  documentId: string,
  { sentTo, locale }: { readonly sentTo: string; readonly locale: Locale },
): Promise<void> {
  await tx.insert(DocumentMail, {
    bookId,
    id: newId(),
    invoiceId: kind === 'invoice' ? documentId : null,
    creditNoteId: kind === 'credit-note' ? documentId : null,
    sentTo,
    locale,
    sentAt: now(),
  });
}
