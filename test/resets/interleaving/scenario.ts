import fc from 'fast-check';

export type Role = 'original-owner' | 'owner' | 'accountant' | 'stranger';

/** What one person does, one step after the other; several do so at the same time. */
export interface Lane {
  readonly business: number;
  readonly role: Role;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly does: Deed;
  /** Which process is asked. */
  readonly via: number;
  /** Chooses the snapshot to restore, the feed, how much is imported. */
  readonly choice: number;
  /** Whether a reset or restore carries an Idempotency-Key and is sent again until it is answered. */
  readonly keyed: boolean;
}

/** `flicker`: one account is connected and disconnected several times in a row. */
export const DEEDS = [
  'contact',
  'entry',
  'import',
  'payment',
  'connect',
  'disconnect',
  'flicker',
  'reset',
  'disconnect-and-reset',
  'restore-latest',
  'restore-chosen',
  'disconnect-and-restore',
] as const;
export type Deed = (typeof DEEDS)[number];

export interface Kill {
  /** After how many requests have been sent in all, and so many milliseconds. */
  readonly afterRequests: number;
  readonly delayMs: number;
  readonly process: number;
}

export interface Scenario {
  readonly lanes: readonly Lane[];
  readonly kills: readonly Kill[];
}

export const BUSINESSES = 2;

const weighted = <T>(...choices: [weight: number, value: T][]) =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const deed = weighted<Deed>(
  [8, 'contact'],
  [4, 'entry'],
  [2, 'import'],
  [3, 'payment'],
  [3, 'connect'],
  [2, 'disconnect'],
  [4, 'flicker'],
  [3, 'reset'],
  [4, 'disconnect-and-reset'],
  [1, 'restore-latest'],
  [1, 'restore-chosen'],
  [3, 'disconnect-and-restore'],
);

const step = fc.record<Step>({ does: deed, via: fc.nat(7), choice: fc.nat(9), keyed: fc.boolean() });

const lane = fc.record<Lane>({
  business: fc.nat(BUSINESSES - 1),
  role: weighted<Role>([6, 'original-owner'], [2, 'owner'], [3, 'accountant'], [1, 'stranger']),
  steps: fc.array(step, { minLength: 4, maxLength: 12 }),
});

const kill = fc.record<Kill>({
  afterRequests: fc.integer({ min: 3, max: 60 }),
  delayMs: fc.nat(25),
  process: fc.nat(7),
});

export const scenarios: fc.Arbitrary<Scenario> = fc.record({
  lanes: fc.array(lane, { minLength: 8, maxLength: 14 }),
  kills: fc.array(kill, { minLength: 1, maxLength: 3 }),
});

const execution = (role: Role, business: number, ...all: Deed[]): Lane => ({
  business,
  role,
  steps: all.map((does, i) => ({ does, via: i, choice: i, keyed: true })),
});

/** Played first of all: something of everything, so that no run of this test tries nothing. */
export const OPENING: Scenario = {
  lanes: [
    execution(
      'original-owner',
      0,
      'contact',
      'disconnect-and-reset',
      'contact',
      'disconnect-and-restore',
      'contact',
      'reset',
    ),
    execution('owner', 0, 'contact', 'connect', 'reset', 'import', 'disconnect', 'entry', 'contact'),
    execution('accountant', 0, 'connect', 'contact', 'disconnect', 'import', 'contact', 'entry'),
    execution(
      'original-owner',
      1,
      'contact',
      'reset',
      'contact',
      'restore-latest',
      'import',
      'reset',
      'restore-chosen',
    ),
    execution('accountant', 1, 'contact', 'entry', 'contact', 'entry', 'contact', 'restore-latest'),
    execution('stranger', 1, 'contact', 'reset', 'restore-latest'),
  ],
  kills: [{ afterRequests: 14, delayMs: 5, process: 0 }],
};
