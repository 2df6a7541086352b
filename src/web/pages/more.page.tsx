import { memberMay } from '../../policy/ability.js';
import { Choices } from '../../ui/components/panel.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

/** What the tabs of the edition express do not hold, settings among it. */
export const MorePage = ({ ctx }: { ctx: BusinessPageContext }) => {
  const { t } = words(ctx);
  const { id, role } = ctx.business;
  return (
    <div className="medium">
      <h1>{t.more.title}</h1>
      <Choices
        choices={[
          { href: paths.settings(id), title: t.more.settings, hint: t.more.settingsHint },
          { href: paths.bankFeeds(id), title: t.nav.bankFeeds, hint: t.more.bankFeedsHint },
          { href: paths.paymentsToRecord(id), title: t.more.payments, hint: t.more.paymentsHint },
          { href: paths.import(id), title: t.more.import, hint: t.more.importHint },
          { href: paths.reports(id), title: t.reports.title, hint: t.reports.lead },
          ...(memberMay(role, 'read', 'AuditEvent')
            ? [{ href: paths.history(id), title: t.more.history, hint: t.more.historyHint }]
            : []),
        ]}
      />
    </div>
  );
};

export const morePage = (ctx: BusinessPageContext): string =>
  renderPage(ctx, words(ctx).t.more.title, <MorePage ctx={ctx} />);
