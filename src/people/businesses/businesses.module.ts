import { Global, Module } from '@nestjs/common';
import { Memberships } from '../../policy/ports.js';
import { BusinessesController } from './businesses.controller.js';
import { BusinessLookup } from './business-lookup.service.js';
import { Businesses } from './businesses.service.js';
import { Members } from './members.service.js';

@Global()
@Module({
  controllers: [BusinessesController],
  providers: [Businesses, BusinessLookup, Members, { provide: Memberships, useExisting: Businesses }],
  exports: [Businesses, BusinessLookup, Members, Memberships],
})
export class BusinessesModule {}
