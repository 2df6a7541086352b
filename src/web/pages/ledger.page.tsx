import { DataTable } from '../../ui/components/data-table.js';
import { Pager, Panel } from '../../ui/components/panel.js';
import { ReportHead } from '../components/report-head.js';
import { Day, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { bookPaths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface LedgerLine {
  id: string;
  date: string;
  piece?: string;
  memo: string;
  debit: string;
  credit: string;
  /** After this line. */
  balance: string;
}

export interface LedgerAccount {
  account: string;
  name: string;
  lines: LedgerLine[];
  totals: { debit: string; credit: string; balance: string };
}

export interface LedgerView {
  drawnUpAt: string;
  currency: string;
  accounts: LedgerAccount[];
  /** The key after which more accounts follow, when the ledger is long. */
  next?: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: LedgerView;
}

export const LedgerPage = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const books = bookPaths(ctx.business);
  return (
    <div className="report">
      <ReportHead
        ctx={ctx}
        title={t.reports.ledger}
        drawnUp={t.reports.ledgerDrawnUp}
        at={view.drawnUpAt}
        download={{ href: books.ledgerFec, text: t.common.downloadFec }}
      />
      <p className="quiet">{t.common.moneyIn.replace('{currency}', () => f.currency(view.currency))}</p>
      {view.accounts.length === 0 && <p>{t.reports.noLines}</p>}
      {view.accounts.map((account, index) => (
        <Account key={account.account} ctx={ctx} account={account} id={`account-${index}`} />
      ))}
      <Pager
        older={view.next === undefined ? undefined : { href: books.ledger(view.next), title: t.reports.moreAccounts }}
      />
    </div>
  );
};

const isZero = (decimal: string) => /^-?0*(\.0*)?$/.test(decimal);

const Account = ({ ctx, account, id }: { ctx: BusinessPageContext; account: LedgerAccount; id: string }) => {
  const { t, f } = words(ctx);
  const side = (decimal: string) => (isZero(decimal) ? '' : f.amount(decimal));
  const title = (
    <>
      <UserText>{account.account}</UserText> <UserText>{account.name}</UserText>
    </>
  );
  return (
    <Panel id={id} title={title}>
      <DataTable
        cards
        caption={title}
        captionHidden
        rows={account.lines}
        rowKey={(line) => line.id}
        columns={[
          { key: 'date', header: t.entries.date, phone: 'small', cell: (line) => <Day ctx={ctx} on={line.date} /> },
          {
            key: 'piece',
            header: t.entries.piece,
            phone: 'small',
            cell: (line) => <UserText>{line.piece ?? ''}</UserText>,
          },
          {
            key: 'memo',
            header: t.entries.memo,
            names: true,
            phone: 'main',
            cell: (line) => (line.memo === '' ? <i>{t.entries.noMemo}</i> : <UserText>{line.memo}</UserText>),
          },
          { key: 'debit', header: t.entries.debit, numeric: true, phone: 'line', cell: (line) => side(line.debit) },
          { key: 'credit', header: t.entries.credit, numeric: true, phone: 'line', cell: (line) => side(line.credit) },
          {
            key: 'balance',
            header: t.entries.balance,
            numeric: true,
            phone: 'line',
            cell: (line) => f.amount(line.balance),
          },
        ]}
        foot={{
          date: t.common.total,
          debit: f.amount(account.totals.debit),
          credit: f.amount(account.totals.credit),
          balance: f.amount(account.totals.balance),
        }}
      />
    </Panel>
  );
};

export const ledgerPage = (ctx: BusinessPageContext, view: LedgerView): string =>
  renderPage(ctx, words(ctx).t.reports.ledger, <LedgerPage ctx={ctx} view={view} />);
