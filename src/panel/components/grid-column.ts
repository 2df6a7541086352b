import type { Column } from '../../ui/components/data-table.js';

/** A column of a list of the panel. */
export interface GridColumn<Row> extends Column<Row> {
  /** Where all rows are there, the list can be ordered by this. */
  sortBy?: (row: Row) => string | number;
}
