import type { ComponentType, HTMLAttributes, ReactNode } from 'react';
import { PlainLink, type TabLinkProps } from './tabs.js';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** Names the row: a row header. */
  names?: boolean;
  /** Its heading orders the list by it, the other way where it is ordered by it already. */
  sort?: { href?: string; onSort?: () => void; direction?: 'ascending' | 'descending' };
  /** On a phone a row is a card: its first words, what stands beside them, a small word, a labelled line, or a line without its label. */
  phone?: 'main' | 'side' | 'small' | 'line' | 'bare';
  /** Of a table whose rows are one line each: how wide, a CSS length; the columns without one share the rest. */
  width?: string;
  /** Told only where there is room: the style sheet says where. */
  isWide?: boolean;
}

export interface DataTableProps<Row> {
  caption: ReactNode;
  captionHidden?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** A last row, cell by cell; the first column takes the label. */
  foot?: Record<string, ReactNode>;
  /** Rows become cards on a phone. Roles are written out because changing `display` takes them away. */
  cards?: boolean;
  /** How one gets to another order. */
  LinkTo?: ComponentType<TabLinkProps>;
  /** What a row has besides its cells. */
  rowProps?: (row: Row) => HTMLAttributes<HTMLTableRowElement>;
}

export function DataTable<Row>({
  caption,
  captionHidden,
  columns,
  rows,
  rowKey,
  foot,
  cards,
  ...more
}: DataTableProps<Row>) {
  const { LinkTo = PlainLink, rowProps } = more;
  const role = (name: string) => (cards ? name : undefined);
  const look = (column: Column<Row>) =>
    [column.numeric && 'number', column.isWide && 'is-wide', cards && `phone-${column.phone ?? 'line'}`]
      .filter(Boolean)
      .join(' ') || undefined;
  return (
    <div className="table-box">
      <table className={cards ? 'data cards' : 'data'} role={role('table')}>
        <caption className={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <Heads columns={columns} role={role} LinkTo={LinkTo} />
        <tbody role={role('rowgroup')}>
          {rows.map((row) => (
            <tr key={rowKey(row)} role={role('row')} {...rowProps?.(row)}>
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

interface HeadsProps<Row> {
  columns: Column<Row>[];
  role: (name: string) => string | undefined;
  LinkTo: ComponentType<TabLinkProps>;
}

function Heads<Row>({ columns, role, LinkTo }: HeadsProps<Row>) {
  return (
    <thead role={role('rowgroup')}>
      <tr role={role('row')}>
        {columns.map((column) => (
          <th
            key={column.key}
            scope="col"
            role={role('columnheader')}
            className={[column.numeric && 'number', column.isWide && 'is-wide'].filter(Boolean).join(' ') || undefined}
            aria-sort={column.sort?.direction}
            style={column.width === undefined ? undefined : { width: column.width }}
          >
            <Heading column={column} LinkTo={LinkTo} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** What orders the list is a link where the order is in the address, and a button where the rows are all there. */
function Heading<Row>({ column, LinkTo }: { column: Column<Row>; LinkTo: ComponentType<TabLinkProps> }) {
  const { header, sort } = column;
  if (sort?.href !== undefined) {
    return (
      <LinkTo className="sort" to={sort.href}>
        {header}
      </LinkTo>
    );
  }
  if (!sort) return <>{header}</>;
  return (
    <button type="button" className="sort" onClick={sort.onSort}>
      {header}
    </button>
  );
}
