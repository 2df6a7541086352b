import type { ComparedSnapshot, SnapshotVerification } from '../books/snapshot-verification.service.js';
import type { SnapshotFault, SnapshotVerdict } from '../books/snapshot-comparison.js';
import type { BusinessId } from '../platform/kernel/ids.js';

const IN_WORDS: Readonly<Record<SnapshotFault, string>> = {
  'content-not-as-in-log': 'the rows in the book are not those whose digest the log has',
  'content-not-as-on-row': 'the rows in the book are not those whose digest the row in books has',
  'digest-not-as-in-log': 'the digest on the row in books is not the one in the log',
  'counts-not-as-in-log': 'the counts on the row in books are not those in the log',
  'seal-not-as-in-log': 'the row in books says another moment of its seal than the log, or none',
  'expiry-not-as-in-log': 'the row in books says another end of its keeping than the log',
  'event-not-as-in-log': 'the row in books names another event than the log has',
  'digest-not-in-log': 'the row in books has a digest of which the log knows nothing',
  'sealed-by-no-switch': 'no reset or restore has sealed it',
  'columns-gone': 'the columns of which its digest speaks are not in the database any more',
  'algorithm-unknown': 'its digest was made in a way that this version of the program does not know',
};

/**
 * Reads every snapshot again and compares three: the rows of the book, its row in books, and the log. True when none
 * differs and each could be compared. Those of which the rows are deleted are compared by their tombstone alone.
 */
export async function verifySnapshots(
  verification: SnapshotVerification,
  businessId: BusinessId | undefined,
  print: (line: string) => void,
): Promise<boolean> {
  const counts: Record<SnapshotVerdict, number> = { same: 0, differs: 0, 'not-digested': 0, 'not-comparable': 0 };
  for await (const compared of verification.each(businessId)) {
    counts[compared.verdict] += 1;
    print(`${compared.snapshotId}  ${compared.digest ?? '-'.padEnd(71)}  ${verdictOf(compared)}`);
    for (const fault of compared.faults) print(`  ${IN_WORDS[fault]}`);
  }
  print(summaryOf(counts));
  return counts.differs + counts['not-comparable'] === 0;
}

function summaryOf(counts: Readonly<Record<SnapshotVerdict, number>>): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const open = counts['not-digested'];
  const lost = counts['not-comparable'];
  return [
    counts.differs === 0
      ? `${total} snapshots, none differs.`
      : `${counts.differs} of ${total} snapshots differ from the log.`,
    ...(open > 0 ? [`${open} not digested yet: nothing can be said of them.`] : []),
    ...(lost > 0 ? [`${lost} cannot be compared: nothing can be said of them.`] : []),
  ].join(' ');
}

function verdictOf({ verdict, hasContent }: ComparedSnapshot): string {
  if (verdict === 'not-digested') return 'not digested yet';
  if (verdict === 'not-comparable') return 'CANNOT BE COMPARED';
  if (verdict === 'differs') return 'DIFFERS';
  return hasContent ? 'ok' : 'ok (deleted at its expiry; its record)';
}
