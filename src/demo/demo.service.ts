import { Injectable } from '@nestjs/common';
import { SnapshotDigests } from '../books/snapshot-digests.service.js';
import { LogWorker } from '../log/transparency-log/log-worker.service.js';
import { atelierParts } from './atelier-parts.js';
import { cafeParts } from './cafe-parts.js';
import { DemoBooks } from './demo-books.service.js';
import { DemoHands } from './demo-hands.service.js';
import { DemoRegister } from './demo-register.service.js';
import { DemoSupport } from './demo-support.service.js';
import { DemoSwitches } from './demo-switches.service.js';
import { otherParts } from './other-parts.js';
import { businessOf, type DemoTools, type Part } from './parts.js';

/** Everything the demo is made of, in the order of its making. */
export const DEMO_PARTS: readonly Part[] = [
  { name: 'staff/accounts', run: ({ hands }) => hands.addStaff() },
  ...otherParts,
  ...cafeParts,
  // Last, so that what happened to it stands first in the lists of the panel.
  ...atelierParts,
];

/** The parts that are done anew when the demo of a business is started again; none for one that is not walked through. */
export function partsAgain(business: string): readonly Part[] {
  const parts = DEMO_PARTS.filter(({ name, isAgain }) => businessOf(name) === business && isAgain);
  return parts.some(({ name }) => name === `${business}/ready`) ? parts : [];
}

export interface Making {
  /** Told before each part that is to be done. */
  readonly onPart?: (part: string, number: number, of: number) => void;
  /** For tests: told when a part is done and not marked yet. */
  readonly onDone?: (part: string) => void;
}

/** Makes the demo, and puts it back. */
@Injectable()
export class Demo {
  private readonly tools: DemoTools;

  constructor(
    private readonly register: DemoRegister,
    private readonly worker: LogWorker,
    private readonly digests: SnapshotDigests,
    hands: DemoHands,
    books: DemoBooks,
    switches: DemoSwitches,
    support: DemoSupport,
  ) {
    this.tools = { register, hands, books, switches, support };
  }

  /** Makes what is missing of the demo; gives the number of parts that were done. Safe to repeat, and for several at once. */
  make(making: Making = {}): Promise<number> {
    return this.register.alone(() => this.makeMissing(DEMO_PARTS, making));
  }

  /** Makes those of the parts that are not done. To be called in `DemoRegister.alone`. */
  async makeMissing(parts: readonly Part[], { onPart, onDone }: Making = {}): Promise<number> {
    const done = await this.register.partsDone();
    const missing = parts.filter(({ name }) => !done.has(name));
    if (missing.length === 0) return 0;
    // What an interrupted start has left waiting would close resets; and what this one writes is to be signed at its end.
    await this.keepLog();
    const leftAlone = new Set<string>();
    for (const [i, part] of missing.entries()) {
      if (leftAlone.has(businessOf(part.name))) continue;
      onPart?.(part.name, i + 1, missing.length);
      if ((await part.run(this.tools)) === 'left alone') {
        leftAlone.add(businessOf(part.name));
        continue;
      }
      onDone?.(part.name);
      await this.register.markDone(part.name);
    }
    while (await this.digests.digestNext());
    await this.keepLog();
    return missing.length;
  }

  private async keepLog(): Promise<void> {
    while (await this.worker.keep());
  }
}
