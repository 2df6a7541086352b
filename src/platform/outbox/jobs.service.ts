import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

/** One piece of background work; returns whether there may be more to do at once. */
export type Job = () => Promise<boolean>;

/**
 * Runs background work in every process, one run of each job at a time. Which process does which piece is decided by
 * row locks in the jobs themselves. A job that throws is logged and tried again at its next turn.
 */
@Injectable()
export class Jobs implements OnApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private readonly jobs: { name: string; job: Job; everyMs: number }[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private running = new Set<Promise<void>>();
  private stopping = false;

  register(name: string, everyMs: number, job: Job): void {
    this.jobs.push({ name, job, everyMs });
  }

  /** Called once the application serves. Starts all, or of them those named. */
  start(names?: readonly string[]): void {
    for (const { name, job, everyMs } of this.jobs) {
      if (!names || names.includes(name)) this.schedule(name, job, everyMs, everyMs * Math.random());
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.allSettled(this.running);
  }

  private schedule(name: string, job: Job, everyMs: number, inMs: number): void {
    if (this.stopping) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const run = this.runOnce(name, job).then((more) => this.schedule(name, job, everyMs, more ? 0 : everyMs));
      this.running.add(run);
      void run.finally(() => this.running.delete(run));
    }, inMs);
    this.timers.add(timer);
  }

  private async runOnce(name: string, job: Job): Promise<boolean> {
    try {
      return await job();
    } catch (error) {
      this.logger.error(`The job ${name} failed: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }
}
