import type { ReactNode } from 'react';
import { DataTable } from '../../ui/components/data-table.js';
import { UserText } from '../../ui/components/text.js';
import type { PageContext } from '../../ui/page-context.js';
import { words } from '../words.js';

export interface EntryLine {
  readonly account: string;
  readonly accountName: string;
  readonly debit: string;
  readonly credit: string;
}

/** The lines of one entry, posted or still to be. */
export const EntryLines = ({
  ctx,
  caption,
  lines,
}: {
  ctx: PageContext;
  caption: ReactNode;
  lines: readonly EntryLine[];
}) => {
  const { t, f } = words(ctx);
  const side = (amount: string) => (/^0+\.0+$/.test(amount) ? '' : f.amount(amount));
  return (
    <DataTable<EntryLine & { key: string }>
      caption={caption}
      rows={lines.map((line, index) => ({ ...line, key: String(index) }))}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'account',
          header: t.entries.account,
          names: true,
          cell: ({ account, accountName }) => (
            <UserText>
              {account} {accountName}
            </UserText>
          ),
        },
        { key: 'debit', header: t.entries.debit, numeric: true, cell: ({ debit }) => side(debit) },
        { key: 'credit', header: t.entries.credit, numeric: true, cell: ({ credit }) => side(credit) },
      ]}
    />
  );
};
