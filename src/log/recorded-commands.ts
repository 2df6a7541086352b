import { z } from 'zod';
import type { Permission } from '../policy/requires.decorator.js';
import type { ErrorCode } from '../platform/kernel/app-error.js';
import { dateSchema, idSchema, printable, secretField } from '../platform/kernel/schemas.js';
import { check, comparison, count, id, snapshotReference } from './events/event-schemas.js';

/** How an attempt begins and how it can end; each is a type of event. */
export const RECORDED_ENDS = ['requested', 'completed', 'denied', 'failed'] as const;
export type RecordedEnd = (typeof RECORDED_ENDS)[number];

/** What can be read under the business's lock, as its events name it. */
export type CheckName =
  | 'original-owner'
  | 'sign-up-email-typed'
  | 'book-as-shown'
  | 'something-to-reset'
  | 'bank-feeds-disconnected'
  | 'no-write-in-progress';

interface RecordedKind {
  readonly permission: Permission & { readonly kind: 'policy'; readonly on: 'Business' };
  /** The body of the request, and what two requests with one idempotency key must have in common. */
  readonly request: z.ZodObject;
  /** In the order in which they are found; the first is the answer. The first two are found by the guard. */
  readonly refusals: readonly ['NOT_FOUND', 'NOT_ORIGINAL_OWNER', ...ErrorCode[]];
  /** What is read again under the business's exclusive lock, in the order in which the events tell it. */
  readonly underLock: readonly CheckName[];
  /** What each of its types of event tells. */
  readonly events: Readonly<Record<RecordedEnd, string>>;
  /** Of a command that was done: the common fields that it must have beyond those of every command, and its own. */
  readonly completed: { readonly demands: z.ZodRawShape; readonly details: z.ZodObject };
}

/** The typed address is not checked for its form: whatever it is, it matches or it does not. */
const resetRequest = z
  .strictObject({
    signUpEmail: secretField(1_000).describe('The address used to sign up; case and spaces around it do not count.'),
    reason: printable(1_000).optional().describe('For the audit log; it can be erased from there.'),
    expectedBookId: idSchema
      .optional()
      .describe(
        'The `bookId` of the preview: if another book is open by now, nothing happens and the answer is BOOK_CHANGED.',
      ),
  })
  .meta({
    id: 'ResetRequest',
    description: 'The confirmation of a reset.',
    examples: [{ signUpEmail: 'zoe@example.test', reason: 'The opening balances were wrong' }],
  });
const restoreRequest = resetRequest
  .extend({
    snapshotId: idSchema.optional().describe('Without it the newest reset whose books held something is undone.'),
  })
  .meta({
    id: 'RestoreRequest',
    description: 'The confirmation of a restore.',
    examples: [{ signUpEmail: 'zoe@example.test' }],
  });

const CHOICES = ['open', 'snapshot', 'both'] as const;
const conflictChoice = z
  .enum(CHOICES)
  .describe(
    '`open`: the open books keep theirs; `snapshot`: theirs says what the snapshot says; `both`: side by side.',
  );
const bringAlongRequest = resetRequest
  .pick({ reason: true, expectedBookId: true })
  .extend({
    snapshotId: idSchema.describe('The snapshot to bring from.'),
    kinds: z
      .array(printable(60))
      .min(1, 'must name at least one kind')
      .max(100)
      .describe('Kinds of data, as the preview lists them.'),
    openingBalancesAt: dateSchema
      .optional()
      .describe(
        'With the kind `openingBalances`: the day at whose end the balances are read, and of which the entry is.',
      ),
    addToEntries: z
      .boolean()
      .optional()
      .describe('Enter the opening balances although the open books hold entries until that day already.'),
    conflicts: z
      .strictObject({
        forAll: conflictChoice.optional(),
        each: z
          .array(z.strictObject({ table: printable(64), id: idSchema, choice: conflictChoice }))
          .max(1_000)
          .optional(),
      })
      .optional()
      .describe(
        'What is done about what the open books hold too, with other content: for all, and for some otherwise.',
      ),
  })
  .meta({
    id: 'BringAlongRequest',
    description: 'What is brought from a snapshot into the open books.',
    examples: [
      {
        snapshotId: '0193a5c2-2a11-7d66-9f23-4a5b6c7d8e05',
        kinds: ['contacts', 'chart', 'openingBalances'],
        openingBalancesAt: '2026-12-31',
        conflicts: { forAll: 'open' },
      },
    ],
  });

/** What must be known of a reset or restore that was done: the evidence under lock, and where the snapshot is. */
const switched = {
  precondition: z
    .array(check.extend({ held: z.literal(true) }))
    .refine((checks) => checks.some(({ name, feeds }) => name === 'bank-feeds-disconnected' && feeds), {
      error: 'must hold the bank feeds as they were read under lock',
    })
    .describe('every check held, and one is `bank-feeds-disconnected` with the feeds as read under lock'),
  snapshot: snapshotReference,
};
const switchDetails = z.strictObject({ switch_id: id, from_book_id: id, to_book_id: id });
/** Whether row and log still said the same of the snapshot when it was opened, and by which event of the log. */
const restoreDetails = switchDetails.extend({
  replaced_snapshot_id: id,
  comparison: comparison.optional(),
  digest_event_id: id.optional(),
});

const brought = {
  precondition: z.array(check.extend({ held: z.literal(true) })).describe('every check held'),
  snapshot: snapshotReference,
};
const rowCounts = z.record(z.string(), count);
const bringAlongDetails = z.strictObject({
  to_book_id: id,
  kinds: z.array(z.string()),
  added: rowCounts,
  replaced: rowCounts,
  opening_date: z.iso.date().optional(),
  opening_entry_id: id.optional(),
  comparison: comparison.optional(),
  digest_event_id: id.optional(),
});

