/** What went wrong, in the terms of the caller; each entrance (HTTP, pages, panel, command line) maps it once. */
export type ErrorKind =
  | 'malformed'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unsupported'
  | 'too-many'
  | 'unavailable';

/** Every stable code with its kind and its title. The codes are part of the public contract: add, never rename. */
export const ERROR_CODES = {
  MALFORMED_REQUEST: { kind: 'malformed', title: 'The request could not be read' },
  VALIDATION: { kind: 'invalid', title: 'The request is not valid' },
  INVALID_FEC: { kind: 'invalid', title: 'The file is not a valid FEC file' },
  UNBALANCED_ENTRY: { kind: 'invalid', title: 'Debits and credits differ' },
  SIGN_UP_EMAIL_MISMATCH: { kind: 'invalid', title: 'This is not the e-mail address used to sign up' },
  IDEMPOTENCY_KEY_REUSED: { kind: 'invalid', title: 'The idempotency key was used for another request' },
  UNAUTHENTICATED: { kind: 'unauthenticated', title: 'Sign in first' },
  SECOND_FACTOR_REQUIRED: { kind: 'unauthenticated', title: 'A code is asked for too' },
  FORBIDDEN: { kind: 'forbidden', title: 'Your role does not allow this' },
  NOT_ORIGINAL_OWNER: { kind: 'forbidden', title: 'Only the original owner may do this' },
  REAUTHENTICATION_REQUIRED: { kind: 'forbidden', title: 'Confirm first that it is still you' },
  ADDRESS_NOT_CONFIRMED: { kind: 'forbidden', title: 'Your e-mail address is not confirmed yet' },
  CROSS_SITE: { kind: 'forbidden', title: 'The request came from another site' },
  NOT_FOUND: { kind: 'not-found', title: 'Not found' },
  BANK_FEEDS_CONNECTED: { kind: 'conflict', title: 'A bank feed is still connected' },
  WRITE_IN_PROGRESS: { kind: 'conflict', title: 'Something is still being written to these books' },
  BOOK_CHANGED: { kind: 'conflict', title: 'The books have changed since they were shown' },
  NOTHING_TO_RESET: { kind: 'conflict', title: 'There is nothing to reset' },
  NOTHING_TO_RESTORE: { kind: 'conflict', title: 'There is nothing to restore' },
  CONFLICTS_UNDECIDED: { kind: 'conflict', title: 'The open books hold some of it with other content' },
  OTHER_PERSON: { kind: 'conflict', title: 'Somebody else is signed in by now' },
  CHANGED_MEANWHILE: { kind: 'conflict', title: 'Somebody changed it since it was read' },
  ALREADY_EXISTS: { kind: 'conflict', title: 'It exists already' },
  REQUEST_IN_PROGRESS: { kind: 'conflict', title: 'The same request is still being worked on' },
  INVALID_STATE: { kind: 'conflict', title: 'Not possible in the present state' },
  LINK_REVOKED: { kind: 'gone', title: 'The pay link was taken back' },
  SNAPSHOT_EXPIRED: { kind: 'gone', title: 'The snapshot has expired' },
  TOO_LARGE: { kind: 'too-large', title: 'The request is too large' },
  UNSUPPORTED_MEDIA_TYPE: { kind: 'unsupported', title: 'The media type is not supported' },
  TOO_MANY_REQUESTS: { kind: 'too-many', title: 'Too many attempts' },
  AUDIT_UNAVAILABLE: { kind: 'unavailable', title: 'The audit log is not available' },
  STORAGE_FULL: { kind: 'unavailable', title: 'There is no room left to store it' },
  BUSY: { kind: 'unavailable', title: 'Too much to do at this moment' },
  PROVIDER_UNAVAILABLE: { kind: 'unavailable', title: 'The payment provider does not answer' },
  DATABASE_UNAVAILABLE: { kind: 'unavailable', title: 'The database is not available' },
  OUTCOME_UNKNOWN: { kind: 'unavailable', title: 'It is not known yet whether this was done' },
} as const satisfies Record<string, { kind: ErrorKind; title: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * A refusal or failure that the caller may see. `detail` is an English sentence that says what to do next;
 * `extra` holds members of the problem document (feeds, line, column, errors, retryAfterSeconds).
 */
export class AppError extends Error {
  readonly kind: ErrorKind;

  constructor(
    readonly code: ErrorCode,
    readonly detail: string = ERROR_CODES[code].title,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(`${code}: ${detail}`);
    this.kind = ERROR_CODES[code].kind;
  }

  get title(): string {
    return ERROR_CODES[this.code].title;
  }
}

/** VALIDATION of one field, or of the whole body where `path` is empty; `detail` is an English sentence. */
export function invalid(path: string, detail: string): AppError {
  return new AppError('VALIDATION', detail, { errors: [{ path, message: detail }] });
}

/** The one answer for what does not exist and for what the caller may not know to exist. */
export function notFound(what: string): AppError {
  return new AppError('NOT_FOUND', `No such ${what}, or you do not belong to it.`);
}
