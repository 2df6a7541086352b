import { createHash } from 'node:crypto';
import type { SignOnSettings } from '../../platform/config/staff-access.js';
import type { StaffRole } from '../../platform/kernel/actor.js';
import { emailSchema } from '../identity/identity.schemas.js';
import { SignOnRefused } from './sign-on-refused.js';

/** What a provider says of somebody: claims of the ID token and of its page about the person (OpenID Connect Core 2, 5.1). */
export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

/** Somebody for whom the provider vouches. */
export interface VouchedFor {
  /** Of issuer and subject, which alone say who it is (OpenID Connect Core 5.7). */
  readonly key: Buffer;
  readonly email: string;
  readonly isEmailVerified: boolean;
  readonly role: StaffRole;
  readonly hasSecondFactor: boolean;
  /** Of issuer and session, where the provider names it. */
  readonly session?: Buffer;
}

/** One hash for two names: neither can be read from it, and nothing can be taken for the other. */
export const keyOf = (issuer: string, name: string): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([issuer, name]), 'utf8')
    .digest();

const textsOf = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim : [claim]).filter((text): text is string => typeof text === 'string');

/** Throws SignOnRefused: NO_ROLE, NO_ADDRESS. */
export function vouchedFor(claims: Claims, settings: SignOnSettings): VouchedFor {
  const { iss, sub, sid } = claims;
  const role = roleOf(claims, settings);
  const email = emailSchema.safeParse(claims['email']);
  if (!email.success || claims['email_verified'] === false) throw new SignOnRefused('NO_ADDRESS');
  return {
    key: keyOf(iss, sub),
    email: email.data,
    isEmailVerified: claims['email_verified'] === true,
    role,
    hasSecondFactor: isStrong(claims, settings),
    ...(typeof sid === 'string' && { session: keyOf(iss, sid) }),
  };
}

/** Whoever has several gets the one that stands first in the table. */
function roleOf(claims: Claims, { roles, rolesClaim }: SignOnSettings): StaffRole {
  const given = textsOf(claims[rolesClaim]);
  const found = roles.find(({ value }) => given.includes(value));
  if (!found) throw new SignOnRefused('NO_ROLE');
  return found.role;
}

/** `acr` is as the provider defines it; `amr` has `mfa` where several factors were used (RFC 8176, 2). */
function isStrong(claims: Claims, { strongAcr }: SignOnSettings): boolean {
  const { acr, amr } = claims;
  return (typeof acr === 'string' && strongAcr.includes(acr)) || textsOf(amr).includes('mfa');
}