/**
 * The commands whose every attempt is recorded: asked, refused, failed or done (SPEC §6). They are told here, once: what is
 * recorded, documented, drawn and put into words follows from it (docs/decisions/0025-recorded-commands-are-one-table.md).
 */
export const RECORDED_COMMANDS = {
  'business.reset': {
    permission: { kind: 'policy', action: 'reset', on: 'Business' },
    request: resetRequest,
    refusals: [
      'NOT_FOUND',
      'NOT_ORIGINAL_OWNER',
      'SIGN_UP_EMAIL_MISMATCH',
      'BOOK_CHANGED',
      'NOTHING_TO_RESET',
      'BANK_FEEDS_CONNECTED',
      'WRITE_IN_PROGRESS',
      'AUDIT_UNAVAILABLE',
    ],
    underLock: [
      'original-owner',
      'sign-up-email-typed',
      'book-as-shown',
      'something-to-reset',
      'bank-feeds-disconnected',
      'no-write-in-progress',
    ],
    events: {
      requested: 'A reset was asked for.',
      completed: 'The books were reset; the snapshot holds them as they were.',
      denied: 'A reset was refused.',
      failed: 'A reset failed and changed nothing.',
    },
    completed: { demands: switched, details: switchDetails },
  },
  'business.restore': {
    permission: { kind: 'policy', action: 'restore', on: 'Business' },
    request: restoreRequest,
    refusals: [
      'NOT_FOUND',
      'NOT_ORIGINAL_OWNER',
      'SIGN_UP_EMAIL_MISMATCH',
      'BOOK_CHANGED',
      'NOTHING_TO_RESTORE',
      'SNAPSHOT_EXPIRED',
      'BANK_FEEDS_CONNECTED',
      'WRITE_IN_PROGRESS',
      'AUDIT_UNAVAILABLE',
    ],
    underLock: [
      'original-owner',
      'sign-up-email-typed',
      'book-as-shown',
      'bank-feeds-disconnected',
      'no-write-in-progress',
    ],
    events: {
      requested: 'A restore was asked for.',
      completed: 'A snapshot was restored; what it replaced is a snapshot itself.',
      denied: 'A restore was refused.',
      failed: 'A restore failed and changed nothing.',
    },
    completed: { demands: switched, details: restoreDetails },
  },
  'business.bring-along': {
    permission: { kind: 'policy', action: 'bring-along', on: 'Business' },
    request: bringAlongRequest,
    refusals: [
      'NOT_FOUND',
      'NOT_ORIGINAL_OWNER',
      'BOOK_CHANGED',
      'SNAPSHOT_EXPIRED',
      'WRITE_IN_PROGRESS',
      'AUDIT_UNAVAILABLE',
      'CONFLICTS_UNDECIDED',
    ],
    underLock: ['original-owner', 'book-as-shown', 'no-write-in-progress'],
    events: {
      requested: 'A selective restore was asked for.',
      completed: 'Data of a snapshot were brought into the open books; the snapshot is as it was.',
      denied: 'A selective restore was refused.',
      failed: 'A selective restore failed and changed nothing.',
    },
    completed: { demands: brought, details: bringAlongDetails },
  },
} as const satisfies Record<string, RecordedKind>;

export type RecordedName = keyof typeof RECORDED_COMMANDS;
export type RecordedAction = (typeof RECORDED_COMMANDS)[RecordedName]['permission']['action'];
export type RecordedRequest<N extends RecordedName> = z.infer<(typeof RECORDED_COMMANDS)[N]['request']>;
export type RecordedRefusal = (typeof RECORDED_COMMANDS)[RecordedName]['refusals'][number];
export type RecordedEventType = `${RecordedName}.${RecordedEnd}`;

export const RECORDED_NAMES = Object.keys(RECORDED_COMMANDS) as RecordedName[];

/** What any of them may answer besides, before it is looked at: to too many attempts, and to an idempotency key; and when nobody can say how it ended. */
export const REFUSALS_OF_ALL = [
  'TOO_MANY_REQUESTS',
  'IDEMPOTENCY_KEY_REUSED',
  'REQUEST_IN_PROGRESS',
  'OUTCOME_UNKNOWN',
] as const satisfies readonly ErrorCode[];

/** The command for which a route demands this permission, if there is one. */
export function commandOf(permission: Permission): RecordedName | undefined {
  if (permission.kind !== 'policy') return undefined;
  return RECORDED_NAMES.find((name) => {
    const { action, on } = RECORDED_COMMANDS[name].permission;
    return action === permission.action && on === permission.on;
  });
}

/** The types of the events with which attempts end in this way. */
export const eventTypesOf = <End extends RecordedEnd>(end: End): `${RecordedName}.${End}`[] =>
  RECORDED_NAMES.map((name) => `${name}.${end}` as const);

/** The action of which an event tells, if it is one of a recorded command. */
export function actionOfEvent(type: string): RecordedAction | undefined {
  const name = RECORDED_NAMES.find((known) => type.startsWith(`${known}.`));
  return name && RECORDED_COMMANDS[name].permission.action;
}

/** The name under which the log cites the one line of the policy that decides. */
export function ruleOf(name: RecordedName): string {
  const { action, on } = RECORDED_COMMANDS[name].permission;
  return `original-owner may ${action} ${on}`;
}
