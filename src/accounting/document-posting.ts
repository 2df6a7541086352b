import type { BookWrite } from '../books/fence.js';
import type { SourceKind } from './accounting.entity.js';
import type { JournalEntryView } from './entry-view.js';
import { postEntry, type Auxiliary, type LineToPost } from './entry-writing.js';
import { POSTED_IN } from './posting-rules.js';

interface PostedDocument {
  readonly kind: SourceKind & ('invoice' | 'credit-note');
  readonly id: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly customer: Auxiliary;
}

/** Posts a document of sales. One that comes to nothing has no entry. */
export async function postDocument(
  into: BookWrite,
  { kind, id, number, issuedOn, customer }: PostedDocument,
  lines: readonly LineToPost[],
): Promise<JournalEntryView | undefined> {
  if (lines.length === 0) return undefined;
  return postEntry(into, {
    date: issuedOn,
    journal: POSTED_IN.sales,
    label: `${number} ${customer.name}`,
    lines,
    piece: { ref: number, date: issuedOn },
    source: { kind, id },
  });
}
