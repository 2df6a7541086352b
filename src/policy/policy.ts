import { STAFF_ROLES, type MemberRole, type StaffRole } from '../platform/kernel/actor.js';

/**
 * The whole policy, on one page. Whatever is not here is refused. `test/golden/policy.txt` prints it as a matrix, so
 * that a change of policy is a visible difference in a review.
 *
 * A subject is always met in one business: an ability is checked against the actor's membership there (`MembershipFacts`).
 */
export const ACTIONS = [
  'read',
  'write',
  'import',
  'export',
  'connect',
  'disconnect',
  'look-at',
  'hold',
  'send',
  'ask',
  'approve',
  'manage',
  'verify',
  'reset',
  'restore',
  'bring-along',
] as const;
export type PolicyAction = (typeof ACTIONS)[number];

export const SUBJECTS = [
  'Business',
  'Member',
  'Accounting',
  'BankFeed',
  'OnlinePayment',
  'Snapshot',
  'AuditEvent',
  'AuditLog',
  'SavedView',
  'Subscriber',
  'Review',
  'Panel',
  'Notice',
  'SignInLock',
  'Request',
  'Note',
  'StaffAccount',
  'AccessReview',
  'Retention',
  'Demo',
] as const;
export type PolicySubject = (typeof SUBJECTS)[number];

export type Holder = 'original-owner' | MemberRole | StaffRole;

export interface Grant {
  readonly to: readonly Holder[];
  readonly may: readonly PolicyAction[];
  readonly on: PolicySubject;
}

const LOOKING_UP = ['support', 'support-lead', 'compliance'] as const;
const SUPPORT = ['support', 'support-lead'] as const;
const EVERY_MEMBER = ['owner', 'accountant', 'bookkeeper', 'viewer'] as const;

export const POLICY: readonly Grant[] = [
  // Being the original owner is a fact of the business, not a role that could be given (SPEC §1). It alone allows these.
  { to: ['original-owner'], may: ['reset', 'restore', 'bring-along'], on: 'Business' },
  // Only of a business that the demo has made, in a program that runs with it: starting again is a reset like any other.
  { to: ['original-owner'], may: ['manage'], on: 'Demo' },

  { to: EVERY_MEMBER, may: ['read'], on: 'Business' },
  { to: EVERY_MEMBER, may: ['read'], on: 'Accounting' },
  { to: EVERY_MEMBER, may: ['read'], on: 'BankFeed' },
  { to: EVERY_MEMBER, may: ['read'], on: 'OnlinePayment' },
  { to: EVERY_MEMBER, may: ['read'], on: 'Snapshot' },
  { to: ['owner', 'accountant', 'bookkeeper'], may: ['write', 'import', 'export'], on: 'Accounting' },
  { to: ['owner', 'accountant', 'bookkeeper'], may: ['write'], on: 'OnlinePayment' },
  { to: ['owner', 'accountant'], may: ['look-at'], on: 'Snapshot' },
  { to: ['owner', 'accountant'], may: ['connect', 'disconnect'], on: 'BankFeed' },
  { to: ['owner', 'accountant'], may: ['read'], on: 'Member' },
  { to: ['owner'], may: ['manage'], on: 'Member' },
  { to: ['owner'], may: ['manage'], on: 'Business' },
  { to: ['owner'], may: ['read'], on: 'AuditEvent' },

  // Staff, in the panel alone (SPEC §1): of a business everything about it, and nothing that is in its books.
  { to: STAFF_ROLES, may: ['read'], on: 'Panel' },
  { to: LOOKING_UP, may: ['read'], on: 'Business' },
  { to: LOOKING_UP, may: ['read'], on: 'Member' },
  { to: LOOKING_UP, may: ['read'], on: 'BankFeed' },
  { to: LOOKING_UP, may: ['read'], on: 'OnlinePayment' },
  { to: LOOKING_UP, may: ['read'], on: 'Snapshot' },
  { to: LOOKING_UP, may: ['read'], on: 'AuditEvent' },
  // What changes something of a customer's is asked for, and done once a second person approves (SPEC §1). Mails that only
  // tell the owner what the owner may know are sent at once.
  { to: SUPPORT, may: ['send'], on: 'Notice' },
  { to: SUPPORT, may: ['ask'], on: 'BankFeed' },
  { to: SUPPORT, may: ['ask'], on: 'SignInLock' },
  { to: LOOKING_UP, may: ['read'], on: 'Request' },
  // For whoever of the team picks a business up next; the owner does not see it.
  { to: LOOKING_UP, may: ['read'], on: 'Note' },
  { to: SUPPORT, may: ['write'], on: 'Note' },
  { to: ['support-lead'], may: ['approve'], on: 'Request' },
  { to: ['compliance'], may: ['hold', 'verify'], on: 'Snapshot' },
  // A sheet of evidence tells of a business what leaves the house signed: what happened, and by whom it was made.
  { to: ['compliance'], may: ['export'], on: 'AuditEvent' },
  // The log across businesses: for those who must sign that it is whole, and who do nothing that it records.
  { to: ['compliance'], may: ['read', 'export', 'verify'], on: 'AuditLog' },
  { to: ['compliance'], may: ['read', 'manage'], on: 'Subscriber' },
  // A review of a period; whoever opened one does not sign it, which is a fact of the review.
  { to: ['compliance'], may: ['read', 'manage', 'approve', 'export'], on: 'Review' },
  { to: ['compliance'], may: ['read', 'manage'], on: 'SavedView' },
  // What is kept how long: for those who answer for it, and those who set it.
  { to: ['compliance', 'operator'], may: ['read'], on: 'Retention' },
  // What gives somebody more rights is asked for, and done once a second operator approves.
  { to: ['operator'], may: ['read', 'manage', 'approve'], on: 'StaffAccount' },
  // Who has which role, looked through each quarter: nobody decides about the own account, so both look; one of them signs.
  { to: ['compliance', 'operator'], may: ['read', 'manage'], on: 'AccessReview' },
  { to: ['compliance'], may: ['approve'], on: 'AccessReview' },
];
