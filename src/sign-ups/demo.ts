import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Business } from '../businesses/business.entity.js';
import { Members } from '../businesses/members.service.js';
import { inTransaction } from '../database/transaction.js';
import { StaffAccounts } from '../identity/staff.service.js';
import { Users } from '../identity/users.service.js';
import { systemActor, type Edition, type MemberRole, type StaffRole } from '../kernel/actor.js';
import { emailKey } from '../kernel/text.js';
import { SignUps } from './sign-up.service.js';

export const DEMO_PASSWORD = 'ardoise-demo';

const OWNERS: readonly { email: string; businessName: string; edition: Edition }[] = [
  { email: 'owner@demo.test', businessName: 'Atelier Lachance', edition: 'accounting' },
  { email: 'express-owner@demo.test', businessName: 'Café Brûlerie', edition: 'express' },
];

/** Members of the first owner's business. */
const MEMBERS: readonly { email: string; role: MemberRole }[] = [
  { email: 'partner@demo.test', role: 'owner' },
  { email: 'accountant@demo.test', role: 'accountant' },
];

const STAFF: readonly { email: string; role: StaffRole }[] = [
  { email: 'support@demo.test', role: 'support' },
  { email: 'lead@demo.test', role: 'support-lead' },
  { email: 'compliance@demo.test', role: 'compliance' },
  { email: 'operator@demo.test', role: 'operator' },
];

/** The accounts that can sign in to the web app, with what each of them is. */
export const DEMO_ACCOUNTS: readonly { readonly email: string; readonly what: string }[] = [
  { email: 'owner@demo.test', what: 'original owner of Atelier Lachance (edition Comptabilité)' },
  { email: 'partner@demo.test', what: 'full access to Atelier Lachance, but not its original owner' },
  { email: 'accountant@demo.test', what: 'accountant of Atelier Lachance' },
  { email: 'express-owner@demo.test', what: 'original owner of Café Brûlerie (edition Comptabilité Exprès)' },
];

const ACTOR = systemActor('demo');

/** Makes the demo accounts that are not there yet; safe to repeat. */
export async function seedDemo(app: INestApplicationContext): Promise<void> {
  const users = app.get(Users);
  for (const owner of OWNERS) {
    if (await users.findByEmail(owner.email)) continue;
    const ask = { ...owner, password: DEMO_PASSWORD, locale: 'fr', currency: 'CAD' } as const;
    await app.get(SignUps).signUp(ACTOR.origin, ask);
  }
  for (const member of MEMBERS) {
    if (!(await users.findByEmail(member.email))) await addMember(app, member.email, member.role);
  }
  const accounts = app.get(StaffAccounts);
  const known = new Set((await accounts.list()).map((staff) => staff.emailKey));
  for (const { email, role } of STAFF) {
    if (!known.has(emailKey(email))) await accounts.add(ACTOR, email, role, DEMO_PASSWORD);
  }
}

async function addMember(app: INestApplicationContext, email: string, role: MemberRole): Promise<void> {
  const users = app.get(Users);
  const dataSource = app.get(DataSource);
  const owner = await users.findByEmail(OWNERS[0]!.email);
  const business = await dataSource.getRepository(Business).findOneByOrFail({ originalOwnerId: owner!.id });
  const passwordHash = await users.hashPassword(DEMO_PASSWORD);
  await inTransaction(dataSource, async (tx) => {
    const user = await users.add(tx, { email, passwordHash, locale: 'fr' });
    await app.get(Members).grantIn(tx, ACTOR, business.id, user.id, role);
  });
}
