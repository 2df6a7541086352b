import type { StaffId, UserId } from './ids.js';

export const MEMBER_ROLES = ['owner', 'accountant', 'bookkeeper', 'viewer'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

export const STAFF_ROLES = ['support', 'support-lead', 'compliance', 'operator'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Where a request came from. Personal: kept out of signed bytes and of application logs. */
export interface Origin {
  readonly requestId: string;
  readonly ip?: string;
  readonly userAgent?: string;
}

/** Who acts. Passed as an argument everywhere, never ambient. Customers' people and staff are different kinds (SPEC §1). */
export type Actor = UserActor | StaffActor | SystemActor | AnonymousActor;

export interface UserActor {
  readonly type: 'user';
  readonly id: UserId;
  readonly email: string;
  readonly locale: Locale;
  readonly sessionId: string;
  readonly origin: Origin;
}

export interface StaffActor {
  readonly type: 'staff';
  readonly id: StaffId;
  readonly role: StaffRole;
  readonly origin: Origin;
}

/** The program itself: jobs, and the command line. */
export interface SystemActor {
  readonly type: 'system';
  readonly id: string;
  readonly origin: Origin;
}

export interface AnonymousActor {
  readonly type: 'anonymous';
  readonly origin: Origin;
}

/** The languages; the first one where nobody says which. What each must have does not compile without it. */
export const LOCALES = ['fr', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

/** The language of a tag such as `en-CA`, or the first one where it is none of ours. */
export const localeOfTag = (tag: string): Locale =>
  LOCALES.find((locale) => tag === locale || tag.startsWith(`${locale}-`)) ?? LOCALES[0];

export const EDITIONS = ['accounting', 'express'] as const;
export type Edition = (typeof EDITIONS)[number];

/** An actor for work that the program starts itself; `id` names the job or command. */
export function systemActor(id: string): SystemActor {
  return { type: 'system', id, origin: { requestId: `${id}-${Date.now().toString(36)}` } };
}
