import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { Checkouts } from '../banking/online-payments/checkouts.service.js';
import { Snapshots } from '../books/snapshots.service.js';
import { countRunningJobs } from '../books/write-jobs.service.js';
import { Outbox } from '../platform/outbox/outbox.service.js';
import { AuditReader } from '../log/events/audit-reader.service.js';
import { LogWorker, reasonToClose, type LogState } from '../log/transparency-log/log-worker.service.js';
import { wordOf } from '../log/transparency-log/witnesses.service.js';

/** Prometheus metrics. Counts only: no label holds anything of a business or a person. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests: Histogram;
  private readonly queues: Gauge;

  private readonly log: Gauge;
  private readonly witnesses: Gauge;

  constructor(
    private readonly dataSource: DataSource,
    private readonly worker: LogWorker,
    private readonly outbox: Outbox,
    private readonly events: AuditReader,
    private readonly snapshots: Snapshots,
    private readonly checkouts: Checkouts,
  ) {
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'ardoise_http_request_seconds',
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
      registers: [this.registry],
    });
    this.queues = new Gauge({
      name: 'ardoise_waiting',
      help: 'Work that waits, by kind',
      labelNames: ['kind'],
      registers: [this.registry],
    });
    this.log = new Gauge({
      name: 'ardoise_audit_log',
      help: 'The audit log. Times are seconds since 1970, 0 for never; alert when oldest_pending_seconds exceeds 5',
      labelNames: ['what'],
      registers: [this.registry],
    });
    this.witnesses = new Gauge({
      name: 'ardoise_audit_witness',
      help: 'Each witness of the audit log: whether it cosigned when it was last asked, whether it refuses, how far it came',
      labelNames: ['witness', 'what'],
      registers: [this.registry],
    });
  }

  /** Middleware. The label is the route's pattern, never the path: a path holds ids. */
  readonly observe = (request: Request, response: Response, next: NextFunction): void => {
    const stop = this.requests.startTimer({ method: request.method });
    response.on('finish', () => {
      const route = (request.route as { path?: unknown } | undefined)?.path;
      stop({ route: typeof route === 'string' ? route : 'none', status: String(response.statusCode) });
    });
    next();
  };

  async render(): Promise<{ type: string; text: string }> {
    for (const [kind, count] of Object.entries(await this.waiting())) this.queues.set({ kind }, count);
    const state = await this.worker.state();
    for (const [what, value] of Object.entries(figuresOf(state))) this.log.set({ what }, value);
    this.showWitnesses(state);
    return { type: this.registry.contentType, text: await this.registry.metrics() };
  }

  private showWitnesses({ witnesses }: LogState): void {
    // A witness is called by its address until its key is known.
    this.witnesses.reset();
    for (const { name: witness, report, last } of witnesses.each) {
      this.witnesses.set({ witness, what: 'cosigns' }, report.state === 'cosigned' ? 1 : 0);
      this.witnesses.set({ witness, what: 'refuses' }, report.state === 'refused' ? 1 : 0);
      this.witnesses.set({ witness, what: 'entries' }, last?.size ?? 0);
      this.witnesses.set({ witness, what: 'last' }, (last?.at.getTime() ?? 0) / 1000);
    }
  }

  private async waiting(): Promise<Record<string, number>> {
    const { due, failing } = await this.outbox.countWaiting();
    return {
      outbox_due: due,
      outbox_failing: failing,
      audit_pending: await this.events.countPending(),
      snapshots_undigested: await this.snapshots.countUndigested(),
      payments_unmatched: await this.checkouts.countUnmatched(),
      write_jobs_running: await countRunningJobs(this.dataSource.manager),
    };
  }
}

function figuresOf(state: LogState): Record<string, number> {
  const seconds = (date: Date | null | undefined) => (date ? date.getTime() / 1000 : 0);
  return {
    oldest_pending_seconds: state.waitedMs / 1000,
    entries: state.size,
    last_checkpoint: seconds(state.lastSignedAt),
    last_witness: seconds(state.lastWitnessedAt),
    witness_refuses: wordOf(state.witnesses) === 'refused' ? 1 : 0,
    witness_quorum: state.witnesses.quorum.isMet ? 1 : 0,
    last_self_check: seconds(state.lastCheck?.at),
    self_check_failed: state.lastCheck?.isOk === false ? 1 : 0,
    closed: reasonToClose(state) === null ? 0 : 1,
  };
}
