import type { BookWrite } from '../books/fence.js';
import { driverError, write } from '../platform/database/transaction.js';
import { AppError, notFound } from '../platform/kernel/app-error.js';
import { idToBytes, isId } from '../platform/kernel/ids.js';

/** Tables whose rows may go while nothing refers to them, and what one is called. */
const REMOVABLE = {
  contacts: 'contact',
  products: 'product',
  ledger_accounts: 'ledger account',
  tax_rates: 'tax rate',
} as const;

const ROW_IS_REFERENCED = 1451;

/** Deletes a record that nothing in its book refers to. Throws NOT_FOUND, INVALID_STATE for one that something does. */
export async function removeUnused({ tx, book }: BookWrite, table: keyof typeof REMOVABLE, id: string): Promise<void> {
  const what = REMOVABLE[table];
  if (!isId(id)) throw notFound(what);
  try {
    const { affectedRows } = await write(tx, `DELETE FROM ${table} WHERE book_id = ? AND id = ?`, [
      book,
      idToBytes(id),
    ]);
    if (affectedRows === 0) throw notFound(what);
  } catch (error) {
    if (driverError(error)?.errno !== ROW_IS_REFERENCED) throw error;
    throw inUse(what);
  }
}

export const inUse = (what: string) =>
  new AppError('INVALID_STATE', `This ${what} is used in the books, so it stays there.`);
