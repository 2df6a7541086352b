import { DataTable } from '../../ui/components/data-table.js';
import { Pager, Panel } from '../../ui/components/panel.js';
import { UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { bookPaths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface AccountsView {
  accounts: { id: string; number: string; name: string }[];
  /** The key after which others follow. */
  next?: string;
  /** The key this page came after; absent on the first page. */
  after?: string;
}

const AccountsPage = ({ ctx, view }: { ctx: BusinessPageContext; view: AccountsView }) => {
  const { t } = words(ctx);
  const { accounts } = bookPaths(ctx.business);
  return (
    <>
      <h1>{t.counts.ledgerAccounts}</h1>
      <Panel id="accounts" title={t.look.accounts}>
        <DataTable
          cards
          caption={t.look.accounts}
          captionHidden
          rows={view.accounts}
          rowKey={(account) => account.id}
          columns={[
            {
              key: 'number',
              header: t.entries.account,
              phone: 'small',
              cell: ({ number }) => <UserText>{number}</UserText>,
            },
            {
              key: 'name',
              header: t.entries.name,
              names: true,
              phone: 'main',
              cell: ({ name }) => <UserText>{name}</UserText>,
            },
          ]}
        />
        <Pager
          newest={view.after === undefined ? undefined : { href: accounts(), title: t.look.first }}
          older={view.next === undefined ? undefined : { href: accounts(view.next), title: t.look.following }}
        />
      </Panel>
    </>
  );
};

export const accountsPage = (ctx: BusinessPageContext, view: AccountsView): string =>
  renderPage(ctx, words(ctx).t.counts.ledgerAccounts, <AccountsPage ctx={ctx} view={view} />);
