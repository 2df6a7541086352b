import { Column } from 'typeorm';
import { PrimaryExactColumn } from './columns.js';
import { Infrastructure } from './tables.js';

/** How often something was decided about a thing: a row that two who decide both change. */
@Infrastructure('decision_turns')
export class DecisionTurn {
  @PrimaryExactColumn('about', 60) about!: string;
  @Column({ type: 'bigint', unsigned: true }) turn!: string;
}
