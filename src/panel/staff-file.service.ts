import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuditReader } from '../log/events/audit-reader.service.js';
import { emailSchema, whyOf } from '../people/identity/identity.schemas.js';
import { SecondFactors } from '../people/identity/second-factors.service.js';
import { STAFF_REASONS } from '../people/identity/staff-reasons.js';
import { StaffPasskeys } from '../people/identity/staff-passkeys.service.js';
import { StaffSessions, type OpenStaffSession } from '../people/identity/staff-sessions.service.js';
import { StaffAccounts, type StaffChange } from '../people/identity/staff.service.js';
import { STAFF_ROLES, type StaffActor } from '../platform/kernel/actor.js';
import { notFound } from '../platform/kernel/app-error.js';
import { isId, type StaffId } from '../platform/kernel/ids.js';
import { idSchema } from '../platform/kernel/schemas.js';
import { parsed } from '../platform/kernel/validation-error.js';
import type { StaffAccountView, StaffChanged, StaffSessionRow } from './operators-views.js';
import type { PageCommand, PageQuery } from './panel-page.js';

const plain = (reasons: readonly string[]) => z.strictObject({ id: idSchema, ...whyOf(reasons).shape });
const invitationSchema = z.strictObject({
  email: emailSchema,
  role: z.enum(STAFF_ROLES),
  ...whyOf(STAFF_REASONS.add).shape,
});
const newRoleSchema = plain(STAFF_REASONS['change-role']).extend({ role: z.enum(STAFF_ROLES) });

/** The page of one staff account, and what an operator may do to it. */
@Injectable()
export class StaffFile {
  constructor(
    private readonly accounts: StaffAccounts,
    private readonly factors: SecondFactors,
    private readonly sessions: StaffSessions,
    private readonly passkeys: StaffPasskeys,
    private readonly events: AuditReader,
  ) {}

  readonly invitation: Readonly<Record<string, PageCommand>> = {
    add: {
      ...MANAGED,
      run: async (actor, given) => {
        const { email, role, ...why } = parsed(invitationSchema, given);
        const { id, password } = await this.accounts.invite(actor, email, role, why);
        return { account: await this.view(actor, id), password } satisfies StaffChanged;
      },
    },
  };

  readonly commands: Readonly<Record<string, PageCommand>> = {
    'change-role': this.command(newRoleSchema, (actor, id, { role, ...why }) =>
      this.accounts.changeRole(actor, id, role, why),
    ),
    disable: this.command(plain(STAFF_REASONS.disable), (actor, id, why) => this.accounts.disable(actor, id, why)),
    enable: this.command(plain(STAFF_REASONS.enable), (actor, id, why) => this.accounts.enable(actor, id, why)),
    'reset-second-factor': this.command(plain(STAFF_REASONS['reset-second-factor']), (actor, id, why) =>
      this.accounts.resetSecondFactor(actor, id, why),
    ),
    'reset-password': this.command(plain(STAFF_REASONS['reset-password']), (actor, id, why) =>
      this.accounts.resetPassword(actor, id, why),
    ),
    'end-sessions': this.command(plain(STAFF_REASONS['end-sessions']), (actor, id, why) =>
      this.accounts.endSessions(actor, id, why),
    ),
  };

  /** Throws NOT_FOUND. */
  async read(actor: StaffActor, { id }: PageQuery): Promise<StaffAccountView> {
    if (!isId(id)) throw notFound('staff account');
    return this.view(actor, id as StaffId);
  }

  private command<Given extends StaffChange & { readonly id: string }>(
    schema: z.ZodType<Given>,
    /** Answers with a password of one time, or whether anything was changed. */
    work: (actor: StaffActor, id: StaffId, rest: Omit<Given, 'id'>) => Promise<string | boolean>,
  ): PageCommand {
    return {
      ...MANAGED,
      run: async (actor, given) => {
        const { id, ...rest } = parsed(schema, given);
        const done = await work(actor, id as StaffId, rest);
        const account = await this.view(actor, id as StaffId);
        if (typeof done === 'string') return { account, password: done } satisfies StaffChanged;
        return { account, ...(!done && { wasSoAlready: true }) } satisfies StaffChanged;
      },
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
    };
  }
}

const MANAGED = { may: 'manage', on: 'StaffAccount' } as const;

export const sessionRowOf = ({ startedAt, seenAt, ...session }: OpenStaffSession): StaffSessionRow => ({
  ...session,
  startedAt: startedAt.toISOString(),
  seenAt: seenAt.toISOString(),
});
