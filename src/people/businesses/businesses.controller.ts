import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { MembershipFacts } from '../../policy/ability.js';
import { Acting, InMembership } from '../../policy/acting.decorator.js';
import { Requires, SignedIn } from '../../policy/requires.decorator.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import { MEMBER_ROLES, type UserActor } from '../../platform/kernel/actor.js';
import type { UserId } from '../../platform/kernel/ids.js';
import { oneLine, pageSchema, type PageRequest } from '../../platform/kernel/schemas.js';
import { pathId } from '../../platform/kernel/path-parameter.js';
import { businessAnswer, businessesAnswer, memberAnswer, membersAnswer } from './businesses.answers.js';
import { Businesses } from './businesses.service.js';
import { Members } from './members.service.js';

const memberSchema = z.strictObject({ email: oneLine(254), role: z.enum(MEMBER_ROLES) }).meta({
  id: 'NewMember',
  description: 'Whom to make a member, by the address to sign in with, and as what.',
  examples: [{ email: 'comptable@example.test', role: 'accountant' }],
});

@ApiTags('businesses')
@Controller('api/v1/businesses')
export class BusinessesController {
  constructor(
    private readonly businesses: Businesses,
    private readonly members: Members,
  ) {}

  @Get()
  @SignedIn()
  @Describe({
    summary: 'List businesses',
    description: 'The businesses that the caller belongs to, oldest first.',
    answers: { 200: 'A page of them.' },
    body: businessesAnswer,
  })
  list(@Acting() actor: UserActor, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.businesses.ofUser(actor, page.limit, page.after);
  }

  @Get(':b')
  @Requires('read', 'Business')
  @Describe({
    summary: 'Read a business',
    description: 'One that the caller belongs to; any other is `NOT_FOUND`.',
    answers: { 200: 'The business.' },
    body: businessAnswer,
  })
  get(@Acting() actor: UserActor, @InMembership() membership: MembershipFacts) {
    return this.businesses.get(actor, membership.businessId);
  }

  @Get(':b/members')
  @Requires('read', 'Member')
  @Describe({
    summary: 'List members',
    description: 'Everybody who belongs to the business, on one page.',
    answers: { 200: 'All of them.' },
    body: membersAnswer,
  })
  listMembers(@InMembership() membership: MembershipFacts) {
    return this.members.list(membership);
  }

  @Post(':b/members')
  @Requires('manage', 'Member')
  @Describe({
    summary: 'Make somebody a member, or change a role',
    description:
      'The person must have signed up; `NOT_FOUND` otherwise. Full access does not make anybody the original owner, and ' +
      'the original owner’s access cannot be changed: `INVALID_STATE`.',
    answers: { 201: 'The member.' },
    body: memberAnswer,
    problems: ['INVALID_STATE', 'TOO_MANY_REQUESTS', 'AUDIT_UNAVAILABLE'],
  })
  grant(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: memberSchema }) ask: z.infer<typeof memberSchema>,
  ) {
    return this.members.grant(actor, membership, ask.email, ask.role);
  }

  @Delete(':b/members/:userId')
  @HttpCode(204)
  @Requires('manage', 'Member')
  @Describe({
    summary: 'Take a member out',
    description: 'The original owner cannot be taken out: `INVALID_STATE`.',
    answers: { 204: 'The person no longer belongs to the business.' },
    body: null,
    problems: ['INVALID_STATE', 'AUDIT_UNAVAILABLE'],
  })
  revoke(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('userId', pathId('member')) userId: string,
  ) {
    return this.members.revoke(actor, membership, userId as UserId);
  }
}
