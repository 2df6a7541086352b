import type { AppError } from '../platform/kernel/app-error.js';

/** A field as it is named in the form, and the first thing that is wrong with it in the words of `FAULTS`. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** The fields that were refused. */
export const faultsOf = (error: AppError | undefined) => error?.extra.errors as readonly Fault[] | undefined;
