import type { PageContext } from '../../ui/page-context.js';
import { words } from '../words.js';
import { DataTable } from '../../ui/components/data-table.js';
import { UserText } from '../../ui/components/text.js';

/** As the API gives it: decimal strings, one side of each line empty or zero. */
export interface TrialBalance {
  currency: string;
  lines: { account: string; name: string; debit: string; credit: string }[];
  totals: { debit: string; credit: string };
}

const isZero = (decimal: string) => /^-?0*(\.0*)?$/.test(decimal);

export const TrialBalanceTable = ({
  ctx,
  balance,
  caption,
}: {
  ctx: PageContext;
  balance: TrialBalance;
  caption: string;
}) => {
  const { t, f } = words(ctx);
  const side = (decimal: string) => (isZero(decimal) ? '' : f.amount(decimal));
  return (
    <DataTable
      cards
      caption={`${caption}. ${t.common.moneyIn.replace('{currency}', f.currency(balance.currency))}`}
      rows={balance.lines}
      rowKey={(line) => line.account}
      columns={[
        {
          key: 'account',
          header: t.entries.account,
          phone: 'small',
          cell: (line) => <UserText>{line.account}</UserText>,
        },
        {
          key: 'name',
          header: t.entries.name,
          names: true,
          phone: 'main',
          cell: (line) => <UserText>{line.name}</UserText>,
        },
        { key: 'debit', header: t.entries.debit, numeric: true, phone: 'line', cell: (line) => side(line.debit) },
        { key: 'credit', header: t.entries.credit, numeric: true, phone: 'line', cell: (line) => side(line.credit) },
      ]}
      foot={{
        account: t.common.total,
        name: '',
        debit: f.amount(balance.totals.debit),
        credit: f.amount(balance.totals.credit),
      }}
    />
  );
};
