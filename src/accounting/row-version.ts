import { createHash } from 'node:crypto';
import { isDuplicateKey } from '../platform/database/transaction.js';
import { AppError } from '../platform/kernel/app-error.js';

const LENGTH = 16;

/** What a record says, in short. Whoever changes it may say which version they saw. */
export const versionOf = (content: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, LENGTH);

/** Throws CHANGED_MEANWHILE where somebody was faster. Nothing is checked for whoever does not say what they saw. */
export function assertUnchanged(seen: string | undefined, now: string): void {
  if (seen === undefined || seen === now) return;
  throw new AppError('CHANGED_MEANWHILE', 'Somebody has changed it since you read it. Read it again, then change it.');
}

/**
 * Adds a record under an id that was chosen when its form was shown: sent twice, it is there once, and the second is told the
 * first.
 */
export async function onceById<View>(add: () => Promise<View>, get: () => Promise<View>): Promise<View> {
  try {
    return await add();
  } catch (error) {
    if (!isDuplicateKey(error, 'PRIMARY')) throw error;
    return get();
  }
}
