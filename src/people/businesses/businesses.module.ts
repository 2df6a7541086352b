import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Memberships } from '../../policy/ports.js';
import { HOUR_MS } from '../../platform/kernel/clock.js';
import { Jobs } from '../../platform/outbox/jobs.service.js';
import { Erasures } from '../../platform/retention/erasures.service.js';
import { INVITATIONS_JOB } from '../retention.js';
import { Business } from './business.entity.js';
import { BusinessesController } from './businesses.controller.js';
import { BusinessLookup } from './business-lookup.service.js';
import { Businesses } from './businesses.service.js';
import { Invitations } from './invitations.service.js';
import { InvitationsController } from './invitations.controller.js';
import { Members } from './members.service.js';
import { Sellers } from './sellers.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Business])],
  controllers: [BusinessesController, InvitationsController],
  providers: [
    Businesses,
    BusinessLookup,
    Invitations,
    Members,
    Sellers,
    { provide: Memberships, useExisting: Businesses },
  ],
  exports: [Businesses, BusinessLookup, Invitations, Members, Memberships, Sellers],
})
export class BusinessesModule implements OnModuleInit {
  constructor(
    private readonly invitations: Invitations,
    private readonly erasures: Erasures,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.erasures.registerRows('invitations', (tx, person) => this.invitations.erase(tx, person));
    this.jobs.register(INVITATIONS_JOB, HOUR_MS, () => this.invitations.forgetOld());
  }
}
