import type { PageContext } from '../../ui/page-context.js';
import { words } from '../words.js';
import { DataTable } from '../../ui/components/data-table.js';
import { UserText } from '../../ui/components/text.js';

/** As the API gives it: decimal strings, one side of each line empty or zero. */
export interface TrialBalance {
  currency: string;
  lines: ({ account: string; name: string } & Amounts)[];
  totals: Amounts;
}

interface Amounts {
  debit: string;
  credit: string;
  debitBalance: string;
  creditBalance: string;
}

const AMOUNTS = ['debit', 'credit', 'debitBalance', 'creditBalance'] as const;

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
        ...AMOUNTS.map((name) => ({
          key: name,
          header: t.entries[name],
          numeric: true,
          phone: 'line' as const,
          cell: (line: TrialBalance['lines'][number]) => side(line[name]),
        })),
      ]}
      foot={{
        account: t.common.total,
        name: '',
        ...Object.fromEntries(AMOUNTS.map((name) => [name, f.amount(balance.totals[name])])),
      }}
    />
  );
};
