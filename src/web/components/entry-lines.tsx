import type { JournalLineView } from '../../accounting/journal.service.js';
import { DataTable } from '../../ui/components/data-table.js';
import { UserText } from '../../ui/components/text.js';
import type { PageContext } from '../../ui/page-context.js';
import { words } from '../words.js';

const isZero = (decimal: string) => /^0*(\.0*)?$/.test(decimal);

interface EntryLinesProps {
  ctx: PageContext;
  lines: readonly Pick<JournalLineView, 'account' | 'accountName' | 'debit' | 'credit'>[];
  currency: string;
  caption: string;
}

/** The lines of one entry, each with its account and its side. */
export const EntryLines = ({ ctx, lines, currency, caption }: EntryLinesProps) => {
  const { t, f } = words(ctx);
  const side = (amount: string) => (isZero(amount) ? '' : f.money({ amount, currency }));
  return (
    <DataTable
      cards
      caption={caption}
      rows={lines.map((line, no) => ({ ...line, no }))}
      rowKey={({ no }) => String(no)}
      columns={[
        {
          key: 'account',
          header: t.entries.account,
          phone: 'small',
          cell: ({ account }) => <UserText>{account}</UserText>,
        },
        {
          key: 'name',
          header: t.entries.name,
          names: true,
          phone: 'main',
          cell: ({ accountName }) => <UserText>{accountName}</UserText>,
        },
        { key: 'debit', header: t.entries.debit, numeric: true, cell: ({ debit }) => side(debit) },
        { key: 'credit', header: t.entries.credit, numeric: true, cell: ({ credit }) => side(credit) },
      ]}
    />
  );
};
