import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { MembershipFacts } from '../../policy/ability.js';
import { Acting, InMembership } from '../../policy/acting.decorator.js';
import { Requires, SignedIn } from '../../policy/requires.decorator.js';
import { Describe } from '../../platform/api/describe.decorator.js';
import { MEMBER_ROLES, type UserActor } from '../../platform/kernel/actor.js';
import type { UserId } from '../../platform/kernel/ids.js';
import { pageSchema, type PageRequest } from '../../platform/kernel/schemas.js';
import { emailSchema } from '../identity/identity.schemas.js';
import { pathId } from '../../platform/kernel/path-parameter.js';
import {
  addedMemberAnswer,
  businessAnswer,
  businessDetailsAnswer,
  businessesAnswer,
  invitationAnswer,
  invitationsAnswer,
  membersAnswer,
} from './businesses.answers.js';
import { Businesses } from './businesses.service.js';
import { Invitations } from './invitations.service.js';
import { Members } from './members.service.js';
import { businessDetailsSchema, Sellers, type BusinessDetailsRequest } from './sellers.service.js';

const memberSchema = z.strictObject({ email: emailSchema, role: z.enum(MEMBER_ROLES) }).meta({
  id: 'NewMember',
  description: 'Whom to invite, or which member to give another role, by the address; and as what.',
  examples: [{ email: 'comptable@example.test', role: 'accountant' }],
});

@ApiTags('businesses')
@Controller('api/v1/businesses')
export class BusinessesController {
  constructor(
    private readonly businesses: Businesses,
    private readonly members: Members,
    private readonly invitations: Invitations,
    private readonly sellers: Sellers,
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

  @Get(':b/details')
  @Requires('read', 'Business')
  @Describe({
    summary: 'Read what documents say of a business',
    description: 'Its address, contact and tax numbers; null is what nobody has filled in.',
    answers: { 200: 'The details.' },
    body: businessDetailsAnswer,
  })
  details(@InMembership() { businessId }: MembershipFacts) {
    return this.sellers.details(businessId);
  }

  @Put(':b/details')
  @Requires('manage', 'Business')
  @Describe({
    summary: 'Change what documents say of a business',
    description: 'Documents that are drawn from now on say it, those that were issued before too.',
    answers: { 200: 'The details, as they are now.' },
    body: businessDetailsAnswer,
    problems: ['AUDIT_UNAVAILABLE'],
  })
  changeDetails(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: businessDetailsSchema }) details: BusinessDetailsRequest,
  ) {
    return this.sellers.change(actor, membership, details);
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
    summary: 'Invite somebody, or change a role',
    description:
      'The address of a member: that person has the new role without delay (`state` is `member`). Any other is mailed a link, good ' +
      'for seven days, with which whoever reads it joins (`state` is `invited`); whether somebody signs in with it nobody is ' +
      'told. An invitation of the same address that waits is replaced. Your own address must be confirmed: ' +
      '`ADDRESS_NOT_CONFIRMED`. Full access does not make anybody the original owner, and the original owner’s access cannot ' +
      'be changed: `INVALID_STATE`.',
    answers: { 201: 'It is so, or the invitation was mailed.' },
    body: addedMemberAnswer,
    problems: ['INVALID_STATE', 'ADDRESS_NOT_CONFIRMED', 'TOO_MANY_REQUESTS', 'AUDIT_UNAVAILABLE'],
  })
  add(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: memberSchema }) ask: z.infer<typeof memberSchema>,
  ) {
    return this.invitations.add(actor, membership, ask.email, ask.role);
  }

  @Get(':b/invitations')
  @Requires('read', 'Member')
  @Describe({
    summary: 'List invitations',
    description: 'Those that nobody has accepted and nobody has withdrawn, on one page.',
    answers: { 200: 'All of them.' },
    body: invitationsAnswer,
  })
  listInvitations(@InMembership() membership: MembershipFacts) {
    return this.invitations.pending(membership);
  }

  @Post(':b/invitations/:invite/mails')
  @Requires('manage', 'Member')
  @Describe({
    summary: 'Send an invitation again',
    description: 'Mails another link, good for seven days; the one before is worth nothing any more.',
    answers: { 201: 'It was mailed.' },
    body: invitationAnswer,
    problems: ['ADDRESS_NOT_CONFIRMED', 'TOO_MANY_REQUESTS', 'AUDIT_UNAVAILABLE'],
  })
  resend(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('invite', pathId('invitation')) id: string,
  ) {
    return this.invitations.resend(actor, membership, id);
  }

  @Delete(':b/invitations/:invite')
  @HttpCode(204)
  @Requires('manage', 'Member')
  @Describe({
    summary: 'Withdraw an invitation',
    description: 'Its link opens nothing any more.',
    answers: { 204: 'It is withdrawn.' },
    body: null,
    problems: ['AUDIT_UNAVAILABLE'],
  })
  withdraw(
    @Acting() actor: UserActor,
    @InMembership() membership: MembershipFacts,
    @Param('invite', pathId('invitation')) id: string,
  ) {
    return this.invitations.withdraw(actor, membership, id);
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
