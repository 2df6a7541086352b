import { EntriesTable, type EntryRow } from '../components/entries-table.js';
import { Pager, Panel } from '../../ui/components/panel.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { bookPaths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface JournalView {
  entries: EntryRow[];
  currency: string;
  /** The key after which older entries follow. */
  next?: string;
  /** The key this page came after; absent on the first page. */
  after?: string;
}

export const JournalPage = ({ ctx, view }: { ctx: BusinessPageContext; view: JournalView }) => {
  const { t } = words(ctx);
  const { journal } = bookPaths(ctx.business);
  return (
    <>
      <h1>{t.journal.title}</h1>
      <Panel id="entries" title={t.journal.lead}>
        {view.entries.length === 0 ? (
          <p>{t.entries.none}</p>
        ) : (
          <EntriesTable
            ctx={ctx}
            entries={view.entries}
            caption={t.journal.caption}
            captionHidden
            currency={view.currency}
          />
        )}
        <Pager
          newest={view.after === undefined ? undefined : { href: journal(), title: t.common.newest }}
          older={view.next === undefined ? undefined : { href: journal(view.next), title: t.common.older }}
        />
      </Panel>
    </>
  );
};

export const journalPage = (ctx: BusinessPageContext, view: JournalView): string =>
  renderPage(ctx, words(ctx).t.journal.title, <JournalPage ctx={ctx} view={view} />);
