import { Breadcrumbs, manageCrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { type Counts, CountTiles } from '../components/counts.js';
import { EntriesTable, type EntryRow } from '../components/entries-table.js';
import { PackOffer, type PackSection } from '../components/pack.js';
import { Panel } from '../../ui/components/panel.js';
import { SnapshotFacts, type SnapshotSummary } from '../components/snapshots.js';
import { Template, Instant } from '../../ui/components/text.js';
import { ReportChoices } from '../components/report-choices.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface SnapshotView {
  snapshot: SnapshotSummary;
  counts: Counts;
  /** Everything as one file. */
  pack: PackSection;
  latest: EntryRow[];
  currency: string;
}

/** A look without touching, from which the lists of the snapshot open. */
export const SnapshotPage = ({ ctx, view }: { ctx: BusinessPageContext; view: SnapshotView }) => {
  const { t, f } = words(ctx);
  const { id, isOriginalOwner } = ctx.business;
  const title = t.look.title.replace('{at}', () => f.dateTimeToTheSecond(view.snapshot.sealedAt));
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={manageCrumbs(ctx, title)} />
      <h1>
        <Template text={t.look.title} values={{ at: <Instant ctx={ctx} at={view.snapshot.sealedAt} exact /> }} />
      </h1>
      <Panel id="snapshot" title={t.snapshot.contents}>
        <CountTiles ctx={ctx} counts={view.counts} />
        <SnapshotFacts ctx={ctx} snapshot={view.snapshot} />
        <p className="actions">
          {isOriginalOwner && (
            <ButtonLink icon="undo" href={paths.recover(id, view.snapshot.id)}>
              {t.look.recover}
            </ButtonLink>
          )}
          <ButtonLink href={paths.comparison(id, view.snapshot.id)}>{t.compare.link}</ButtonLink>
        </p>
      </Panel>
      <Panel id="pack" title={t.look.pack}>
        <PackOffer ctx={ctx} section={view.pack} />
      </Panel>
      <Panel id="latest" title={t.look.latest}>
        {view.latest.length === 0 ? (
          <p>{t.entries.none}</p>
        ) : (
          <EntriesTable
            ctx={ctx}
            entries={view.latest}
            caption={t.look.latest}
            captionHidden
            currency={view.currency}
          />
        )}
      </Panel>
      <Panel id="reports" title={t.look.reports} look="plain">
        <ReportChoices ctx={ctx} />
      </Panel>
    </>
  );
};

export const snapshotPage = (ctx: BusinessPageContext, view: SnapshotView): string => {
  const { t, f } = words(ctx);
  const title = t.look.title.replace('{at}', () => f.dateTimeToTheSecond(view.snapshot.sealedAt));
  return renderPage(ctx, title, <SnapshotPage ctx={ctx} view={view} />);
};
