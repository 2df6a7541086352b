import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { may, type MembershipFacts } from '../policy/ability.js';
import type { ActingRequest } from '../policy/access.guard.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { STATUS_OF_KIND } from '../http/problem.filter.js';
import { Invitations } from '../people/businesses/invitations.service.js';
import { Members } from '../people/businesses/members.service.js';
import { emailSchema } from '../people/identity/identity.schemas.js';
import { MEMBER_ROLES, type MemberRole, type UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import type { UserId } from '../platform/kernel/ids.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import {
  inviteForm,
  memberRoleForm,
  membersQuery,
  type InviteForm,
  type MemberRoleForm,
  type MembersQuery,
} from './page-input.js';
import { PageContexts } from './page-contexts.service.js';
import { Pages } from './page.decorator.js';
import {
  INVITE_REFUSALS,
  MEMBERS_DONE,
  membersPage,
  type MembersDone,
  type MembersView,
} from './pages/members.page.js';
import { paths } from './paths.js';
import { sendPage } from './send-page.js';

/** Who belongs to a business, and who is invited to. */
@Pages('b/:b')
export class MemberPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly members: Members,
    private readonly invitations: Invitations,
  ) {}

  @Get('members')
  @Requires('read', 'Member')
  async list(
    @Req() request: ActingRequest,
    @InMembership() membership: MembershipFacts,
    @Query({ schema: membersQuery }) { done }: MembersQuery,
  ): Promise<string> {
    return this.page(request, membership, { done: MEMBERS_DONE.find((known) => known === done) });
  }

  @Post('members')
  @Requires('manage', 'Member')
  async invite(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: inviteForm }) form: InviteForm,
  ): Promise<void> {
    const refuse = async (status: number, problem: MembersView['problem']) => {
      const page = await this.page(request, membership, { problem, values: form });
      sendPage(response, status, page);
    };
    if (!form.email?.trim()) return refuse(422, { field: 'email', code: 'REQUIRED' });
    const email = emailSchema.safeParse(form.email);
    if (!email.success) return refuse(422, { field: 'email', code: 'INVALID' });
    if (!isRole(form.role)) return refuse(422, { field: 'role', code: 'REQUIRED' });
    try {
      const added = await this.invitations.add(request.actor as UserActor, membership, email.data, form.role);
      const done: MembersDone = added.state === 'invited' ? 'invited' : 'role';
      response.redirect(303, paths.membersDone(membership.businessId, done));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const code = INVITE_REFUSALS.find((known) => known === error.code);
      if (!code) throw error;
      await refuse(STATUS_OF_KIND[error.kind], { field: 'email', code });
    }
  }

  @Post('members/:userId/role')
  @Requires('manage', 'Member')
  changeRole(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('userId', pathId('member')) userId: string,
    @Body({ schema: memberRoleForm }) { role }: MemberRoleForm,
  ): Promise<void> {
    return this.act(response, membership, 'role', async () => {
      if (!isRole(role)) throw new AppError('VALIDATION', 'There is no such role.');
      await this.members.changeRole(request.actor as UserActor, membership, userId as UserId, role);
    });
  }

  @Post('members/:userId/removal')
  @Requires('manage', 'Member')
  remove(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('userId', pathId('member')) userId: string,
  ): Promise<void> {
    return this.act(response, membership, 'removed', () =>
      this.members.revoke(request.actor as UserActor, membership, userId as UserId),
    );
  }

  @Post('invitations/:invite/mails')
  @Requires('manage', 'Member')
  resend(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('invite', pathId('invitation')) id: string,
  ): Promise<void> {
    return this.act(response, membership, 'resent', () =>
      this.invitations.resend(request.actor as UserActor, membership, id),
    );
  }

  @Post('invitations/:invite/withdrawal')
  @Requires('manage', 'Member')
  withdraw(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('invite', pathId('invitation')) id: string,
  ): Promise<void> {
    return this.act(response, membership, 'withdrawn', () =>
      this.invitations.withdraw(request.actor as UserActor, membership, id),
    );
  }

  /** Does it and says so on the list; what is not there any more is done. */
  private async act(
    response: Response,
    { businessId }: MembershipFacts,
    done: MembersDone,
    work: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await work();
      response.redirect(303, paths.membersDone(businessId, done));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
      response.redirect(303, paths.membersDone(businessId, 'gone'));
    }
  }

  private async page(request: ActingRequest, membership: MembershipFacts, more: Partial<MembersView>): Promise<string> {
    return membersPage(await this.contexts.inBusiness(request, membership.businessId), {
      members: [...(await this.members.list(membership)).items],
      invitations: [...(await this.invitations.pending(membership)).items],
      mayManage: may(request.actor, 'manage', 'Member', membership),
      ...more,
    });
  }
}

const isRole = (role: string | undefined): role is MemberRole =>
  (MEMBER_ROLES as readonly string[]).includes(role ?? '');
