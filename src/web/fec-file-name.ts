import type { EntityManager } from 'typeorm';
import { daysOfBook } from '../accounting/reports/report-rows.js';
import { sellerOf } from '../people/businesses/sellers.service.js';
import type { BookId, BusinessId } from '../platform/kernel/ids.js';

/**
 * `732829320FEC20261231.txt`, as the law has it (LPF, art. A47 A-1, X): the SIREN, and the day of the last entry, with which the file
 * closes. Undefined for a business without a SIREN, and for books without an entry.
 */
export async function fecFileName(
  manager: EntityManager,
  { businessId, bookId }: { readonly businessId: BusinessId; readonly bookId: BookId },
): Promise<string | undefined> {
  const { siren } = await sellerOf(manager, businessId);
  const days = siren === null ? undefined : await daysOfBook(manager, bookId);
  return days && `${siren}FEC${days.until.replaceAll('-', '')}.txt`;
}
