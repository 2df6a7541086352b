import { Column, ForeignKey } from 'typeorm';
import { ExactColumn, PrimaryIdColumn, WordColumn } from '../../platform/database/columns.js';
import { Kept } from '../../platform/database/tables.js';
import type { StaffId } from '../../platform/kernel/ids.js';
import type { Density } from './preference-choices.js';

/** How one of the staff likes to see the panel. */
@Kept('staff_preferences')
@ForeignKey('Staff', ['staffId'], ['id'], { name: 'staff_preferences_staff' })
export class StaffPreferencesRow {
  @PrimaryIdColumn('staff_id') staffId!: StaffId;
  @WordColumn('density', 20) density!: Density;
  @ExactColumn('time_zone', 64) timeZone!: string;
  @Column({ type: 'tinyint', name: 'has_shortcuts' }) hasShortcuts!: boolean;
  /** `list.column` parted by spaces. */
  @Column({ type: 'text', name: 'hidden_columns' }) hiddenColumns!: string;
}
