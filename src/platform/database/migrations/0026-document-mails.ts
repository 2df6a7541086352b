import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ENGINE, WORD } from './column-types.js';
import { sealTriggers } from './seal-triggers.js';

/** To whom a document was mailed, and when. */
const TABLE = `CREATE TABLE document_mails (
    book_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    invoice_id BINARY(16) NULL,
    credit_note_id BINARY(16) NULL,
    sent_to VARCHAR(254) NOT NULL,
    locale ${WORD(2)} NOT NULL,
    sent_at DATETIME(6) NOT NULL,
    PRIMARY KEY (book_id, id),
    KEY document_mails_invoice (book_id, invoice_id),
    KEY document_mails_credit_note (book_id, credit_note_id),
    CONSTRAINT document_mails_book FOREIGN KEY (book_id) REFERENCES books (id),
    CONSTRAINT document_mails_invoice FOREIGN KEY (book_id, invoice_id) REFERENCES invoices (book_id, id),
    CONSTRAINT document_mails_credit_note FOREIGN KEY (book_id, credit_note_id) REFERENCES credit_notes (book_id, id)
  ) ${ENGINE}`;

export class DocumentMails1765150000000 implements MigrationInterface {
  readonly name = 'DocumentMails1765150000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    for (const statement of sealTriggers('document_mails')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE document_mails');
  }
}
