import { now } from '../platform/kernel/clock.js';
import { DemoCalendar } from './demo-calendar.js';
import type { DemoBooks } from './demo-books.service.js';
import type { DemoHands } from './demo-hands.service.js';
import type { DemoRegister } from './demo-register.service.js';
import type { DemoSupport } from './demo-support.service.js';
import type { DemoSwitches } from './demo-switches.service.js';

/** What a part works with: the product's own services, in the hands of the demo's people. */
export interface DemoTools {
  readonly register: DemoRegister;
  readonly hands: DemoHands;
  readonly books: DemoBooks;
  readonly switches: DemoSwitches;
  readonly support: DemoSupport;
}

/**
 * One piece of the demo. It may be repeated: whoever is killed between doing it and marking it does it again. `isAgain`:
 * starting the demo of its business again does it anew.
 */
export interface Part {
  /** `<business>/<what>`. */
  readonly name: string;
  readonly isAgain?: boolean;
  /** 'left alone': its business holds data of somebody's own, so nothing more is done to it. */
  run(tools: DemoTools): Promise<void | 'left alone'>;
}

export const businessOf = (part: string) => part.slice(0, part.indexOf('/'));

export const calendar = () => new DemoCalendar(now());

/**
 * The open book is as on the day of sign-up. At the first time it is, or holds somebody's own data; when the demo is started
 * again, what was there becomes a snapshot through the same reset that everybody has.
 */
export const freshBook = (business: string): Part => ({
  name: `${business}/fresh`,
  isAgain: true,
  async run({ hands, books, switches }) {
    const owning = await hands.ownerOf(business);
    if (!(await books.holdAnything(owning))) return;
    if (owning.round === 0) return 'left alone';
    await switches.disconnectAll(owning);
    await switches.reset(owning, `${business}/fresh`, 'Démonstration recommencée');
  },
});

/** The walk through the demo of a business begins. */
export const ready = (business: string): Part => ({
  name: `${business}/ready`,
  isAgain: true,
  run: ({ register }) => register.ready(business),
});
