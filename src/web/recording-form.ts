import { accountNumberSchema } from '../accounting/accounting.schemas.js';
import type { RecordingRequest } from '../banking/online-payments/online-payments.schemas.js';
import type { AppError } from '../platform/kernel/app-error.js';
import { isId } from '../platform/kernel/ids.js';
import { dateSchema } from '../platform/kernel/schemas.js';
import type { RecordPaymentForm } from './page-input.js';

/** The values of `target` that are no invoice. */
export const OTHER_INCOME = 'other-income';
export const BY_NUMBER = 'by-number';
/** The value of `bank` that is no bank account: what the ledger calls the bank. */
export const NO_BANK_ACCOUNT = 'ledger';

export type RecordingProblem =
  | { readonly field: 'target'; readonly code: 'REQUIRED' | 'UNKNOWN' | 'NO_RECEIVABLES' }
  | { readonly field: 'number'; readonly code: 'NUMBER_REQUIRED' | 'UNKNOWN' }
  | { readonly field: 'bank'; readonly code: 'UNKNOWN_BANK' | 'NO_LEDGER_BANK' }
  | { readonly field: 'income'; readonly code: 'UNKNOWN_INCOME' }
  | { readonly field: 'date'; readonly code: 'WRONG_DATE' };

/** Where an invoice is looked up: by what was chosen or typed. */
type Find = (by: { id: string } | { number: string }) => Promise<{ id: string } | undefined>;

/** What the form asks for, or what is wrong with it. */
export async function askOf(form: RecordPaymentForm, find: Find): Promise<RecordingRequest | RecordingProblem> {
  const common = commonOf(form);
  if ('code' in common) return common;
  const { target, number, income } = form;
  if (!target) return { field: 'target', code: 'REQUIRED' };
  if (target === OTHER_INCOME) {
    const account = accountNumberSchema.safeParse(income?.trim() || undefined);
    if (!income?.trim()) return { ...common, otherIncome: {} };
    return account.success
      ? { ...common, otherIncome: { account: account.data } }
      : { field: 'income', code: 'UNKNOWN_INCOME' };
  }
  if (target === BY_NUMBER && !number?.trim()) return { field: 'number', code: 'NUMBER_REQUIRED' };
  const invoice = await find(target === BY_NUMBER ? { number: number!.trim() } : { id: target });
  if (invoice) return { ...common, invoiceId: invoice.id };
  return { field: target === BY_NUMBER ? 'number' : 'target', code: 'UNKNOWN' };
}

function commonOf({
  bank,
  date,
}: RecordPaymentForm): Pick<RecordingRequest, 'bankAccountId' | 'date'> | RecordingProblem {
  const isAccount = bank !== undefined && bank !== '' && bank !== NO_BANK_ACCOUNT;
  if (isAccount && !isId(bank)) return { field: 'bank', code: 'UNKNOWN_BANK' };
  const on = dateSchema.safeParse(date?.trim());
  if (date?.trim() && !on.success) return { field: 'date', code: 'WRONG_DATE' };
  return { ...(isAccount && { bankAccountId: bank }), ...(on.success && { date: on.data }) };
}

/** Which field a refusal of the domain is about: an account or an invoice that is not in the open books, or no more. */
export function problemOf({ extra }: AppError, form: RecordPaymentForm): RecordingProblem {
  const [{ path } = { path: '' }] = (extra.errors ?? []) as { path: string }[];
  if (path === 'bankAccountId') return { field: 'bank', code: 'UNKNOWN_BANK' };
  if (path === 'account') return { field: 'bank', code: 'NO_LEDGER_BANK' };
  if (path !== 'lines.account') return { field: 'target', code: 'UNKNOWN' };
  return form.target === OTHER_INCOME
    ? { field: 'income', code: 'UNKNOWN_INCOME' }
    : { field: 'target', code: 'NO_RECEIVABLES' };
}
