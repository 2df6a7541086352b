import { z } from 'zod';
import { STAFF_ROLES, type StaffRole } from '../kernel/actor.js';
import { AddressList, addressesIn, isAddressOrNet } from './address-list.js';

/** A value of the provider's claim and the role that it stands for. */
export interface RoleOfClaim {
  readonly value: string;
  readonly role: StaffRole;
}

/** Where staff sign in, if not here: an OpenID Connect provider. */
export interface SignOnSettings {
  /** Its configuration is read at `<issuer>/.well-known/openid-configuration`. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button calls it. */
  readonly name?: string;
  /** Asked for beside `openid`. */
  readonly scopes: readonly string[];
  readonly rolesClaim: string;
  /** The first that somebody has counts; whoever has none does not get in. */
  readonly roles: readonly RoleOfClaim[];
  /** Values of `acr` that are asked for and taken for a second factor; `amr` with `mfa` (RFC 8176) is taken too. */
  readonly strongAcr: readonly string[];
}

/** Plain http only to the machine itself, where one tries it out. */
const isSafeIssuer = (text: string): boolean => {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};

const words = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean));

/** How staff get in: the settings as they stand in the environment. */
export const staffAccess = {
  STAFF_SIGN_ON_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(isSafeIssuer, 'must be an https: address')
    .optional(),
  STAFF_SIGN_ON_CLIENT_ID: z.string().min(1).optional(),
  STAFF_SIGN_ON_CLIENT_SECRET: z.string().min(16).optional(),
  STAFF_SIGN_ON_NAME: z.string().min(1).max(60).optional(),
  STAFF_SIGN_ON_SCOPES: words,
  STAFF_SIGN_ON_ROLES_CLAIM: z.string().min(1).max(200).default('groups'),
  STAFF_SIGN_ON_ROLES: z.string().default('').transform(roleTable),
  STAFF_SIGN_ON_ACR: words,
  STAFF_ALLOWED_ADDRESSES: z.string().optional().transform(addressList),
};

const ROLES_FORM = `must be a table such as "ardoise-support=support, auditors=compliance"; the roles are ${STAFF_ROLES.join(', ')}`;

function roleTable(text: string, context: z.RefinementCtx): RoleOfClaim[] {
  const lines = text
    .split(/[,\n]/)
    .map((line) => line.trim())
    .filter(Boolean);
  const table = lines.map((line) => {
    const at = line.lastIndexOf('=');
    return { value: line.slice(0, Math.max(0, at)).trim(), role: line.slice(at + 1).trim() as StaffRole };
  });
  if (table.every(({ value, role }) => value !== '' && STAFF_ROLES.includes(role))) return table;
  context.addIssue({ code: 'custom', message: ROLES_FORM });
  return z.NEVER;
}

function addressList(text: string | undefined, context: z.RefinementCtx): AddressList | undefined {
  if (text === undefined) return undefined;
  const given = addressesIn(text);
  if (given.length > 0 && given.every(isAddressOrNet)) return new AddressList(given);
  context.addIssue({ code: 'custom', message: 'must be addresses or nets: 192.0.2.7, 10.0.0.0/8, 2001:db8::/32' });
  return z.NEVER;
}

type Given = z.output<z.ZodObject<typeof staffAccess>>;

const NEEDED = [
  'STAFF_SIGN_ON_ISSUER',
  'STAFF_SIGN_ON_CLIENT_ID',
  'STAFF_SIGN_ON_CLIENT_SECRET',
  'STAFF_SIGN_ON_ROLES',
] as const;

/** Undefined where nothing is set. Throws an Error that names what is missing: half of it would let nobody in. */
export function signOnFrom(given: Given): SignOnSettings | undefined {
  const isThere = (name: (typeof NEEDED)[number]) => given[name] !== undefined && given[name].length > 0;
  const missing = NEEDED.filter((name) => !isThere(name));
  if (missing.length === NEEDED.length) return undefined;
  if (missing.length > 0) {
    throw new Error(`For staff to sign in elsewhere these settings are missing: ${missing.join(', ')}.`);
  }
  return {
    issuer: given.STAFF_SIGN_ON_ISSUER!,
    clientId: given.STAFF_SIGN_ON_CLIENT_ID!,
    clientSecret: given.STAFF_SIGN_ON_CLIENT_SECRET!,
    name: given.STAFF_SIGN_ON_NAME,
    scopes: given.STAFF_SIGN_ON_SCOPES.length > 0 ? given.STAFF_SIGN_ON_SCOPES : ['email'],
    rolesClaim: given.STAFF_SIGN_ON_ROLES_CLAIM,
    roles: given.STAFF_SIGN_ON_ROLES,
    strongAcr: given.STAFF_SIGN_ON_ACR,
  };
}
