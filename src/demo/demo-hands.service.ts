import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { may, staffMay, type MembershipFacts } from '../policy/ability.js';
import type { PolicyAction, PolicySubject } from '../policy/policy.js';
import { BusinessLookup } from '../people/businesses/business-lookup.service.js';
import { membershipOf } from '../people/businesses/businesses.service.js';
import { Members } from '../people/businesses/members.service.js';
import { inTransaction } from '../platform/database/transaction.js';
import { StaffAccounts } from '../people/identity/staff.service.js';
import { Users, viewOfUser } from '../people/identity/users.service.js';
import {
  systemActor,
  type MemberRole,
  type Origin,
  type StaffActor,
  type StaffRole,
  type UserActor,
} from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import { newId, type BusinessId } from '../platform/kernel/ids.js';
import { emailKey } from '../platform/kernel/text.js';
import { SignUps } from '../resets/sign-ups/sign-up.service.js';
import { DEMO_PASSWORD, STAFF, type DemoOwner } from './demo-accounts.js';
import { DemoRegister } from './demo-register.service.js';

/** The original owner of a demo business, as the program acts in that person's name. */
export interface Owning {
  readonly actor: UserActor;
  readonly membership: MembershipFacts;
  readonly signUpEmail: string;
  /** How often the demo of this business was started again. */
  readonly round: number;
}

export const DEMO_ACTOR = systemActor('demo');

/** In the log the events of the demo's making say where they came from: no person's browser. */
export const demoOrigin = (): Origin => ({ requestId: `demo-${newId()}`, userAgent: 'Ardoise demo' });

/** The people of the demo. Whatever is done in the name of one of them, the policy is asked first, as of everybody. */
@Injectable()
export class DemoHands {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: Users,
    private readonly businesses: BusinessLookup,
    private readonly signUps: SignUps,
    private readonly members: Members,
    private readonly staffAccounts: StaffAccounts,
    private readonly register: DemoRegister,
  ) {}

  /** Signs the owner up, or finds who signed up before, and takes the business into the demo. */
  async signUp(name: string, owner: DemoOwner): Promise<void> {
    const known = await this.users.findByEmail(owner.email);
    if (!known) {
      const ask = { ...owner, password: DEMO_PASSWORD, currency: 'CAD' } as const;
      const { business } = await this.signUps.signUp(demoOrigin(), ask);
      return this.register.add(name, business.id);
    }
    const businessId = await this.businesses.ownedBy(known.id);
    if (businessId === undefined) throw new Error(`${owner.email} is known, but has signed up for no business.`);
    await this.register.add(name, businessId);
  }

  async addMember(businessId: BusinessId, email: string, role: MemberRole): Promise<void> {
    if (await this.users.findByEmail(email)) return;
    const passwordHash = await this.users.hashPassword(DEMO_PASSWORD);
    await inTransaction(this.dataSource, async (tx) => {
      const user = await this.users.add(tx, { email, passwordHash, locale: 'fr' });
      await this.members.grantIn(tx, DEMO_ACTOR, businessId, user.id, role);
    });
  }

  async addStaff(): Promise<void> {
    const known = new Set((await this.staffAccounts.list()).map((staff) => staff.emailKey));
    for (const { email, role } of STAFF) {
      if (!known.has(emailKey(email))) await this.staffAccounts.add(DEMO_ACTOR, email, role, DEMO_PASSWORD);
    }
  }

  async ownerOf(name: string): Promise<Owning> {
    const { businessId, round } = (await this.register.find(name))!;
    const { originalOwnerId } = (await this.businesses.fileHead(businessId))!;
    const owner = (await this.users.findById(originalOwnerId))!;
    const actor: UserActor = { type: 'user', sessionId: newId(), origin: demoOrigin(), ...viewOfUser(owner) };
    const membership = (await membershipOf(this.dataSource.manager, originalOwnerId, businessId))!;
    return { actor, membership, signUpEmail: owner.signUpEmail, round };
  }

  async staff(role: StaffRole): Promise<StaffActor> {
    const { email } = STAFF.find((account) => account.role === role)!;
    return { type: 'staff', id: await this.staffAccounts.idOf(email), role, origin: demoOrigin() };
  }
}

/** Throws FORBIDDEN where the policy does not let this person do it: the demo has no rights of its own. */
export function assertMay({ actor, membership }: Owning, action: PolicyAction, on: PolicySubject): void {
  if (!may(actor, action, on, membership)) throw new AppError('FORBIDDEN', `The demo may not ${action} ${on}.`);
}

export function assertStaffMay({ role }: StaffActor, action: PolicyAction, on: PolicySubject): void {
  if (!staffMay(role, action, on)) throw new AppError('FORBIDDEN', `The demo may not ${action} ${on} as ${role}.`);
}
