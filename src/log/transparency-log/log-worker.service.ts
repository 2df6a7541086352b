import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { join } from 'node:path';
import { clockFault } from '../events/log-clock.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { MINUTE_MS, now, SECOND_MS } from '../../platform/kernel/clock.js';
import { CheckpointFile } from './checkpoint-file.js';
import { CheckpointSigner } from './checkpoint-signer.service.js';
import { LogFault } from './log-fault.js';
import { LogProgress, type Progress } from './log-progress.service.js';
import { SEQUENCED_AT_ONCE_MAX, Sequencer } from './sequencer.service.js';
import { Witnesses, type WitnessesState } from './witnesses.service.js';

/** What the log says of itself. */
export interface LogState extends Progress {
  readonly witnesses: WitnessesState;
  /** Why nothing is signed any more; somebody has to look. */
  readonly fault: LogFault | null;
  /** Why the last round in this process did not succeed; it is tried again. */
  readonly failure: { readonly since: Date; readonly why: string } | null;
  /** When this process found that its file of checkpoints was gone, and began another. */
  readonly fileLostAt: Date | null;
}

const ALERT_AFTER_MS = 5 * SECOND_MS;
/** So long may the log be silent before resets and restores are refused. */
const CLOSED_AFTER_MS = MINUTE_MS;

/** Keeps the log going in every process: sequence, sign, and know how it stands. */
@Injectable()
export class LogWorker implements OnModuleInit {
  private readonly logger = new Logger('AuditLog');
  private readonly file: CheckpointFile;
  private fault: LogFault | null = null;
  private failure: LogState['failure'] = null;
  /** When the file of checkpoints was found to have begun again. */
  private fileLostAt: Date | null = null;

  constructor(
    private readonly sequencer: Sequencer,
    private readonly signer: CheckpointSigner,
    private readonly witnesses: Witnesses,
    private readonly progress: LogProgress,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.file = new CheckpointFile(join(settings.dataDir, 'audit', 'checkpoints'), (size) =>
      this.sayFileIsLost(`a checkpoint of ${size} entries was in it`),
    );
  }

  /** At start the head is compared with what was signed, before anything is added to it. */
  async onModuleInit(): Promise<void> {
    try {
      await this.noticeLostFile();
      await this.attempt(() => this.signer.signHead(this.file));
    } catch (error) {
      this.logger.error((error as Error).message);
    }
  }

  /** Without the file of checkpoints a rewritten history is measured against nothing here: somebody must know. */
  private async noticeLostFile(): Promise<void> {
    if ((await this.file.latest()) !== undefined) return;
    const signed = (await this.progress.read()).signedSize;
    if (signed > 0) this.sayFileIsLost(`${signed} entries were signed before`);
  }

  private sayFileIsLost(what: string): void {
    this.fileLostAt = now();
    this.logger.warn(
      `There is no file of checkpoints at ${this.file.path} although ${what}: it was lost, or this is a new machine. It ` +
        'begins again. Compare the log with a checkpoint kept elsewhere: npm run cli -- audit verify --since FILE',
    );
  }

  /**
   * One round: true when more waits than a round takes in. What has come meanwhile can wait for the next turn: a round of
   * a few events costs as much as one of hundreds. Throws what kept it from succeeding.
   */
  async keep(): Promise<boolean> {
    const count = await this.attempt(async () => {
      // With a fault nothing is added: what is there has to stay as it was found.
      if (this.fault !== null) await this.signer.signHead(this.file);
      const sequenced = await this.sequencer.sequence();
      await this.signer.signHead(this.file);
      return sequenced;
    });
    return (count ?? 0) >= SEQUENCED_AT_ONCE_MAX;
  }

  /** Does a round and remembers how it ended; undefined when the log has a fault. */
  private async attempt<T>(round: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await round();
      if (this.fault !== null) this.logger.warn('The log is in order and signed again.');
      this.fault = null;
      this.failure = null;
      return result;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!(error instanceof LogFault)) {
        this.failure = { since: this.failure?.since ?? now(), why };
        throw error;
      }
      if (this.fault?.message !== why) this.logger.error(`The log is not signed any more: ${why}`);
      this.fault = error;
      return undefined;
    }
  }

  async state(): Promise<LogState> {
    const { fault, failure, fileLostAt } = this;
    const [progress, witnesses] = await Promise.all([this.progress.read(), this.witnesses.state()]);
    return { ...progress, witnesses, fault, failure, fileLostAt };
  }

  /** Why resets and restores are refused for the log's sake; null while they are not. Opens again by itself. */
  async closedBecause(): Promise<string | null> {
    return reasonToClose(await this.state());
  }
}

/** Fails closed after a minute of silence, and at once when the log is not what was signed. */
export function reasonToClose({ fault, failure, waitedMs, clock }: LogState): string | null {
  const closed = fault?.message ?? clockFault(clock);
  if (closed !== null) return closed;
  if (waitedMs > CLOSED_AFTER_MS) return `An event has waited ${Math.round(waitedMs / 1000)} s for its signature.`;
  const failingMs = failure ? now().getTime() - failure.since.getTime() : 0;
  return failingMs > CLOSED_AFTER_MS
    ? `The log has not been kept since ${failure!.since.toISOString()}: ${failure!.why}`
    : null;
}

/** Events should be signed within a second; this is when somebody ought to look. */
export function isLate({ waitedMs }: LogState): boolean {
  return waitedMs > ALERT_AFTER_MS;
}
