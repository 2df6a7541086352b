import { Controller, Get, Header, Inject, Req, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, TypeOrmHealthIndicator, type HealthCheckResult } from '@nestjs/terminus';
import type { Request, Response } from 'express';
import { Public } from '../policy/requires.decorator.js';
import { DescribeRaw } from '../platform/api/describe.decorator.js';
import { AuditHealth, type AuditReport } from '../log/transparency-log/audit-health.service.js';
import { SETTINGS, type Settings } from '../platform/config/settings.js';
import { AppError } from '../platform/kernel/app-error.js';
import { aliveAnswer, metricsAnswer, readyAnswer } from './health.answers.js';
import { isInsider } from './insiders.js';
import { Lifecycle } from './lifecycle.service.js';
import { Metrics } from './metrics.service.js';
import { MigrationsHealth } from './migrations-health.service.js';
import { WritesHealth } from './writes-health.service.js';
import { StaffKeyHealth } from './staff-key-health.service.js';

@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly migrations: MigrationsHealth,
    private readonly writes: WritesHealth,
    private readonly audit: AuditHealth,
    private readonly staffKey: StaffKeyHealth,
    private readonly metrics: Metrics,
    private readonly lifecycle: Lifecycle,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('healthz')
  @Public('whoever runs the service must see that the process is alive; it tells nothing else')
  @Header('Cache-Control', 'no-store')
  @DescribeRaw({
    summary: 'Ask whether the process is alive',
    description: 'Asks nothing else: not the database, not the log.',
    answers: { 200: 'It is.' },
    body: aliveAnswer,
  })
  alive() {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Public('load balancers ask it; strangers are told whether, and only insiders what')
  @HealthCheck()
  @DescribeRaw({
    summary: 'Ask whether the service is ready',
    description:
      'For load balancers: the database, its migrations, whether it takes writes, whether the process is stopping. A log that cannot be relied on makes ' +
      'it `degraded`, with 200: reading goes on. Which part it is is told to whoever may read the metrics.',
    answers: { 200: 'It is, or it is `degraded`.', 503: 'It is not.' },
    body: readyAnswer,
  })
  async ready(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    if (this.lifecycle.isStopping) {
      response.status(503);
      return { status: 'stopping' };
    }
    const isInside = isInsider(request, this.settings);
    const checked = await this.check(isInside ? 'now' : 'lately');
    if (checked.status === 'error') response.status(503);
    return isInside ? checked : { status: checked.status };
  }

  /** Which part is not ready is the answer itself, not a problem document: whoever asks reads `details`. */
  private async check(when: 'now' | 'lately'): Promise<Omit<HealthCheckResult, 'status'> & { status: string }> {
    const checks = this.health.check([
      () => this.database.pingCheck('database', { timeout: 2_000 }),
      () => this.migrations.check('migrations'),
      () => this.writes.check('writes'),
    ]);
    const checked = await checks.catch((error: unknown) => {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    });
    if (checked.status !== 'ok') return checked;
    const [auditLog, staffSecondFactors] = [await this.auditLog(when), await this.staffKey.report()];
    const isUp = auditLog.status === 'up' && staffSecondFactors.status === 'up';
    return {
      ...checked,
      status: isUp ? 'ok' : 'degraded',
      details: { ...checked.details, auditLog, staffSecondFactors },
    };
  }

  /**
   * Degraded when events cannot be relied on to be kept: what must be recorded is refused by itself, and reading goes on.
   * A balancer that took all processes away for it would take that too.
   */
  private async auditLog(when: 'now' | 'lately'): Promise<{ status: 'up' | 'degraded' } & Partial<AuditReport>> {
    try {
      const { isUp, ...report } = await this.audit.report(when);
      return { status: isUp && report.quorumMissed === undefined ? 'up' : 'degraded', ...report };
    } catch {
      return { status: 'degraded', message: 'The state of the log cannot be read.' };
    }
  }

  @Get('metrics')
  @Public('open to whoever has METRICS_TOKEN; without one to this machine itself, where nothing is in front')
  @DescribeRaw({
    summary: 'Read the metrics',
    description: 'In the format of Prometheus.',
    answers: { 200: 'The metrics.' },
    body: metricsAnswer,
    mediaType: 'text/plain',
    problems: ['UNAUTHENTICATED'],
    security: [{}, { metricsToken: [] }],
  })
  async scrape(@Req() request: Request, @Res() response: Response) {
    if (!isInsider(request, this.settings))
      throw new AppError('UNAUTHENTICATED', 'Send METRICS_TOKEN as bearer token.');
    const { type, text } = await this.metrics.render();
    response.type(type).send(text);
  }
}
