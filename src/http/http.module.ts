import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';
import { SecurityTxtController } from './security-txt.controller.js';
import { Lifecycle } from './lifecycle.service.js';
import { Metrics } from './metrics.service.js';
import { MigrationsHealth } from './migrations-health.service.js';
import { WritesHealth } from './writes-health.service.js';
import { StaffKeyHealth } from './staff-key-health.service.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController, SecurityTxtController],
  providers: [Lifecycle, Metrics, MigrationsHealth, StaffKeyHealth, WritesHealth],
  exports: [Lifecycle, Metrics],
})
export class HttpModule {}
