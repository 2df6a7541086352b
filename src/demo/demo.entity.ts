import { Column, ForeignKey, Unique } from 'typeorm';
import { IdColumn, PrimaryExactColumn, TimeColumn } from '../platform/database/columns.js';
import { Infrastructure } from '../platform/database/tables.js';
import type { BusinessId } from '../platform/kernel/ids.js';

/** That a business belongs to the demo: only the demo writes here, so that nobody's own business can pass for one. */
@Infrastructure('demo_businesses')
@Unique('demo_businesses_business', ['businessId'])
@ForeignKey('Business', ['businessId'], ['id'], { name: 'demo_businesses_business' })
export class DemoBusiness {
  @PrimaryExactColumn('name', 40) name!: string;
  @IdColumn('business_id') businessId!: BusinessId;
  /** How often its demo was started again. */
  @Column({ type: 'int', unsigned: true }) round!: number;
  /** Since when it can be walked through; null while it is being made. */
  @TimeColumn('ready_at', { nullable: true }) readyAt!: Date | null;
  /** When its owner took the first step of the walk. */
  @TimeColumn('looked_at', { nullable: true }) lookedAt!: Date | null;
}

/** A part of the demo that is done, and need not be done again. */
@Infrastructure('demo_parts')
export class DemoPart {
  @PrimaryExactColumn('part', 80) part!: string;
  @TimeColumn('done_at') doneAt!: Date;
}
