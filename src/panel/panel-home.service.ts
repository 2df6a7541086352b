import { Injectable } from '@nestjs/common';
import { staffMay } from '../policy/ability.js';
import type { StaffActor } from '../platform/kernel/actor.js';
import { AuditHealth } from '../log/transparency-log/audit-health.service.js';
import { SwitchChart } from './switch-chart.service.js';
import type { HomeView } from './views.js';
import { Waiting } from './waiting.service.js';

/** The first page: whether the log can be relied on, and what waits for somebody. */
@Injectable()
export class PanelHome {
  constructor(
    private readonly auditHealth: AuditHealth,
    private readonly waiting: Waiting,
    private readonly chart: SwitchChart,
  ) {}

  async read(actor: StaffActor): Promise<HomeView> {
    const { isUp, isLate, since, entries, lastCheckpointAt, witness, witnesses, ...report } =
      await this.auditHealth.report();
    const { witnessQuorum, lastSelfCheckAt, selfCheck } = report;
    const counts = await this.waiting.counts(actor);
    return {
      log: {
        isUp,
        isLate,
        since,
        entries,
        lastCheckpointAt,
        witness,
        witnesses: { ...witnessQuorum, all: witnesses.length },
        lastSelfCheckAt,
        selfCheck,
      },
      counts,
      ...(staffMay(actor.role, 'read', 'Snapshot') && { switches: await this.chart.read() }),
    };
  }
}
