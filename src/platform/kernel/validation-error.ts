import type { z } from 'zod';
import { AppError } from './app-error.js';

/** A fault as zod and the Standard Schema name it. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

const ISSUES_MAX = 50;

/** VALIDATION with every fault as `errors: [{path, message}]`; the first one is in the sentence as well. */
export function validationError(issues: readonly Issue[]): AppError {
  const errors = issues.slice(0, ISSUES_MAX).map((issue) => ({
    path: (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.'),
    message: issue.message,
  }));
  const [first] = errors;
  const where = first?.path ? `${first.path}: ` : '';
  return new AppError('VALIDATION', `${where}${first?.message ?? 'The request is not valid.'}`, { errors });
}

/** What was given, checked. Throws VALIDATION with every fault. */
export function parsed<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const read = schema.safeParse(given);
  if (!read.success) throw validationError(read.error.issues);
  return read.data;
}
