import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { writeToBook, type BookWrite } from '../books/fence.js';
import { IdempotencyKeys } from '../log/commands/idempotency.service.js';
import type { UserActor } from '../platform/kernel/actor.js';
import { AppError } from '../platform/kernel/app-error.js';
import type { BusinessId } from '../platform/kernel/ids.js';

/** What somebody decided on a page: about the books that it showed, under the key of its form. */
export interface Decision {
  readonly actor: UserActor;
  readonly businessId: BusinessId;
  readonly bookId: string;
  readonly key: string;
  /** What is asked for, in a word: the same key is good for nothing else. */
  readonly what: string;
}

export interface Decided<Answer> {
  readonly answer: Answer;
  /** False of a form that was sent before: nothing was done now. */
  readonly isNew: boolean;
}

/**
 * Writes that a form asks for: once for its key, whatever was typed since, and only to the books that it showed. So neither a second press
 * nor a form that was left open while the books were replaced writes anything that nobody meant.
 */
@Injectable()
export class BoundWrites {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: IdempotencyKeys,
  ) {}

  /** Throws BOOK_CHANGED, and what `work` throws: then the key is as good as new. */
  once<Answer>(decision: Decision, work: (into: BookWrite) => Promise<Answer>): Promise<Decided<Answer>> {
    const { actor, businessId, bookId, key, what } = decision;
    const ask = { actorId: actor.id, key, request: { businessId, what } };
    // The fence first, as everywhere; of two at once the second waits at the key for the first's end.
    return writeToBook(this.dataSource, businessId, async (into) => {
      const kept = await this.keys.reserve(into.tx, ask);
      if (kept) return { answer: kept.answer as Answer, isNew: false };
      if (into.bookId !== bookId) throw new AppError('BOOK_CHANGED');
      const answer = await work(into);
      await this.keys.complete(into.tx, ask, answer);
      return { answer, isNew: true };
    });
  }
}
