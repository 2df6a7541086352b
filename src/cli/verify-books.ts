import type { CheckedBook, DerivedBooks } from '../accounting/derived-books.service.js';
import type { BusinessId } from '../platform/kernel/ids.js';

/** Holds what is kept added up against the books. True when none differs, or what differed is mended. */
export async function verifyBooks(
  derived: DerivedBooks,
  { business, mend }: { business: BusinessId | undefined; mend: boolean },
  print: (line: string) => void,
): Promise<boolean> {
  let [books, apart, mended] = [0, 0, 0];
  for await (const book of derived.check(business)) {
    books += 1;
    const { months, invoices } = book.faults;
    if (months + invoices === 0) continue;
    apart += 1;
    print(inWords(book));
    if (!mend || !book.isOpen) continue;
    await derived.mend(book.businessId);
    mended += 1;
    print('  added up anew');
  }
  print(apart === 0 ? `${books} books, none differs.` : `${apart} of ${books} books differ. ${mended} added up anew.`);
  return apart === mended;
}

function inWords({ id, businessId, isOpen, faults: { months, invoices } }: CheckedBook): string {
  const whose = isOpen ? 'open books' : 'snapshot';
  return `${id}  ${whose} of the business ${businessId}: ${months} balances by month and ${invoices} open invoices differ`;
}
