import { factsOf, type EntryFacts } from './entry-facts.js';

/** Processes' clocks differ a little, and events are timed before their commit. */
export const BACKDATED_MS_MAX = 10 * 60_000;

/**
 * Checks that follow from one entry to the next: numbers of a business without gaps, times that do not go back.
 *
 * Event ids are not looked for twice: remembering them all would make memory grow with the log. An event of a business
 * that is in the log twice is found by its number.
 */
export class EntryChecks {
  private readonly sequences = new Map<string, { last: number }>();
  private latestMs = -Infinity;

  /** `isComplete` says whether all events of each business are there, so that their numbers have no gaps. */
  constructor(private readonly isComplete: boolean) {}

  /** What is wrong with the next entry, or null. */
  fault(entry: Buffer): string | null {
    let facts: EntryFacts;
    try {
      facts = factsOf(entry);
    } catch (error) {
      return `it is not an event: ${(error as Error).message}`;
    }
    return (this.isComplete ? this.seqFault(facts) : null) ?? this.timeFault(facts);
  }

  private seqFault({ subject, businessSeq }: EntryFacts): string | null {
    if (businessSeq === undefined) return null;
    let sequence = this.sequences.get(subject);
    // A copy of its name: cut out of the entry's text, it would keep that text in memory.
    if (!sequence) this.sequences.set(Buffer.from(subject).toString(), (sequence = { last: 0 }));
    const expected = sequence.last + 1;
    if (businessSeq < expected) return `${subject} has its event ${businessSeq} twice`;
    if (businessSeq > expected) return `${subject} lacks its event ${expected}: next comes ${businessSeq}`;
    sequence.last = businessSeq;
    return null;
  }

  private timeFault({ time }: EntryFacts): string | null {
    const timeMs = Date.parse(time);
    if (Number.isNaN(timeMs)) return `it has a time that is none, ${time}`;
    if (timeMs < this.latestMs - BACKDATED_MS_MAX) {
      return `it is back-dated to ${time}, after an entry of ${new Date(this.latestMs).toISOString()}`;
    }
    this.latestMs = Math.max(this.latestMs, timeMs);
    return null;
  }
}
