import { AppError } from '../../platform/kernel/app-error.js';

export interface TurnOptions {
  readonly atOnce: number;
  /** How many may wait in all. */
  readonly waitingMax: number;
  /** How many may wait for one asker: who floods meets this first, and leaves room for everybody else. */
  readonly waitingOfOneMax: number;
}

const RETRY_SECONDS = 2;

/** A line for work that costs much: short enough that the last one in it does not wait long, and nobody fills it alone. */
export class Turns {
  private running = 0;
  private readonly waiting: { readonly asker?: string; readonly go: () => void }[] = [];

  constructor(private readonly options: TurnOptions) {}

  /** Does `work` when it is its turn. Throws BUSY at once when the line is full. An asker that is unknown has no limit of its own. */
  async take<T>(asker: string | undefined, work: () => Promise<T>): Promise<T> {
    if (this.running < this.options.atOnce) this.running += 1;
    else await this.queue(asker);
    try {
      return await work();
    } finally {
      // The turn is handed on, so that nobody who comes at this moment gets between.
      const next = this.waiting.shift();
      if (next) next.go();
      else this.running -= 1;
    }
  }

  private queue(asker: string | undefined): Promise<void> {
    const ofOne = asker === undefined ? 0 : this.waiting.filter((other) => other.asker === asker).length;
    if (this.waiting.length >= this.options.waitingMax || ofOne >= this.options.waitingOfOneMax) {
      throw new AppError('BUSY', 'Too many sign-ins are being checked at this moment. Try again in a few seconds.', {
        retryAfterSeconds: RETRY_SECONDS,
      });
    }
    return new Promise((go) => this.waiting.push({ asker, go }));
  }
}
