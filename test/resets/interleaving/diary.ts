/** What became of a request: answered with success, answered with a refusal, or nobody knows: the connection broke. */
export type Outcome = 'done' | 'refused' | 'unknown';

/** One thing that was asked for, with when it was sent and when its answer came (never, if the connection broke). */
interface Entry {
  readonly businessId: string;
  readonly beganMs: number;
  readonly endedMs: number;
  readonly outcome: Outcome;
  /** The code of a refusal. */
  readonly code?: string;
}

/** Something that was written under a name of its own, `rows` times if it was done as a whole. */
export interface WriteEntry extends Entry {
  readonly kind: 'contact' | 'entry' | 'import';
  readonly marker: string;
  readonly rows: number;
}

export interface SwitchEntry extends Entry {
  readonly kind: 'reset' | 'restore';
  /** What was sent, to be sent again under the same key. */
  readonly body: Record<string, unknown>;
  readonly key?: string;
  /** The record of the switch, when it was done. */
  readonly switchId?: string;
}

/** The content of a book as it was read after its seal, and the seal it had then. */
export interface Seen {
  readonly bookId: string;
  readonly sealedAt: string;
  readonly digest: string;
}

/** Everything the outside world knows of one scenario: the model that the database is compared with. */
export class Diary {
  readonly writes: WriteEntry[] = [];
  /** References of payments whose customers were told that they are paid. */
  readonly paid: string[] = [];
  switches: SwitchEntry[] = [];
  readonly seen: Seen[] = [];
  /** Answers that no rule of the product allows. */
  readonly surprises: string[] = [];
}
