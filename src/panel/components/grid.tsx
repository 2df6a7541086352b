import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { DataTable, type Column, type DataTableProps } from '../../ui/components/data-table.js';
import { Icon } from '../../ui/components/icon.js';
import { Hidden } from '../../ui/components/text.js';
import type { TabLinkProps } from '../../ui/components/tabs.js';
import type { GridColumn } from './grid-column.js';
import { ColumnsMenu, useShownColumns } from './grid-columns.js';
import { useOrder } from './grid-order.js';
import { isTyping } from './keyboard.js';
import { t } from './locale.js';
import { useOpened, type Open, type OpenedState } from './use-opened.js';

/** What a row opens beside the table; only what the list has answered, so that looking at it asks for nothing. */
interface Side<Row> {
  title: (row: Row) => ReactNode;
  body: (row: Row, close: () => void) => ReactNode;
}

interface GridProps<Row> extends Omit<
  DataTableProps<Row>,
  'columns' | 'cards' | 'captionHidden' | 'LinkTo' | 'rowProps'
> {
  /** Under this name it is remembered which columns somebody does not want. */
  list: string;
  columns: GridColumn<Row>[];
  side?: Side<Row>;
  /** What stands above the table, beside the choice of columns: how many there are, filters, buttons. */
  bar?: ReactNode;
}

const ROW = '#row-';

/**
 * A table of one line a row whose head stays in sight, with the columns that one wants, and, where rows have more to tell,
 * a panel beside it. The opened row is in the address behind `#`, so that Back closes it and nothing is asked for anew.
 */
export function Grid<Row>({ list, columns, side, bar, ...table }: GridProps<Row>) {
  const { rows, rowKey } = table;
  const columnsOf = useShownColumns(list, columns);
  const order = useOrder(list, columnsOf.shown, rows);
  const { openKey, open, close } = useOpened(ROW);
  const opened = openKey === undefined || !side ? undefined : rows.find((row) => rowKey(row) === openKey);
  const asLink = ({ cell, ...column }: Column<Row>): Column<Row> =>
    column.names && side
      ? { ...column, cell: (row) => <RowLink rowKey={rowKey(row)}>{cell(row)}</RowLink> }
      : { ...column, cell };
  return (
    <div className={opened ? 'grid with-side' : 'grid'} {...(side && follow(openKey, open, close))}>
      <div className="grid-main">
        <div className="grid-bar">
          <div className="grid-bar-main">{bar}</div>
          <ColumnsMenu {...columnsOf} />
        </div>
        <DataTable<Row>
          {...table}
          cards
          captionHidden
          LinkTo={RouterLink}
          columns={order.columns.map(asLink)}
          rows={order.rows}
          rowProps={(row) => rowAttributes(rowKey(row), openKey, side && open)}
        />
      </div>
      {side && opened && openKey !== undefined && (
        <SidePanel key={openKey} title={side.title(opened)} close={close}>
          {side.body(opened, close)}
        </SidePanel>
      )}
    </div>
  );
}

const RouterLink = (props: TabLinkProps) => <Link {...props} />;

const RowLink = ({ rowKey, children }: { rowKey: string; children: ReactNode }) => (
  <Link className="open-row" to={{ search: useLocation().search, hash: `${ROW}${rowKey}` }} state={{ isOpened: true }}>
    {children}
  </Link>
);

/** While the panel stands open it shows the row that has the focus; Escape closes it, but not out of something half written. */
const follow = (openKey: string | undefined, open: Open, close: () => void) => ({
  onFocus: ({ target }: FocusEvent) => {
    const key = target.matches('.open-row') ? target.closest<HTMLElement>('[data-row]')?.dataset.row : undefined;
    if (openKey !== undefined && key !== undefined && key !== openKey) open(key, { isFollowed: true });
  },
  onKeyDown: (event: KeyboardEvent) => {
    const isWriting = isTyping(event.target as Element) && (event.target as HTMLInputElement).value !== '';
    if (event.key !== 'Escape' || openKey === undefined || isWriting) return;
    event.stopPropagation();
    close();
  },
});

/** The whole row can be clicked, unless it is something in it that is, or words are being marked. */
function rowAttributes(key: string, openKey: string | undefined, open: Open | undefined) {
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const isOnControl = (event.target as Element).closest('a, button, input, label, summary') !== null;
    if (!isOnControl && getSelection()?.isCollapsed !== false) open?.(key, {});
  };
  return { 'data-row': key, className: key === openKey ? 'is-open' : undefined, onClick: open && onClick };
}

interface SidePanelProps {
  title: ReactNode;
  close: () => void;
  children: ReactNode;
}

/** Beside what it belongs to, never over it; on a phone above. */
export const SidePanel = ({ title, close, children }: SidePanelProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const state = useLocation().state as OpenedState | null;
  const isAsked = state?.isOpened === true && state.isFollowed !== true;
  useEffect(() => {
    if (isAsked) heading.current?.focus();
  }, [isAsked]);
  return (
    <aside className="side" aria-labelledby="side-title">
      <div className="side-head">
        <h2 id="side-title" tabIndex={-1} ref={heading}>
          {title}
        </h2>
        <button type="button" className="button button-quiet side-close" onClick={close}>
          <Icon name="close" />
          <Hidden>{t.table.close}</Hidden>
        </button>
      </div>
      {children}
    </aside>
  );
};
