import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transaction.js';
import type { ErasedPerson } from './erased-person.js';

/** Deletes what is kept of a person in tables, in the caller's transaction; gives the number of rows. */
export type EraseRows = (tx: Tx, person: ErasedPerson) => Promise<number>;
/** The same of files; done before the rows that tell of them are gone. */
export type EraseFiles = (person: ErasedPerson) => Promise<number>;

/**
 * What an erasure of a person reaches. Each room that keeps something of people, beside the log and what never changes, registers how
 * it is forgotten; nobody else has to know of it.
 */
@Injectable()
export class Erasures {
  private readonly ofRows = new Map<string, EraseRows>();
  private readonly ofFiles = new Map<string, EraseFiles>();

  /** `name` is what its number is called in the log, in snake_case. */
  registerRows(name: string, erase: EraseRows): void {
    this.ofRows.set(name, erase);
  }

  registerFiles(name: string, erase: EraseFiles): void {
    this.ofFiles.set(name, erase);
  }

  /** Name → how many, of what there was. */
  eraseRows(tx: Tx, person: ErasedPerson): Promise<Record<string, number>> {
    return each(this.ofRows, (erase) => erase(tx, person));
  }

  eraseFiles(person: ErasedPerson): Promise<Record<string, number>> {
    return each(this.ofFiles, (erase) => erase(person));
  }
}

/** One after the other: a transaction has one connection. */
async function each<Erase>(erasers: ReadonlyMap<string, Erase>, run: (erase: Erase) => Promise<number>) {
  const counts: Record<string, number> = {};
  for (const [name, erase] of erasers) {
    const count = await run(erase);
    if (count > 0) counts[name] = count;
  }
  return counts;
}
