import { Global, Module } from '@nestjs/common';
import { Standings } from '../../policy/ports.js';
import { BusinessesController } from './businesses.controller.js';
import { Businesses } from './businesses.service.js';
import { Members } from './members.service.js';

@Global()
@Module({
  controllers: [BusinessesController],
  providers: [Businesses, Members, { provide: Standings, useExisting: Businesses }],
  exports: [Businesses, Members, Standings],
})
export class BusinessesModule {}
