import { z } from 'zod';
import {
  comparison,
  count,
  counts,
  done,
  id,
  none,
  reason,
  snapshotReference,
  ticketSchema,
  time,
  type EventKind,
} from './event-schemas.js';
import { RECORDED_EVENTS } from './recorded-events.js';

const feedDetails = z.strictObject({ feed_id: id, institution: z.string(), bank_account_id: id });
/** What customers and the support team call a payment. */
const paymentReference = z.string().regex(/^PAY-[0-9A-Z]{8}$/);
const membership = z.strictObject({ user_id: id, role: z.string() });
const invitation = z.strictObject({ invitation_id: id, role: z.string() });
const aboutSnapshot = { snapshot: snapshotReference };
const ofHold = { ...aboutSnapshot, ticket: ticketSchema };
/** What support does always has its ticket; what a second person approved also names who asked, and the request. */
const ofSupport = { ticket: ticketSchema };
const supportDetails = z.strictObject({
  target_id: id.optional(),
  request_id: id.optional(),
  asked_by: id.optional(),
});
const requestDetails = z.strictObject({ request_id: id, action: z.string(), target_id: id, asked_by: id });

/** What happens to a business: to its books and its snapshots, its banks, its payments and its members. */
export const BUSINESS_EVENTS = {
  'business.signed-up': {
    summary: 'Somebody signed up: a user and a business of which that user is the original owner.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ user_id: id, book_id: id, edition: z.string() }),
  },
  'business.settings-changed': {
    summary: 'The time zone of a business was changed.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ time_zone: z.string().max(64), time_zone_before: z.string().max(64) }),
  },
  'business.details-changed': {
    summary: 'What documents say of their seller was changed: the address, the contact or the tax numbers.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ fields: z.array(z.string().max(40)) }),
  },
  ...RECORDED_EVENTS,
  'snapshot.digested': {
    summary: 'The content of a snapshot was read to the end: its digest, to be compared with whatever is there later.',
    subject: 'business',
    outcomes: done,
    demands: { snapshot: snapshotReference.required() },
    details: z.strictObject({
      algorithm: z.string().max(40),
      switch_event_id: id,
      sealed_at: time,
      expires_at: time,
    }),
  },
  'snapshot.verified': {
    summary: 'A snapshot was read again and compared with its row and with the log.',
    subject: 'business',
    outcomes: ['success', 'failed'],
    demands: aboutSnapshot,
    details: z.strictObject({ comparison, faults: z.array(z.string().max(40)) }),
  },
  'snapshot.viewed': {
    summary: 'A snapshot was looked at, read only.',
    subject: 'business',
    outcomes: done,
    demands: aboutSnapshot,
    details: none,
  },
  'snapshot.purged': {
    summary: 'An expired snapshot was deleted for good, and it was seen that no row of it is left.',
    subject: 'business',
    outcomes: done,
    demands: aboutSnapshot,
    details: z.strictObject({
      switch_event_id: id.optional(),
      sealed_at: time,
      expires_at: time,
      began_at: time,
      ended_at: time,
      /** Whether there was ever a digest of it; the reference to the snapshot has it. */
      was_digested: z.boolean(),
      /** By table; absent of a deletion that an older version began without counting. */
      rows_deleted: counts.optional(),
      rows_left: z.literal(0),
      tables_asked: count,
      rule: z.string().max(40),
      holds_lifted: count,
    }),
  },
  'snapshot.hold-placed': {
    summary: 'A legal hold was placed on a snapshot: it is not deleted while it stands.',
    subject: 'business',
    outcomes: done,
    demands: ofHold,
    details: z.strictObject({ hold_id: id }),
  },
  'snapshot.hold-lifted': {
    summary: 'A legal hold on a snapshot was lifted.',
    subject: 'business',
    outcomes: done,
    demands: ofHold,
    details: z.strictObject({ hold_id: id }),
  },
  'evidence.sheet-made': {
    summary:
      'A sheet of evidence of a reset, of a restore or (kind `destruction`) of the purge of a snapshot was made, for the screen or as a file.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ event_id: id, format: z.string().max(20), kind: z.string().max(20).optional() }),
  },
  'support.requested': {
    summary: 'Support asked for something that a second person must approve.',
    subject: 'business',
    outcomes: ['pending'],
    demands: ofSupport,
    details: requestDetails,
  },
  'support.refused': {
    summary: 'A second person refused what support had asked for.',
    subject: 'business',
    outcomes: ['denied'],
    demands: ofSupport,
    details: requestDetails,
  },
  'support.expired': {
    summary: 'Nobody decided in time what support had asked for.',
    subject: 'business',
    outcomes: ['denied'],
    demands: ofSupport,
    details: requestDetails,
  },
  'support.withdrawn': {
    summary: 'Whoever of support had asked for something took it back before it was decided.',
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: requestDetails,
  },
  'support.note-added': {
    summary: 'Support wrote a note about a business.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ note_id: id }),
  },
  'support.approval-denied': {
    summary: 'A member of staff tried to decide a request of their own.',
    subject: 'business',
    outcomes: ['denied'],
    demands: { ...ofSupport, reason },
    details: requestDetails,
  },
  'support.feed-disconnected': {
    summary: "Support disconnected a bank feed at the owner's request.",
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: supportDetails,
  },
  'support.link-sent': {
    summary: 'Support sent the original owner the link to Manage your data.',
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: supportDetails,
  },
  'support.notice-resent': {
    summary: 'Support sent the notice of the latest reset or restore again.',
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: supportDetails,
  },
  'support.answer-sent': {
    summary:
      'Support mailed the original owner an answer, with the facts of the moment; its words lie beside the event.',
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: z.strictObject({ situation: z.string().max(40) }),
  },
  'support.sign-in-lock-lifted': {
    summary: 'Support lifted the lock that failed sign-ins had put on an account.',
    subject: 'business',
    outcomes: done,
    demands: ofSupport,
    details: supportDetails,
  },
  'bank-feed.consent-requested': {
    summary: 'A bank was asked for consent.',
    subject: 'business',
    outcomes: done,
    details: feedDetails,
  },
  'bank-feed.connected': {
    summary: 'A bank feed was connected.',
    subject: 'business',
    outcomes: done,
    details: feedDetails,
  },
  'bank-feed.failed': {
    summary: 'A bank feed stopped with an error.',
    subject: 'business',
    outcomes: ['failed'],
    details: feedDetails,
  },
  'bank-feed.disconnected': {
    summary: 'A bank feed was disconnected.',
    subject: 'business',
    outcomes: done,
    details: feedDetails,
  },
  'books.imported': {
    summary: 'A FEC file was imported.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({
      book_id: id,
      entries: count,
      lines: count,
      accounts: count.optional(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  },
  'books.exported': {
    summary: 'Accounting data left as a file.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ book_id: id, format: z.string() }),
  },
  'books.pack-requested': {
    summary: 'Somebody asked for everything that books hold, as one file.',
    subject: 'business',
    outcomes: ['pending'],
    details: z.strictObject({ pack_id: id, book_id: id }),
  },
  'books.packed': {
    summary: 'Everything that books hold was made one file, as it was at one moment; or that could not be done.',
    subject: 'business',
    outcomes: ['success', 'failed'],
    details: z.strictObject({
      pack_id: id,
      book_id: id,
      asked_by: id,
      /** All that follow are absent of one that could not be made. */
      as_of: time.optional(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
      bytes: count.optional(),
      rows_packed: counts.optional(),
    }),
  },
  'pay-link.issued': {
    summary: 'A link was made with which a customer can pay an invoice.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ pay_link_id: id, book_id: id }),
  },
  'pay-link.revoked': {
    summary: 'A link with which a customer could pay an invoice was taken back.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ pay_link_id: id, book_id: id }),
  },
  'document.mailed': {
    summary: 'An invoice or a credit note was mailed to a customer.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ document_id: id, document_kind: z.enum(['invoice', 'credit-note']), book_id: id }),
  },
  'payment.received': {
    summary: 'A customer paid through a link.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ payment_id: id, reference: paymentReference, pay_link_id: id }),
  },
  'payment.recorded': {
    summary: 'A payment was recorded in the books, by a person or, where its invoice was in them, by itself.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ payment_id: id, reference: paymentReference, book_id: id, entry_id: id }),
  },
  'payment.recording-undone': {
    summary: 'The recording of a payment was undone: its entry is reversed, and it waits again.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({
      payment_id: id,
      reference: paymentReference,
      book_id: id,
      entry_id: id,
      reversal_id: id,
    }),
  },
  'payment.taken-back': {
    summary: 'The provider said that a payment went back to the customer, in whole or in part, or that it is disputed.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ payment_id: id, reference: paymentReference, kind: z.string().max(20) }),
  },
  'payment.set-aside': {
    summary: 'A payment was set aside: somebody said that the books hold it already.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ payment_id: id, reference: paymentReference, book_id: id }),
  },
  'payment.set-aside-undone': {
    summary: 'A payment that was set aside waits again.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ payment_id: id, reference: paymentReference, book_id: id }),
  },
  'demo.started-again': {
    summary: 'The demo of a business was started again: its books are reset and the demo is entered anew.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ book_id: id, round: count }),
  },
  'membership.invited': {
    summary: 'An address was invited to become a member, and a link was mailed to it.',
    subject: 'business',
    outcomes: done,
    details: invitation,
  },
  'membership.invitation-resent': {
    summary: 'The link of an invitation was mailed again; the one before is worth nothing any more.',
    subject: 'business',
    outcomes: done,
    details: invitation,
  },
  'membership.invitation-withdrawn': {
    summary: 'An invitation was withdrawn.',
    subject: 'business',
    outcomes: done,
    details: invitation,
  },
  'membership.granted': {
    summary: 'Somebody became a member, by the link of an invitation where there was one, or got another role.',
    subject: 'business',
    outcomes: done,
    details: membership.extend({ invitation_id: id.optional() }),
  },
  'membership.revoked': {
    summary: 'Somebody is no longer a member.',
    subject: 'business',
    outcomes: done,
    details: membership,
  },
} as const satisfies Record<string, EventKind>;
