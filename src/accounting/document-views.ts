import type { EntityManager } from 'typeorm';
import { select, selectOne } from '../platform/database/transaction.js';
import { bytesToId } from '../platform/kernel/ids.js';
import type { SourceKind } from './accounting.entity.js';
import type { DocumentLineRequest } from './accounting.schemas.js';
import { POSTED_TO } from './posting-rules.js';
import type { Outer } from '../platform/database/rows.js';
import type { entry_sources, invoice_lines, ledger_accounts, tax_rates } from './tables.generated.js';

/** A line of an invoice or a credit note; `account` and `taxRate` are the number and the code. */
export interface DocumentLineView {
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly productId: string | null;
  readonly account: string | null;
  readonly taxRate: string | null;
  readonly net: string;
  readonly tax: string;
}

type Row = Pick<invoice_lines, 'description' | 'quantity' | 'unit_price' | 'product_id' | 'net' | 'tax'> &
  Outer<{ account: ledger_accounts['number']; tax_rate: tax_rates['code'] }>;

const LINES_OF = {
  invoice: 'invoice_lines l WHERE l.book_id = ? AND l.invoice_id = ?',
  credit_note: 'credit_note_lines l WHERE l.book_id = ? AND l.credit_note_id = ?',
} as const;

/** The lines of a document in their order; `key` is its book and its id. */
export async function linesInBook(
  manager: EntityManager,
  document: keyof typeof LINES_OF,
  key: readonly Buffer[],
): Promise<DocumentLineView[]> {
  const rows = await select<Row>(
    manager,
    `SELECT l.description, l.quantity, l.unit_price, l.product_id, l.net, l.tax,
       (SELECT a.number FROM ledger_accounts a WHERE a.book_id = l.book_id AND a.id = l.account_id) AS account,
       (SELECT t.code FROM tax_rates t WHERE t.book_id = l.book_id AND t.id = l.tax_rate_id) AS tax_rate
     FROM ${LINES_OF[document]} ORDER BY l.line_no`,
    [...key],
  );
  return rows.map((row) => ({
    description: row.description,
    quantity: row.quantity,
    unitPrice: row.unit_price,
    productId: row.product_id && bytesToId(row.product_id),
    account: row.account,
    taxRate: row.tax_rate,
    net: row.net,
    tax: row.tax,
  }));
}

/** The entry that a document posted; `key` is its book and its id. Undefined of one from before documents posted. */
export async function entryOfDocument(
  manager: EntityManager,
  kind: SourceKind,
  key: readonly Buffer[],
): Promise<string | undefined> {
  const row = await selectOne<Pick<entry_sources, 'entry_id'>>(
    manager,
    'SELECT entry_id FROM entry_sources WHERE book_id = ? AND document_id = ? AND kind = ? ORDER BY entry_id LIMIT 1',
    [...key, kind],
  );
  return row && bytesToId(row.entry_id);
}

/** A line as somebody would ask for it again. */
export function requestOf(line: DocumentLineView): DocumentLineRequest {
  const { description, quantity, unitPrice, productId, account, taxRate } = line;
  return {
    description,
    quantity,
    unitPrice,
    // No tax where there was none, whatever the product says by now.
    taxRate,
    ...(productId !== null && { productId }),
    account: account ?? POSTED_TO.sales,
  };
}
