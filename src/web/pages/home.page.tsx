import { AddressNotice } from '../components/address-notice.js';
import { DemoWalkPanel, type DemoWalkView } from '../components/demo-walk.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { EntriesTable, type EntryRow } from '../components/entries-table.js';
import { FigureTiles, type FiguresView } from '../components/figure-tiles.js';
import { ReportChoices } from '../components/report-choices.js';
import { YearChart, type MonthBars } from '../components/year-chart.js';
import { Notice } from '../../ui/components/notices.js';
import { Choices, Panel } from '../../ui/components/panel.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface HomeView {
  figures: FiguresView;
  /** Twelve, the present one last. */
  months: readonly MonthBars[];
  /** Newest first. Without any, the page offers a way to start. */
  latest: EntryRow[];
  /** Only where the program runs with its demo, for the original owner of one of its businesses. */
  demo?: DemoWalkView;
  mayWrite: boolean;
  /** Whether the person's own address is confirmed; said until it is. */
  isAddressConfirmed?: boolean;
  /** The last reset or restore, while its snapshot is kept. */
  lastSwitch?: { kind: 'reset' | 'restore'; at: string; snapshot: { id: string; expiresAt: string } };
}

interface Props {
  ctx: BusinessPageContext;
  view: HomeView;
}

export const HomePage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id, name } = ctx.business;
  return (
    <>
      <h1>
        <UserText>{name}</UserText>
      </h1>
      {view.demo && <DemoWalkPanel ctx={ctx} walk={view.demo} />}
      {view.isAddressConfirmed === false && <AddressNotice ctx={ctx} />}
      <LastSwitch ctx={ctx} view={view} />
      {view.latest.length === 0 && <Start ctx={ctx} view={view} />}
      <Panel id="figures" title={t.home.figures} look="plain">
        <FigureTiles ctx={ctx} figures={view.figures} />
      </Panel>
      {view.latest.length > 0 && (
        <Panel id="year" title={t.home.year}>
          <YearChart ctx={ctx} months={view.months} currency={view.figures.currency} />
        </Panel>
      )}
      {view.latest.length > 0 && (
        <Panel id="latest" title={t.home.latest}>
          <EntriesTable
            ctx={ctx}
            entries={view.latest}
            caption={t.home.latest}
            captionHidden
            currency={view.figures.currency}
          />
          <p>
            <a href={paths.journal(id)}>{t.home.allEntries}</a>
          </p>
        </Panel>
      )}
      <Panel id="reports" title={t.home.reports} look="plain">
        <ReportChoices ctx={ctx} reports={['trial-balance', 'ledger', 'aged-receivables']} />
        <p>
          <a href={paths.reports(id)}>{t.home.allReports}</a>
        </p>
      </Panel>
    </>
  );
};

const LastSwitch = ({ ctx, view: { lastSwitch } }: Props) => {
  if (!lastSwitch) return null;
  const { t } = words(ctx);
  const { id, isOriginalOwner } = ctx.business;
  const reset = lastSwitch.kind === 'reset';
  const own = reset ? t.home.resetText : t.home.restoredText;
  const others = reset ? t.home.resetTextOthers : t.home.restoredTextOthers;
  return (
    <Notice kind="info" title={reset ? t.home.resetTitle : t.home.restoredTitle}>
      <p>
        <Template
          text={isOriginalOwner ? own : others}
          values={{
            at: <Instant ctx={ctx} at={lastSwitch.at} />,
            until: <Instant ctx={ctx} at={lastSwitch.snapshot.expiresAt} />,
          }}
        />
      </p>
      {isOriginalOwner && (
        <p className="actions">
          {reset ? (
            <ButtonLink icon="undo" href={paths.recover(id, lastSwitch.snapshot.id)}>
              {t.home.recover}
            </ButtonLink>
          ) : (
            <ButtonLink href={`${paths.manageYourData(id)}#recover`}>{t.home.seeSnapshots}</ButtonLink>
          )}
          <ButtonLink look="quiet" icon="look" href={paths.snapshot(id, lastSwitch.snapshot.id)}>
            {t.home.lookFirst}
          </ButtonLink>
        </p>
      )}
    </Notice>
  );
};

const Start = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <Panel id="start" title={t.home.emptyTitle}>
      {view.mayWrite ? (
        <>
          <p>{t.home.emptyText}</p>
          <Choices
            choices={[
              { href: paths.import(id), title: t.home.emptyImport, hint: t.home.emptyImportHint },
              { href: paths.bankFeeds(id), title: t.home.emptyBank, hint: t.home.emptyBankHint },
            ]}
          />
        </>
      ) : (
        <p>{t.home.emptyReadOnly}</p>
      )}
    </Panel>
  );
};

export const homePage = (ctx: BusinessPageContext, view: HomeView): string =>
  renderPage(ctx, words(ctx).t.home.title, <HomePage ctx={ctx} view={view} />);
