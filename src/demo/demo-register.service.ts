import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { DataSource, Like, Repository } from 'typeorm';
import { inTransaction, selectOne, write, type Tx } from '../platform/database/transaction.js';
import { now } from '../platform/kernel/clock.js';
import { idToBytes, type BusinessId } from '../platform/kernel/ids.js';
import { DemoBusiness, DemoPart } from './demo.entity.js';

/** What of the demo is made, and which businesses are its own. */
@Injectable()
export class DemoRegister {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    @InjectRepository(DemoBusiness) private readonly businesses: Repository<DemoBusiness>,
    @InjectRepository(DemoPart) private readonly parts: Repository<DemoPart>,
  ) {}

  /**
   * Runs `work` while nobody else makes the demo, in this process or another: the others wait. In this process they wait
   * outside of the database, so that however many there are, they hold one connection. The row is locked by a transaction
   * that writes nothing, so it goes with a process that dies.
   */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(() =>
      inTransaction(this.dataSource, async (tx) => {
        await selectOne(tx, "SELECT part FROM demo_parts WHERE part = 'lock' FOR UPDATE");
        return work();
      }),
    );
    this.turn = run.catch(() => undefined);
    return run;
  }

  async partsDone(): Promise<ReadonlySet<string>> {
    const parts = await this.parts.find();
    return new Set(parts.map(({ part }) => part));
  }

  markDone(part: string): Promise<void> {
    return inTransaction(this.dataSource, (tx) => markDone(tx, part));
  }

  find(name: string): Promise<DemoBusiness | null> {
    return this.businesses.findOneBy({ name });
  }

  findByBusiness(businessId: BusinessId): Promise<DemoBusiness | null> {
    return this.businesses.findOneBy({ businessId });
  }

  /** Takes a business into the demo; one that is there already stays as it is. */
  async add(name: string, businessId: BusinessId): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      write(tx, 'INSERT IGNORE INTO demo_businesses (name, business_id, round) VALUES (?, ?, 0)', [
        name,
        idToBytes(businessId),
      ]),
    );
  }

  /** From now on the walk is counted. */
  async ready(name: string): Promise<void> {
    await this.set(name, 'ready_at', now());
  }

  async looked(name: string): Promise<void> {
    await this.set(name, 'looked_at', now());
  }

  private async set(name: string, column: 'ready_at' | 'looked_at', at: Date): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      write(tx, `UPDATE demo_businesses SET ${column} = ? WHERE name = ?`, [at, name]),
    );
  }

  /** Begins another round of a business: the parts named are to be done anew. In the transaction of its event. */
  async again(tx: Tx, name: string, parts: readonly string[]): Promise<void> {
    await write(tx, 'UPDATE demo_businesses SET round = round + 1, ready_at = NULL, looked_at = NULL WHERE name = ?', [
      name,
    ]);
    // One by one: a list may be looked for by reading the table, and that would wait for the row that is locked above.
    for (const part of parts) await write(tx, 'DELETE FROM demo_parts WHERE part = ?', [part]);
  }

  /** How many parts of a business are done. */
  countDone(name: string): Promise<number> {
    return this.parts.countBy({ part: Like(`${name}/%`) });
  }
}

/** For a part whose work is one transaction: done and marked are one. */
export async function markDone(tx: Tx, part: string): Promise<void> {
  await write(tx, 'INSERT IGNORE INTO demo_parts (part, done_at) VALUES (?, ?)', [part, now()]);
}
