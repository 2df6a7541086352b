import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffMay } from '../access/ability.js';
import { selectOne } from '../database/transaction.js';
import type { StaffActor } from '../kernel/actor.js';
import { DAY_MS, later, now } from '../kernel/clock.js';
import { AuditHealth } from '../transparency-log/audit-health.service.js';
import type { HomeCount, HomeView } from './views.js';

const COUNT_MAX = 1_000;
const WEEK_MS = 7 * DAY_MS;

interface Question {
  readonly name: HomeCount['name'];
  /** What is counted, without its SELECT. */
  readonly rows: string;
  readonly parameters: unknown[];
}

const ofType = (types: string[]) =>
  `FROM audit_events WHERE type IN (${types.map((type) => `'${type}'`).join(', ')}) AND outcome = ? AND occurred_at >= ?`;

/** The first page: whether the log can be relied on, and what waits for somebody. */
@Injectable()
export class PanelHome {
  constructor(
    private readonly dataSource: DataSource,
    private readonly auditHealth: AuditHealth,
  ) {}

  async read(actor: StaffActor): Promise<HomeView> {
    const { isUp, isLate, entries, lastCheckpointAt, witness, lastSelfCheckAt, selfCheck } =
      await this.auditHealth.report();
    const counts = await Promise.all(questionsFor(actor).map((question) => this.count(question)));
    return { log: { isUp, isLate, entries, lastCheckpointAt, witness, lastSelfCheckAt, selfCheck }, counts };
  }

  private async count({ name, rows, parameters }: Question): Promise<HomeCount> {
    const row = await selectOne<{ n: number | string }>(
      this.dataSource.manager,
      `SELECT COUNT(*) AS n FROM (SELECT 1 AS one ${rows} LIMIT ${COUNT_MAX + 1}) AS capped`,
      parameters,
    );
    const found = Number(row!.n);
    return { name, count: Math.min(found, COUNT_MAX), isCapped: found > COUNT_MAX };
  }
}

function questionsFor({ role }: StaffActor): Question[] {
  const aWeekAgo = new Date(now().getTime() - WEEK_MS).toISOString();
  const ofBusinesses: Question[] = [
    { name: 'feedsFailing', rows: "FROM bank_feeds WHERE state = 'error'", parameters: [] },
    {
      name: 'writesRunning',
      rows: 'FROM write_jobs WHERE finished_at IS NULL AND lease_until > ?',
      parameters: [now()],
    },
    {
      name: 'snapshotsExpiring',
      rows: `FROM books WHERE sealed_at IS NOT NULL AND purging_at IS NULL AND expires_at BETWEEN ? AND ?
        AND NOT EXISTS (SELECT 1 FROM snapshot_holds h WHERE h.snapshot_id = books.id AND h.lifted_at IS NULL)`,
      parameters: [now(), later(WEEK_MS)],
    },
    {
      name: 'switchesDone',
      rows: ofType(['business.reset.completed', 'business.restore.completed']),
      parameters: ['success', aWeekAgo],
    },
    {
      name: 'switchesRefused',
      rows: ofType(['business.reset.denied', 'business.restore.denied']),
      parameters: ['denied', aWeekAgo],
    },
  ];
  const ofSupport: Question[] = [
    {
      name: 'requestsWaiting',
      rows: "FROM support_requests WHERE state = 'pending' AND expires_at > ?",
      parameters: [now()],
    },
  ];
  const ofStaff: Question[] = [
    { name: 'staffInUse', rows: 'FROM staff WHERE disabled_at IS NULL', parameters: [] },
    {
      name: 'staffWithoutSecondFactor',
      rows: `FROM staff s WHERE s.disabled_at IS NULL AND NOT EXISTS
        (SELECT 1 FROM staff_second_factors f WHERE f.staff_id = s.id AND f.confirmed_at IS NOT NULL)`,
      parameters: [],
    },
  ];
  return [
    ...(staffMay(role, 'read', 'Business') ? ofBusinesses : []),
    ...(staffMay(role, 'read', 'Request') ? ofSupport : []),
    ...(staffMay(role, 'read', 'StaffAccount') ? ofStaff : []),
  ];
}
