import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { inTransaction, selectOne, write } from '../../platform/database/transaction.js';
import { idToBytes, type StaffId } from '../../platform/kernel/ids.js';
import { TIME_ZONE, TIME_ZONES } from '../../platform/kernel/time-zone.js';
import { parsed } from '../../platform/kernel/validation-error.js';
import type { staff_preferences } from '../tables.generated.js';
import './staff-preferences.entity.js';
import { DENSITIES, type StaffPreferences } from './preference-choices.js';

const HIDDEN_MAX = 200;

const preferencesSchema = z.strictObject({
  density: z.enum(DENSITIES),
  timeZone: z.string().refine((zone) => TIME_ZONES.includes(zone), 'must be the name of a time zone'),
  hasShortcuts: z.boolean(),
  hiddenColumns: z.array(z.string().regex(/^[a-z-]{1,30}\.[a-z-]{1,30}$/)).max(HIDDEN_MAX),
});

export const USUAL_PREFERENCES: StaffPreferences = {
  density: 'comfortable',
  timeZone: TIME_ZONE,
  hasShortcuts: true,
  hiddenColumns: [],
};

/** Nothing of them is evidence, so a change of them is no event. */
@Injectable()
export class StaffPreferencesStore {
  constructor(private readonly dataSource: DataSource) {}

  async of(staffId: StaffId): Promise<StaffPreferences> {
    const row = await selectOne<Omit<staff_preferences, 'staff_id'>>(
      this.dataSource.manager,
      'SELECT density, time_zone, has_shortcuts, hidden_columns FROM staff_preferences WHERE staff_id = ?',
      [idToBytes(staffId)],
    );
    if (!row) return USUAL_PREFERENCES;
    return {
      density: row.density,
      timeZone: row.time_zone,
      hasShortcuts: Boolean(row.has_shortcuts),
      hiddenColumns: row.hidden_columns.split(' ').filter(Boolean),
    };
  }

  /** Changes what is given and leaves the rest. Throws VALIDATION. */
  async save(staffId: StaffId, given: unknown): Promise<StaffPreferences> {
    const changed = parsed(preferencesSchema.partial(), given);
    const preferences = { ...(await this.of(staffId)), ...changed };
    const { density, timeZone, hasShortcuts, hiddenColumns } = preferences;
    const values = [density, timeZone, hasShortcuts, hiddenColumns.join(' ')];
    await inTransaction(this.dataSource, (tx) =>
      write(
        tx,
        `INSERT INTO staff_preferences (staff_id, density, time_zone, has_shortcuts, hidden_columns) VALUES (?, ?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE density = ?, time_zone = ?, has_shortcuts = ?, hidden_columns = ?`,
        [idToBytes(staffId), ...values, ...values],
      ),
    );
    return preferences;
  }
}
