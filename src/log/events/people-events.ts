import { z } from 'zod';
import { count, done, id, none, reason, ticketSchema, type EventKind } from './event-schemas.js';

/** A change of a staff account that waits, or waited, for a second operator. */
const staffChange = z.strictObject({ request_id: id, action: z.string(), role: z.string().optional() });
/** Who asked for what a second operator approved; absent where nobody had to. */
const approved = { request_id: id.optional(), asked_by: id.optional() };

/** Who signed in, and what became of the accounts of users and staff. */
export const PEOPLE_EVENTS = {
  'session.started': {
    summary: 'Somebody signed in.',
    subject: 'user',
    outcomes: done,
    details: z.strictObject({ session_id: id, method: z.enum(['password', 'code', 'passkey']).optional() }),
  },
  'session.denied': {
    summary: 'A sign-in failed, or the confirmation of an open session.',
    subject: 'session',
    outcomes: ['denied'],
    demands: { reason },
    details: none,
  },
  'session.confirmed': {
    summary: 'The person of an open session showed again who they are.',
    subject: 'user',
    outcomes: done,
    details: z.strictObject({ session_id: id }),
  },
  'session.ended': {
    summary: 'Somebody signed out.',
    subject: 'user',
    outcomes: done,
    details: z.strictObject({ session_id: id }),
  },
  'staff-session.started': {
    summary: 'A member of staff signed in.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({
      session_id: id,
      second_factor: z.boolean(),
      method: z.enum(['password', 'code', 'passkey', 'sign-on']).optional(),
      break_glass: z.boolean().optional(),
    }),
  },
  'staff-session.denied': {
    summary: 'A sign-in to the panel failed, at the password or at the second factor.',
    subject: 'session',
    outcomes: ['denied'],
    demands: { reason },
    details: none,
  },
  'staff-session.ended': {
    summary: 'A member of staff signed out.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ session_id: id }),
  },
  'staff.second-factor-enrolled': {
    summary: 'A member of staff enrolled a second factor.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'business.viewed-by-staff': {
    summary: 'A member of staff opened the page of a business.',
    subject: 'business',
    outcomes: done,
    details: z.strictObject({ part: z.string() }),
  },
  'user.address-confirmed': {
    summary: 'The e-mail address that a user signs in with was confirmed by a link mailed to it.',
    subject: 'user',
    outcomes: done,
    details: none,
  },
  'user.password-changed': {
    summary: 'A user chose another password, and other sessions ended; denied: the present one was wrong.',
    subject: 'user',
    outcomes: ['success', 'denied'],
    details: none,
  },
  'user.password-reset-asked': {
    summary: 'A link to choose a new password was asked for and mailed to the address of an account.',
    subject: 'user',
    outcomes: done,
    details: none,
  },
  'user.password-reset': {
    summary: 'A new password was chosen by a mailed link; all sessions ended.',
    subject: 'user',
    outcomes: done,
    details: none,
  },
  'user.second-factor-enrolled': {
    summary: 'A user turned on the codes of a phone.',
    subject: 'user',
    outcomes: done,
    details: none,
  },
  'user.second-factor-removed': {
    summary: 'A user turned off the codes of a phone; the recovery codes went with them.',
    subject: 'user',
    outcomes: done,
    details: none,
  },
  'user.passkey-added': {
    summary: 'A user added a passkey.',
    subject: 'user',
    outcomes: done,
    details: z.strictObject({ passkey_id: id }),
  },
  'user.passkey-removed': {
    summary: 'A user removed a passkey.',
    subject: 'user',
    outcomes: done,
    details: z.strictObject({ passkey_id: id }),
  },
  'user.sessions-ended': {
    summary: 'A user ended all other sessions of the account.',
    subject: 'user',
    outcomes: done,
    details: z.strictObject({ sessions: count }),
  },
  'user.email-change-asked': {
    summary:
      'A user asked to sign in with another e-mail address, and a link was mailed to it; denied: wrong password.',
    subject: 'user',
    outcomes: ['success', 'denied'],
    details: none,
  },
  'user.email-changed': {
    summary: 'A new e-mail address confirmed that it is the one to sign in with; other sessions ended.',
    subject: 'user',
    outcomes: done,
    details: none,
  },
  'staff.added': {
    summary: 'A staff account was made.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ role: z.string(), ...approved }),
  },
  'staff.disabled': {
    summary: 'A staff account was disabled; its sessions ended.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'staff.enabled': {
    summary: 'A staff account that was disabled was enabled again.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject(approved),
  },
  'staff.role-changed': {
    summary: 'A staff account got another role; its sessions ended.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ role: z.string(), role_before: z.string(), ...approved }),
  },
  'staff.second-factor-reset': {
    summary:
      'The second factor, the recovery codes and the passkeys of a staff account were taken away; its sessions ended.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject(approved),
  },
  'staff.password-reset': {
    summary: 'A staff account got a one-time password; its sessions ended.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'staff.password-chosen': {
    summary: 'A member of staff chose a password in place of a one-time one.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'staff.sessions-ended': {
    summary: 'An operator, or the provider where staff sign in, ended sessions of a staff account.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ sessions: count, session_id: id.optional() }),
  },
  'staff.sign-on-linked': {
    summary: 'A staff account that had a password signs in at the provider from now on; its sessions ended.',
    subject: 'staff',
    outcomes: done,
    details: none,
  },
  'staff.passkey-added': {
    summary: 'A member of staff added a passkey.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ passkey_id: id }),
  },
  'staff.passkey-removed': {
    summary: 'A member of staff removed a passkey.',
    subject: 'staff',
    outcomes: done,
    details: z.strictObject({ passkey_id: id }),
  },
  'staff.change-asked': {
    summary: 'An operator asked for a change that gives a staff account more rights; a second operator decides.',
    subject: 'staff',
    outcomes: ['pending'],
    demands: { reason, ticket: ticketSchema },
    details: staffChange,
  },
  'staff.change-refused': {
    summary: 'A second operator refused a change of a staff account, or who asked for it withdrew it.',
    subject: 'staff',
    outcomes: ['denied'],
    details: staffChange.extend({ asked_by: id }),
  },
  'staff.change-expired': {
    summary: 'Nobody decided a change of a staff account in time.',
    subject: 'staff',
    outcomes: ['denied'],
    details: staffChange.extend({ asked_by: id }),
  },
  'staff.change-approval-denied': {
    summary:
      'An operator tried to approve a change of a staff account that was asked for by, or is about, the same person.',
    subject: 'staff',
    outcomes: ['denied'],
    demands: { reason },
    details: staffChange.extend({ asked_by: id }),
  },
} as const satisfies Record<string, EventKind>;
