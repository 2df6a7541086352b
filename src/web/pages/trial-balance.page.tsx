import { Pager, Panel } from '../../ui/components/panel.js';
import { ReportHead } from '../components/report-head.js';
import { type TrialBalance, TrialBalanceTable } from '../components/trial-balance-table.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { bookPaths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface TrialBalanceView extends TrialBalance {
  drawnUpAt: string;
  /** The account this page came after; absent on the first page. */
  after?: string;
  /** The account after which others follow. */
  next?: string;
}

export const TrialBalancePage = ({ ctx, view }: { ctx: BusinessPageContext; view: TrialBalanceView }) => {
  const { t } = words(ctx);
  const books = bookPaths(ctx.business);
  const more = view.next === undefined ? undefined : books.trialBalance(view.next);
  return (
    <div className="report">
      <ReportHead
        ctx={ctx}
        title={t.reports.trialBalance}
        drawnUp={t.reports.drawnUp}
        at={view.drawnUpAt}
        download={{ href: books.trialBalanceCsv, text: t.common.downloadCsv }}
      />
      <Panel id="accounts" title={t.reports.accounts}>
        {view.lines.length === 0 ? (
          <p>{t.reports.noLines}</p>
        ) : (
          <TrialBalanceTable ctx={ctx} balance={view} caption={t.reports.trialBalance} />
        )}
        <Pager
          newest={view.after === undefined ? undefined : { href: books.trialBalance(), title: t.reports.firstAccounts }}
          older={more === undefined ? undefined : { href: more, title: t.reports.moreAccounts }}
        />
      </Panel>
    </div>
  );
};

export const trialBalancePage = (ctx: BusinessPageContext, view: TrialBalanceView): string =>
  renderPage(ctx, words(ctx).t.reports.trialBalance, <TrialBalancePage ctx={ctx} view={view} />);
