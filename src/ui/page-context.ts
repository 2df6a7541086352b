import type { Locale } from '../platform/kernel/actor.js';

export type { Locale };
export type Edition = 'accounting' | 'express';
export type Role = 'owner' | 'accountant' | 'bookkeeper' | 'viewer';

/** A reset or recovery that was made just now, and what undoes it. */
export interface RecentSwitch {
  kind: 'reset' | 'restore';
  /** ISO 8601 UTC. */
  at: string;
  /** Who did it; absent for those who may not see the addresses of members. */
  by?: string;
  snapshotId: string;
  minutesLeft: number;
}

export interface BusinessInContext {
  id: string;
  name: string;
  edition: Edition;
  isOriginalOwner: boolean;
  role: Role;
  /** An IANA name. */
  timeZone: string;
  /** The reset or recovery of the last minutes. */
  recent?: RecentSwitch;
  /** The snapshot whose books are shown, read only, instead of the open ones; ISO 8601 UTC. */
  looking?: { id: string; sealedAt: string };
}

/** What every page needs to know about who is looking, from where, in which language. */
export interface PageContext {
  locale: Locale;
  /** The address of this page with its query; forms that come back here post it. */
  path: string;
  /** An IANA name: the business's own inside one, in which times are shown, and which they name. */
  timeZone?: string;
  user?: { email: string };
  /** The mark of the person whose page it is: `pageOwnerMark`. */
  owner?: string;
  business?: BusinessInContext;
  /** Only when there are several to switch between. */
  businesses?: { id: string; name: string }[];
  flash?: { kind: 'success' | 'error' | 'info'; text: string };
  assets?: { css: string; js: string; passkeys?: string; documents?: string };
}

/** A page inside a business: the context with the business in it. */
export interface BusinessPageContext extends PageContext {
  business: BusinessInContext;
}
