import { REPORTS, type ReportName } from '../../accounting/reports/report.js';
import { Choices } from '../../ui/components/panel.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { bookPaths } from '../paths.js';
import { words } from '../words.js';

/** The ways to reports of the books that the page is about: all of them, or those that are named. */
export const ReportChoices = ({
  ctx,
  reports = REPORTS,
}: {
  ctx: BusinessPageContext;
  reports?: readonly ReportName[];
}) => {
  const { t } = words(ctx);
  return (
    <Choices
      choices={reports.map((name) => ({
        href: bookPaths(ctx.business).report(name),
        title: t.reports.names[name],
        hint: t.reports.hints[name],
      }))}
    />
  );
};
