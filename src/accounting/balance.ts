import { AppError } from '../platform/kernel/app-error.js';
import { formatCents, type Cents } from '../platform/kernel/money.js';

/** Throws UNBALANCED_ENTRY unless debits equal credits, VALIDATION for a line with both. */
export function assertBalanced(lines: readonly { debit: Cents; credit: Cents }[]): void {
  const both = lines.findIndex((line) => line.debit !== 0n && line.credit !== 0n);
  if (both >= 0) {
    throw new AppError('VALIDATION', 'A line has either a debit or a credit.', {
      errors: [{ path: `lines.${both}`, message: 'has both a debit and a credit' }],
    });
  }
  const debit = lines.reduce((sum, line) => sum + line.debit, 0n);
  const credit = lines.reduce((sum, line) => sum + line.credit, 0n);
  if (debit === credit) return;
  throw new AppError(
    'UNBALANCED_ENTRY',
    `Debits are ${formatCents(debit)} and credits ${formatCents(credit)}: they must be equal.`,
    { debit: formatCents(debit), credit: formatCents(credit) },
  );
}
