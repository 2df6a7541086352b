import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JournalService } from '../accounting/journal.service.js';
import { Snapshots } from '../books/snapshots.service.js';
import { switchesOf } from '../books/switch-history.js';
import type { BusinessId } from '../platform/kernel/ids.js';
import { viewOfSnapshot, type SnapshotView } from './previews.service.js';

/** A snapshot with what tells it from the others. */
export interface SnapshotChoice extends SnapshotView {
  /** The date of its last entry, a calendar date. */
  readonly lastEntryOn?: string;
  /** The address of whoever made the reset or the restore that set it aside. */
  readonly by?: string;
}

const SWITCHES_READ_MAX = 1_000;

/** What a restore can be about, for the person who chooses. */
@Injectable()
export class SnapshotChoices {
  constructor(
    private readonly dataSource: DataSource,
    private readonly snapshots: Snapshots,
    private readonly journal: JournalService,
  ) {}

  /** Those that are kept, newest first; what holds nothing comes last. */
  async of(businessId: BusinessId): Promise<SnapshotChoice[]> {
    const kept = (await this.snapshots.list(businessId)).filter(({ state }) => state === 'kept');
    const lastDates = await this.journal.lastDates(kept.map(({ id }) => id));
    const by = await this.whoSealed(businessId);
    const choices = kept.map((snapshot) => ({
      ...viewOfSnapshot(snapshot),
      lastEntryOn: lastDates.get(snapshot.id),
      by: by.get(snapshot.id),
    }));
    return [...choices.filter(({ asOnSignUp }) => !asOnSignUp), ...choices.filter(({ asOnSignUp }) => asOnSignUp)];
  }

  private async whoSealed(businessId: BusinessId): Promise<ReadonlyMap<string, string>> {
    const switches = await switchesOf(this.dataSource.manager, businessId, SWITCHES_READ_MAX);
    // Of several that sealed the same books the last one counts, which is the one that stays in the map.
    return new Map(switches.reverse().map(({ from, by }) => [from, by]));
  }
}
