import { StandardSchemaValidationPipe } from '@nestjs/common';
import { AppError } from '../kernel/app-error.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
}

/** Checks bodies and queries against the zod schema named at the parameter; throws VALIDATION with every fault. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({ exceptionFactory: (issues) => validationError(issues) });
}

const ISSUES_MAX = 50;

export function validationError(issues: readonly Issue[]): AppError {
  const errors = issues.slice(0, ISSUES_MAX).map((issue) => ({
    path: (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.'),
    message: issue.message,
  }));
  const [first] = errors;
  const where = first?.path ? `${first.path}: ` : '';
  return new AppError('VALIDATION', `${where}${first?.message ?? 'The request is not valid.'}`, { errors });
}
