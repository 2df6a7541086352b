import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Memberships } from '../../policy/ports.js';
import { Business } from './business.entity.js';
import { BusinessesController } from './businesses.controller.js';
import { BusinessLookup } from './business-lookup.service.js';
import { Businesses } from './businesses.service.js';
import { Members } from './members.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Business])],
  controllers: [BusinessesController],
  providers: [Businesses, BusinessLookup, Members, { provide: Memberships, useExisting: Businesses }],
  exports: [Businesses, BusinessLookup, Members, Memberships],
})
export class BusinessesModule {}
