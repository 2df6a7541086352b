import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Standing } from '../access/ability.js';
import { Acting, InStanding } from '../access/acting.decorator.js';
import { Requires, SignedIn } from '../access/requires.decorator.js';
import { MEMBER_ROLES, type UserActor } from '../kernel/actor.js';
import { notFound } from '../kernel/app-error.js';
import { isId, type UserId } from '../kernel/ids.js';
import { pageSchema, printable, type PageRequest } from '../kernel/schemas.js';
import { Businesses } from './businesses.service.js';
import { Members } from './members.service.js';

const memberSchema = z.strictObject({ email: printable(254), role: z.enum(MEMBER_ROLES) });

@ApiTags('businesses')
@Controller('api/v1/businesses')
export class BusinessesController {
  constructor(
    private readonly businesses: Businesses,
    private readonly members: Members,
  ) {}

  @Get()
  @SignedIn()
  list(@Acting() actor: UserActor, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.businesses.ofUser(actor, page.limit, page.after);
  }

  @Get(':b')
  @Requires('read', 'Business')
  get(@Acting() actor: UserActor, @InStanding() standing: Standing) {
    return this.businesses.get(actor, standing.businessId);
  }

  @Get(':b/members')
  @Requires('read', 'Member')
  listMembers(@InStanding() standing: Standing) {
    return this.members.list(standing);
  }

  @Post(':b/members')
  @Requires('manage', 'Member')
  grant(
    @Acting() actor: UserActor,
    @InStanding() standing: Standing,
    @Body({ schema: memberSchema }) ask: z.infer<typeof memberSchema>,
  ) {
    return this.members.grant(actor, standing, ask.email, ask.role);
  }

  @Delete(':b/members/:userId')
  @HttpCode(204)
  @Requires('manage', 'Member')
  revoke(@Acting() actor: UserActor, @InStanding() standing: Standing, @Param('userId') userId: string) {
    if (!isId(userId)) throw notFound('member');
    return this.members.revoke(actor, standing, userId as UserId);
  }
}
