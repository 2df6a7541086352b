import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditReader } from '../log/events/audit-reader.service.js';
import { emailSchema, whyOf } from '../people/identity/identity.schemas.js';
import { SecondFactors } from '../people/identity/second-factors.service.js';
import { STAFF_REASONS } from '../people/identity/staff-reasons.js';
import { StaffPasskeys } from '../people/identity/staff-passkeys.service.js';
import { StaffSessions, type OpenStaffSession } from '../people/identity/staff-sessions.service.js';
import { StaffAccounts, type StaffChange } from '../people/identity/staff.service.js';
import { StaffRequests, type WantedChange } from '../people/identity/staff-requests.service.js';
import { widens } from '../policy/widening.js';
import { STAFF_ROLES, type StaffActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { isId, type StaffId } from '../platform/kernel/ids.js';
import { idSchema } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import type { StaffAccountView, StaffChanged, StaffInvited, StaffSessionRow } from './operators-views.js';
import type { PageCommand, PageContent, PageQuery } from './panel-page.js';

const plain = <Reason extends string>(reasons: readonly Reason[]) =>
  z.strictObject({ id: idSchema, ...whyOf(reasons).shape });
const invitationSchema = z.strictObject({
  email: emailSchema,
  role: z.enum(STAFF_ROLES),
  ...whyOf(STAFF_REASONS.add).shape,
});
const newRoleSchema = plain(STAFF_REASONS['change-role']).extend({ role: z.enum(STAFF_ROLES) });

const sessionsSchema = plain(STAFF_REASONS['end-sessions']).extend({ session: idSchema.optional() });
const decisionSchema = z.strictObject({ request: idSchema });

type Outcome = StaffChanged['happened'];
type WhyGiven = Parameters<StaffRequests['ask']>[2];

/** The page of one staff account, and what an operator may do to it. */
@Injectable()
export class StaffFile {
  constructor(
    private readonly accounts: StaffAccounts,
    private readonly factors: SecondFactors,
    private readonly sessions: StaffSessions,
    private readonly passkeys: StaffPasskeys,
    private readonly requests: StaffRequests,
    private readonly events: AuditReader,
  ) {}

  readonly invitation: Readonly<Record<string, PageCommand>> = {
    add: {
      ...MANAGED,
      run: async (actor, given) => {
        const { email, role, ...why } = parsed(invitationSchema, given);
        await this.requests.ask(actor, { action: 'add', email, role }, why);
        return { email, role } satisfies StaffInvited;
      },
    },
  };

  readonly commands: Readonly<Record<string, PageCommand>> = {
    'change-role': this.command(newRoleSchema, async (actor, id, { role, ...why }) => {
      const account = await this.accounts.find(id);
      if (account && widens(account.role, role)) return this.ask(actor, { action: 'change-role', id, role }, why);
      return done(await this.accounts.changeRole(actor, id, role, why));
    }),
    disable: this.command(plain(STAFF_REASONS.disable), async (actor, id, why) =>
      done(await this.accounts.disable(actor, id, why)),
    ),
    enable: this.command(plain(STAFF_REASONS.enable), (actor, id, why) =>
      this.ask(actor, { action: 'enable', id }, why),
    ),
    'reset-second-factor': this.command(plain(STAFF_REASONS['reset-second-factor']), (actor, id, why) =>
      this.ask(actor, { action: 'reset-second-factor', id }, why),
    ),
    'reset-password': this.command(plain(STAFF_REASONS['reset-password']), async (actor, id, why) =>
      done(await this.accounts.resetPassword(actor, id, why)),
    ),
    'end-sessions': this.command(sessionsSchema, async (actor, id, { session, ...why }) =>
      done(
        session === undefined
          ? await this.accounts.endSessions(actor, id, why)
          : await this.accounts.endSession(actor, id, session, why),
      ),
    ),
  };

  /** What waits for a second operator, and what was decided lately. */
  readonly waiting: PageContent = {
    read: () => this.requests.list(),
    commands: {
      approve: {
        may: 'approve',
        on: 'StaffAccount',
        run: this.decision((actor, id) => this.requests.approve(actor, id)),
      },
      refuse: { may: 'manage', on: 'StaffAccount', run: this.decision((actor, id) => this.requests.refuse(actor, id)) },
    },
  };

  /** Throws NOT_FOUND. */
  async read(actor: StaffActor, { id }: PageQuery): Promise<StaffAccountView> {
    if (!isId(id)) throw notFound('staff account');
    return this.view(actor, id as StaffId);
  }

  private command<Given extends StaffChange & { readonly id: string }>(
    schema: z.ZodType<Given>,
    work: (actor: StaffActor, id: StaffId, rest: Omit<Given, 'id'>) => Promise<Outcome>,
  ): PageCommand {
    return {
      ...MANAGED,
      run: async (actor, given) => {
        const { id, ...rest } = parsed(schema, given);
        const happened = await work(actor, id as StaffId, rest);
        return { account: await this.view(actor, id as StaffId), happened } satisfies StaffChanged;
      },
    };
  }

  private async ask(actor: StaffActor, wanted: WantedChange, why: Required<WhyGiven>): Promise<Outcome> {
    return (await this.requests.ask(actor, wanted, why)) ? 'waits' : 'was-so';
  }

  private decision(work: (actor: StaffActor, id: string) => Promise<void>): PageCommand['run'] {
    return async (actor, given) => {
      await work(actor, parsed(decisionSchema, given).request);
      return this.requests.list();
    };
  }

  private async view(actor: StaffActor, id: StaffId): Promise<StaffAccountView> {
    const staff = await this.accounts.find(id);
    if (!staff) throw notFound('staff account');
    const factorSince = await this.factors.confirmedAt(id);
    const isOperator = staff.role === 'operator' && staff.disabledAt === null;
    return {
      id,
      email: staff.email,
      role: staff.role,
      addedAt: staff.createdAt.toISOString(),
      disabledAt: staff.disabledAt?.toISOString() ?? null,
      oneTimeUntil: staff.passwordExpiresAt?.toISOString() ?? null,
      secondFactorSince: factorSince?.toISOString() ?? null,
      // From the log: sessions are forgotten a day after their end.
      lastSignInAt: await this.events.lastSuccess(id, 'staff-session.started'),
      passkeys: (await this.passkeys.list(id)).length,
      isElsewhere: staff.signOnKey !== null,
      sessions: (await this.sessions.openOf(id)).map(sessionRowOf),
      isOwn: actor.id === id,
      isLastOperator: isOperator && (await this.accounts.countOperators()) === 1,
      hasSecond: (await this.accounts.countOperators()) > 1,
      waiting: await this.requests.pendingFor(id),
    };
  }
}

const MANAGED = { may: 'manage', on: 'StaffAccount' } as const;

const done = (isChanged: boolean): Outcome => (isChanged ? 'done' : 'was-so');

export const sessionRowOf = ({ startedAt, seenAt, ...session }: OpenStaffSession): StaffSessionRow => ({
  ...session,
  startedAt: startedAt.toISOString(),
  seenAt: seenAt.toISOString(),
});
