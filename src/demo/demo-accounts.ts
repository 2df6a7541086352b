import type { Edition, Locale, MemberRole, StaffRole } from '../platform/kernel/actor.js';

/** Public: whoever can read this can sign in to the demo. */
export const DEMO_PASSWORD = 'ardoise-demo';

/** A member of the first demo business beside its owner. */
export interface DemoMember {
  readonly email: string;
  readonly role: MemberRole;
}

export interface DemoOwner {
  readonly email: string;
  readonly businessName: string;
  readonly edition: Edition;
  readonly locale: Locale;
}

export const ATELIER: DemoOwner = {
  email: 'owner@demo.test',
  businessName: 'Atelier Lachance',
  edition: 'accounting',
  locale: 'fr',
};

export const CAFE: DemoOwner = {
  email: 'express-owner@demo.test',
  businessName: 'Café Brûlerie',
  edition: 'express',
  locale: 'fr',
};

export const MEMBERS: readonly DemoMember[] = [
  { email: 'partner@demo.test', role: 'owner' },
  { email: 'accountant@demo.test', role: 'accountant' },
  { email: 'bookkeeper@demo.test', role: 'bookkeeper' },
  { email: 'viewer@demo.test', role: 'viewer' },
];

export const STAFF: readonly { readonly email: string; readonly role: StaffRole }[] = [
  { email: 'support@demo.test', role: 'support' },
  { email: 'lead@demo.test', role: 'support-lead' },
  { email: 'compliance@demo.test', role: 'compliance' },
  { email: 'operator@demo.test', role: 'operator' },
  { email: 'second-operator@demo.test', role: 'operator' },
];

/** Who signs in at the web app, under the keys by which the pages name them in the reader's language. */
export const DEMO_SIGN_INS = [
  { email: ATELIER.email, who: 'owner', what: 'original owner of Atelier Lachance: start here' },
  { email: 'partner@demo.test', who: 'partner', what: 'full access to Atelier Lachance, but may not reset it' },
  { email: 'accountant@demo.test', who: 'accountant', what: 'its accountant' },
  { email: 'bookkeeper@demo.test', who: 'bookkeeper', what: 'its bookkeeper' },
  { email: 'viewer@demo.test', who: 'viewer', what: 'may look at its books, and no more' },
  { email: CAFE.email, who: 'expressOwner', what: 'original owner of Café Brûlerie (Comptabilité Exprès), just reset' },
] as const;

const STAFF_SIGN_INS = [
  ['support@demo.test', 'looks businesses up, asks for what changes something'],
  ['lead@demo.test', 'approves what support asks for: one request waits'],
  ['compliance@demo.test', 'reads, verifies and exports the audit log; holds snapshots'],
  ['operator@demo.test', 'manages the accounts of the staff, and asks for what gives more rights'],
  ['second-operator@demo.test', 'decides that'],
] as const;

const line = (email: string, what: string) => `  ${email.padEnd(26)} ${what}`;

/** What a newcomer is told: every account, where it signs in, and what to try first. `url` is without a slash at its end. */
export function demoGuide(url: string): string[] {
  return [
    `The demo, password ${DEMO_PASSWORD} for everybody. Owners and members sign in at ${url}`,
    ...DEMO_SIGN_INS.map(({ email, what }) => line(email, what)),
    '',
    `Staff sign in to the panel at ${url}/admin`,
    ...STAFF_SIGN_INS.map(([email, what]) => line(email, what)),
    '',
    `Try first: sign in as ${ATELIER.email} and follow the three steps at the top of the home page: look at the books,`,
    'reset them, recover them. The books are dated over the past fourteen months; the times in the audit log are the',
    'real ones, of the minute in which the demo was made.',
  ];
}
