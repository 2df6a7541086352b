import { useState } from 'react';
import type { GridColumn } from './grid-column.js';
import { locale } from './locale.js';

interface Order {
  readonly by: string;
  readonly isDown: boolean;
}

/** By list, as long as the document stands, so that Back finds a table in the order in which it was left. */
const orders = new Map<string, Order>();

/** Rows that are all there in the order that somebody has chosen by a heading; a second time turns it round. */
export function useOrder<Row>(list: string, columns: readonly GridColumn<Row>[], rows: Row[]) {
  const [order, setOrder] = useState(orders.get(list));
  const choose = (by: string) => {
    const next = { by, isDown: order?.by === by && !order.isDown };
    orders.set(list, next);
    setOrder(next);
  };
  const sortBy = columns.find(({ key }) => key === order?.by)?.sortBy;
  return {
    rows: sortBy ? rows.toSorted((a, b) => compare(sortBy(a), sortBy(b)) * (order!.isDown ? -1 : 1)) : rows,
    columns: columns.map((column): GridColumn<Row> =>
      column.sortBy
        ? { ...column, sort: { onSort: () => choose(column.key), direction: directionOf(column, order) } }
        : column,
    ),
  };
}

const compare = (a: string | number, b: string | number) =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), locale, { numeric: true });

function directionOf<Row>({ key }: GridColumn<Row>, order: Order | undefined): 'ascending' | 'descending' | undefined {
  if (key !== order?.by) return undefined;
  return order.isDown ? 'descending' : 'ascending';
}
