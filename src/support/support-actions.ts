import { z } from 'zod';
import type { PolicyAction, PolicySubject } from '../policy/policy.js';
import { ticketSchema, type EventType } from '../log/events/event-catalogue.js';
import type { BankFeedState } from '../banking/bank-feeds/bank-feed-states.js';
import type { SwitchKind } from '../books/book.entity.js';
import type { Locale } from '../platform/kernel/actor.js';
import type { BusinessId, EventId } from '../platform/kernel/ids.js';
import { idempotencyKeySchema, idSchema, printable } from '../platform/kernel/schemas.js';

interface SupportActionKind {
  /** What the policy must allow: what one may only `ask` for waits for a second person. */
  readonly may: PolicyAction & ('ask' | 'send');
  readonly on: PolicySubject;
  /** The event of its being done. */
  readonly event: EventType & `support.${string}`;
}

/** Everything that support may do to a business. The target is a feed, a switch or a member; sending a link has none. */
export const SUPPORT_ACTIONS = {
  'disconnect-feed': { may: 'ask', on: 'BankFeed', event: 'support.feed-disconnected' },
  'lift-sign-in-lock': { may: 'ask', on: 'SignInLock', event: 'support.sign-in-lock-lifted' },
  'send-link': { may: 'send', on: 'Notice', event: 'support.link-sent' },
  'resend-notice': { may: 'send', on: 'Notice', event: 'support.notice-resent' },
} as const satisfies Record<string, SupportActionKind>;

export type SupportAction = keyof typeof SUPPORT_ACTIONS;

export const isSupportAction = (text: unknown): text is SupportAction =>
  typeof text === 'string' && Object.hasOwn(SUPPORT_ACTIONS, text);

/** What an action is about. */
export interface SupportTarget {
  readonly action: SupportAction;
  readonly businessId: BusinessId;
  readonly targetId?: string;
}

const REASON_MIN = 10;

/** Why, in a sentence that a colleague understands later. */
export const reasonSchema = printable(500).refine(
  (text) => [...text].length >= REASON_MIN,
  `must have at least ${REASON_MIN} characters`,
);

/** What every act of staff on a customer's business or snapshot is asked with. */
export const whySchema = z.strictObject({
  reason: reasonSchema,
  ticket: z.string().trim().pipe(ticketSchema),
  idempotencyKey: idempotencyKeySchema,
});
export type Why = z.infer<typeof whySchema>;

export const supportAskSchema = whySchema.extend({ businessId: idSchema, targetId: idSchema.optional() });

export const approvalSchema = z.strictObject({ requestId: idSchema, idempotencyKey: idempotencyKeySchema });
const DECIDED_AT_ONCE_MAX = 50;
export const decisionsSchema = z
  .strictObject({
    requestIds: z.array(idSchema).min(1).max(DECIDED_AT_ONCE_MAX),
    decision: z.enum(['approve', 'refuse']),
    reason: reasonSchema.optional(),
    idempotencyKey: idempotencyKeySchema,
  })
  .refine(({ decision, reason }) => decision === 'approve' || reason !== undefined, {
    path: ['reason'],
    error: 'must be given with a refusal',
  });
export const requestSchema = z.strictObject({ requestId: idSchema });
export const refusalSchema = approvalSchema.extend({ reason: reasonSchema });

/** `auditEventId`: of its being done, or of the asking where it waits. */
export interface SupportAnswer {
  readonly happened: 'done' | 'waits-for-approval';
  readonly auditEventId: EventId;
  readonly requestId?: string;
}

/** A person to whom a mail goes. */
export interface MailReceiver {
  readonly email: string;
  readonly locale: Locale;
}

/** What would happen, as it is at this moment; times are ISO 8601 UTC. */
export type SupportFacts =
  | {
      readonly action: 'disconnect-feed';
      readonly institution: string;
      readonly account: string;
      readonly state: BankFeedState;
      readonly since: string;
    }
  | {
      readonly action: 'lift-sign-in-lock';
      readonly email: string;
      readonly failures: number;
      readonly isLocked: boolean;
      readonly lastFailureAt: string | null;
    }
  | { readonly action: 'send-link'; readonly to: MailReceiver }
  | {
      readonly action: 'resend-notice';
      readonly receivers: readonly MailReceiver[];
      /** The latest reset or restore; null when there was none. */
      readonly notice: { readonly kind: SwitchKind; readonly at: string; readonly until: string } | null;
    };

/** Why it is not possible at this moment. */
export type SupportBlocker =
  | 'disconnected-already'
  | 'no-lock'
  | 'no-switch'
  | 'other-switch-since'
  | 'snapshot-gone'
  | 'asked-already'
  | 'asker-disabled'
  | 'gone';

export interface SupportReading {
  readonly facts: SupportFacts;
  readonly blocker?: SupportBlocker;
}
