import type { ComparedSnapshot, SnapshotVerification } from '../books/snapshot-verification.service.js';
import type { SnapshotFault } from '../books/snapshot-comparison.js';
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
};

/**
 * Reads every snapshot again and compares three: the rows of the book, its row in books, and the log. True when none
 * differs. Those of which the rows are deleted are compared by their tombstone alone.
 */
export async function verifySnapshots(
  verification: SnapshotVerification,
  businessId: BusinessId | undefined,
  print: (line: string) => void,
): Promise<boolean> {
  const counts = { total: 0, wrong: 0, open: 0 };
  for await (const compared of verification.each(businessId)) {
    counts.total += 1;
    if (compared.verdict === 'differs') counts.wrong += 1;
    if (compared.verdict === 'not-digested') counts.open += 1;
    print(`${compared.snapshotId}  ${compared.digest ?? '-'.padEnd(71)}  ${verdictOf(compared)}`);
    for (const fault of compared.faults) print(`  ${IN_WORDS[fault]}`);
  }
  const waiting = counts.open > 0 ? ` ${counts.open} not digested yet: nothing can be said of them.` : '';
  print(
    counts.wrong === 0
      ? `${counts.total} snapshots, none differs.${waiting}`
      : `${counts.wrong} of ${counts.total} snapshots differ from the log.${waiting}`,
  );
  return counts.wrong === 0;
}

function verdictOf({ verdict, hasContent }: ComparedSnapshot): string {
  if (verdict === 'not-digested') return 'not digested yet';
  if (verdict === 'differs') return 'DIFFERS';
  return hasContent ? 'ok' : 'ok (deleted at its expiry; its record)';
}
