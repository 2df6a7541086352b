import { countNameOf } from '../../books/manifest.js';
import type { BroughtView } from '../../resets/bring-along/bring-alongs.service.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { Icon } from '../../ui/components/icon.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { CountTable, type Counts } from '../components/counts.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

type View = BroughtView & { readonly eventId: string };

/** Rows by table under the names by which they are counted. */
const countsOf = (rows: Readonly<Record<string, number>>): Counts =>
  Object.fromEntries(Object.entries(rows).map(([table, n]) => [countNameOf(table), n]));

const BringAlongDonePage = ({ ctx, view }: { ctx: BusinessPageContext; view: View }) => {
  const { t, f } = words(ctx);
  const { id } = ctx.business;
  const [added, replaced] = [countsOf(view.added), countsOf(view.replaced)];
  const isNothing = Object.keys({ ...added, ...replaced }).length === 0 && view.openingDate === null;
  return (
    <div className="medium">
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, t.bringAlong.doneTitle)} />
      <h1 className="done">
        <Icon name="check" />
        <span>{t.bringAlong.doneTitle}</span>
      </h1>
      <p className="lead">{isNothing ? t.bringAlong.doneNothing : t.bringAlong.doneLead}</p>
      <Panel id="receipt" title={t.resetDone.receipt}>
        {Object.keys(added).length > 0 && <CountTable ctx={ctx} counts={added} caption={t.bringAlong.doneAdded} />}
        {Object.keys(replaced).length > 0 && (
          <CountTable ctx={ctx} counts={replaced} caption={t.bringAlong.doneReplaced} />
        )}
        {view.openingDate !== null && (
          <p>{t.bringAlong.doneOpening.replace('{date}', () => f.day(view.openingDate!))}</p>
        )}
        <Facts facts={[[t.bringAlong.reference, <code key="id">{view.eventId}</code>]]} />
        <p className="actions">
          <ButtonLink look="primary" href={paths.home(id)}>
            {t.resetDone.next.home}
          </ButtonLink>
          <ButtonLink href={paths.bringAlong(id)}>{t.bringAlong.more}</ButtonLink>
        </p>
      </Panel>
    </div>
  );
};

export const bringAlongDonePage = (ctx: BusinessPageContext, view: View): string =>
  renderPage(ctx, words(ctx).t.bringAlong.doneTitle, <BringAlongDonePage ctx={ctx} view={view} />);
