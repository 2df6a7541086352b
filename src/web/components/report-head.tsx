import type { BusinessPageContext } from '../../ui/page-context.js';
import { mayExport } from '../may-export.js';
import { words } from '../words.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { Icon } from '../../ui/components/icon.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';

/** What stands above a report, on screen and on paper. The print button needs the script; the hint does not. */
export const ReportHead = ({
  ctx,
  title,
  drawnUp,
  at,
  download,
}: {
  ctx: BusinessPageContext;
  title: string;
  drawnUp: string;
  at: string;
  download: { href: string; text: string };
}) => {
  const { t } = words(ctx);
  return (
    <div className="report-head">
      <div>
        <h1>{title}</h1>
        <p className="report-business">
          <UserText>{ctx.business.name}</UserText>
        </p>
        <p className="quiet">
          <Template text={drawnUp} values={{ at: <Instant ctx={ctx} at={at} /> }} />
        </p>
      </div>
      <div className="actions no-print">
        <button type="button" className="button button-secondary" data-print="" hidden>
          <Icon name="print" />
          <span>{t.common.print}</span>
        </button>
        {mayExport(ctx.business) && (
          <ButtonLink href={download.href} icon="download" download>
            {download.text}
          </ButtonLink>
        )}
        <p className="hint" data-print-hint="">
          {t.reports.printHint}
        </p>
      </div>
    </div>
  );
};
