import type { PageContext } from '../../ui/page-context.js';
import { words } from '../words.js';
import { DataTable } from '../../ui/components/data-table.js';
import { Day, UserText } from '../../ui/components/text.js';

/** A journal entry in a list; `amount` is the total of its debits, a decimal string. */
export interface EntryRow {
  id: string;
  date: string;
  piece?: string;
  journal: string;
  memo: string;
  amount: string;
}

export const EntriesTable = ({
  ctx,
  entries,
  caption,
  captionHidden,
  currency,
}: {
  ctx: PageContext;
  entries: EntryRow[];
  caption: string;
  captionHidden?: boolean;
  currency: string;
}) => {
  const { t, f } = words(ctx);
  return (
    <DataTable
      cards
      caption={caption}
      captionHidden={captionHidden}
      rows={entries}
      rowKey={(entry) => entry.id}
      columns={[
        { key: 'date', header: t.entries.date, phone: 'small', cell: (entry) => <Day ctx={ctx} on={entry.date} /> },
        {
          key: 'memo',
          header: t.entries.memo,
          names: true,
          phone: 'main',
          cell: (entry) => (entry.memo === '' ? <i>{t.entries.noMemo}</i> : <UserText>{entry.memo}</UserText>),
        },
        {
          key: 'piece',
          header: t.entries.piece,
          phone: 'small',
          cell: (entry) => <UserText>{entry.piece ?? ''}</UserText>,
        },
        {
          key: 'journal',
          header: t.entries.journal,
          phone: 'small',
          cell: (entry) => <UserText>{entry.journal}</UserText>,
        },
        {
          key: 'amount',
          header: t.entries.amount,
          numeric: true,
          phone: 'side',
          cell: (entry) => f.money({ amount: entry.amount, currency }),
        },
      ]}
    />
  );
};
