import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DemoBooks } from './demo-books.service.js';
import { DemoHands } from './demo-hands.service.js';
import { DemoRegister } from './demo-register.service.js';
import { DemoSupport } from './demo-support.service.js';
import { DemoSwitches } from './demo-switches.service.js';
import { DemoWalk } from './demo-walk.service.js';
import { Demo } from './demo.service.js';
import { DemoBusiness, DemoPart } from './demo.entity.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([DemoBusiness, DemoPart])],
  providers: [Demo, DemoBooks, DemoHands, DemoRegister, DemoSupport, DemoSwitches, DemoWalk],
  exports: [Demo, DemoWalk],
})
export class DemoModule {}
