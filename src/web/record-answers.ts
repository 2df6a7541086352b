import type { Response } from 'express';
import type { ActingRequest } from '../policy/access.guard.js';
import { AppError, type ErrorCode } from '../platform/kernel/app-error.js';
import type { MembershipFacts } from '../policy/ability.js';
import { faultsOf } from '../ui/faults.js';
import type { BusinessPageContext } from '../ui/page-context.js';
import type { FormField, FormState } from './components/record-form.js';
import { paths, type ListName } from './paths.js';
import { typedText, type FieldFault } from './record-form.js';
import { words } from './words.js';

/** Who asks for a form, or sends one. */
export interface Visit {
  readonly request: ActingRequest;
  readonly response: Response;
  readonly membership: MembershipFacts;
}

/** What a form shows when it is opened: what somebody had typed before their session ended, or else this. */
export const opened = (kept: FormState['values'] | undefined, values: FormState['values']) => ({
  values: kept ?? values,
  isKept: kept !== undefined,
});

/** What is told of a field that names what is not in the books, or may not be named. */
export function documentFault(error: AppError): Record<string, FieldFault> {
  const [fault] = faultsOf(error) ?? [];
  const path = fault?.path ?? '';
  if (/taxRate/.test(path)) return { taxRate: 'UNKNOWN_TAX_RATE' };
  const field = /^parts\.1\b/.test(path) ? 'secondAccount' : 'account';
  if (/account/.test(path)) return { [field]: /customers owe/.test(error.detail) ? 'RECEIVABLES' : 'UNKNOWN_ACCOUNT' };
  if (/^parts/.test(path)) return { percent: 'OVER_HUNDRED' };
  return path === 'known' ? { known: 'OTHER' } : { unitPrice: 'AMOUNT' };
}

/** Does it, or answers a refusal of these codes in its own way. */
export async function orFault(
  work: () => Promise<void>,
  answers: Partial<Record<ErrorCode, (error: AppError) => Promise<void> | void>>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const answer = error instanceof AppError ? answers[error.code] : undefined;
    if (!answer) throw error;
    await answer(error as AppError);
  }
}

/** To the page of what was saved, which says so. */
export function toRecord(response: Response, { businessId }: MembershipFacts, list: ListName, id: string): void {
  response.redirect(303, paths.recordTold(businessId, list, id, 'saved'));
}

/** The page of a record, or the list that says that it is in the open books no more. */
export async function showOrGone(
  response: Response,
  { businessId }: MembershipFacts,
  { list, id }: { readonly list: ListName; readonly id: string },
  page: () => Promise<string>,
): Promise<void> {
  await orFault(async () => void response.type('html').send(await page()), {
    NOT_FOUND: () => response.redirect(303, paths.recordGone(businessId, list, id)),
  });
}

/** Deletes what nothing uses: the list says that it is gone; its own page says that it is used. */
export async function removeOrTell(
  response: Response,
  { businessId }: MembershipFacts,
  { list, id }: { readonly list: ListName; readonly id: string },
  remove: () => Promise<void>,
): Promise<void> {
  await orFault(
    async () => {
      await remove();
      response.redirect(303, paths.listTold(businessId, list, 'deleted'));
    },
    {
      NOT_FOUND: () => response.redirect(303, paths.recordGone(businessId, list, id)),
      INVALID_STATE: () => response.redirect(303, paths.recordTold(businessId, list, id, 'inUse')),
    },
  );
}

/** The fields that somebody else made something else of than what is typed here. */
export function staleFields(
  ctx: BusinessPageContext,
  fields: readonly FormField[],
  typed: FormState['values'],
  now: FormState['values'],
): { field: string; value: string }[] {
  const { t } = words(ctx);
  return fields
    .filter(({ name }) => (typedText(typed[name]) ?? '') !== (now[name] ?? ''))
    .map(({ name, label, options }) => {
      const value = now[name] ?? '';
      return {
        field: label,
        value: options?.find((option) => option.value === value)?.label || value || t.records.none,
      };
    });
}
