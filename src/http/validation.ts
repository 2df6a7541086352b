import { StandardSchemaValidationPipe } from '@nestjs/common';
import { validationError } from '../platform/kernel/validation-error.js';

/** Checks bodies and queries against the zod schema named at the parameter; throws VALIDATION with every fault. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({ exceptionFactory: (issues) => validationError(issues) });
}
