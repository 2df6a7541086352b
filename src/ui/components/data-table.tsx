import type { ReactNode } from 'react';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** Names the row: a row header. */
  names?: boolean;
  /** Its heading orders the list by it, the other way where it is ordered by it already. */
  sort?: { href: string; direction?: 'ascending' | 'descending' };
  /** On a phone a row is a card: its first words, what stands beside them, a small word, a labelled line, or a line without its label. */
  phone?: 'main' | 'side' | 'small' | 'line' | 'bare';
}

interface DataTableProps<Row> {
  caption: ReactNode;
  captionHidden?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** A last row, cell by cell; the first column takes the label. */
  foot?: Record<string, ReactNode>;
  /** Rows become cards on a phone. Roles are written out because changing `display` takes them away. */
  cards?: boolean;
}

export function DataTable<Row>({ caption, captionHidden, columns, rows, rowKey, foot, cards }: DataTableProps<Row>) {
  const role = (name: string) => (cards ? name : undefined);
  const look = (column: Column<Row>) =>
    [column.numeric ? 'number' : '', cards ? `phone-${column.phone ?? 'line'}` : ''].filter(Boolean).join(' ') ||
    undefined;
  return (
    <div className="table-box">
      <table className={cards ? 'data cards' : 'data'} role={role('table')}>
        <caption className={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead role={role('rowgroup')}>
          <tr role={role('row')}>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                role={role('columnheader')}
                className={column.numeric ? 'number' : undefined}
                aria-sort={column.sort?.direction}
              >
                {column.sort ? (
                  <a className="sort" href={column.sort.href}>
                    {column.header}
                  </a>
                ) : (
                  column.header
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role={role('rowgroup')}>
          {rows.map((row) => (
            <tr key={rowKey(row)} role={role('row')}>
              {columns.map((column) =>
                column.names ? (
                  <th key={column.key} scope="row" role={role('rowheader')} className={look(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} role={role('cell')} className={look(column)} data-label={column.header}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {foot && (
          <tfoot role={role('rowgroup')}>
            <tr role={role('row')}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row" role={role('rowheader')} className={look(column)}>
                    {foot[column.key]}
                  </th>
                ) : (
                  <td key={column.key} role={role('cell')} className={look(column)} data-label={column.header}>
                    {foot[column.key]}
                  </td>
                ),
              )}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
