import type { JournalEntryView, JournalLineView } from '../../accounting/journal.service.js';
import { SubmitButton } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { TextField } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Facts, Pager, Panel } from '../../ui/components/panel.js';
import { KEEP_TYPED, PostForm } from '../../ui/components/post-form.js';
import { Day, Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { bookPaths, paths } from '../paths.js';
import type { FieldFaults } from '../record-form.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export const ENTRY_TOLD = ['posted', 'reversedNow', 'alreadyReversed'] as const;

export interface EntryPageView {
  readonly entry: JournalEntryView;
  readonly lines: readonly JournalLineView[];
  readonly next?: string;
  readonly after?: string;
  readonly sums: { readonly debit: string; readonly credit: string };
  /** Entry → its number, of those that it takes back or is taken back by. */
  readonly links: ReadonlyMap<string, string>;
  readonly currency: string;
  readonly today: string;
  readonly mayWrite: boolean;
  readonly told?: (typeof ENTRY_TOLD)[number];
  /** A reversal that was asked for and has something wrong with it, or that was typed before the session's end. */
  readonly reversal?: { readonly values: { date?: string; label?: string }; readonly faults?: FieldFaults };
}

interface Props {
  readonly ctx: BusinessPageContext;
  readonly view: EntryPageView;
}

const EntryPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const texts = t.entry;
  const { entry, told } = view;
  const { list } = bookPaths(ctx.business);
  const number = <UserText>{entry.number}</UserText>;
  return (
    <>
      <Breadcrumbs
        ctx={ctx}
        crumbs={[{ href: list('journal'), text: t.lists.journal.title }, { text: entry.number }]}
      />
      <h1>
        <Template text={texts.title} values={{ number }} />
      </h1>
      {told && (
        <Notice kind={told === 'alreadyReversed' ? 'info' : 'success'} role="status">
          <p>{texts[told]}</p>
        </Notice>
      )}
      <Panel id="entry" title={entry.label === '' ? t.records.unnamed : <UserText>{entry.label}</UserText>}>
        <EntryFacts ctx={ctx} view={view} />
        <Lines ctx={ctx} view={view} />
      </Panel>
      {view.mayWrite && entry.reversedBy === undefined && <Reversal ctx={ctx} view={view} />}
    </>
  );
};

const EntryFacts = ({ ctx, view: { entry, links } }: Props) => {
  const { t } = words(ctx);
  const texts = t.entry;
  const { record } = bookPaths(ctx.business);
  const link = (id: string | undefined) =>
    id !== undefined && (
      <a href={record('journal', id)}>
        <UserText>{links.get(id) ?? id}</UserText>
      </a>
    );
  return (
    <Facts
      facts={[
        [texts.date, <Day key="date" ctx={ctx} on={entry.date} />],
        [texts.journal, <UserText key="journal">{entry.journal}</UserText>],
        [texts.document, <SourceDocument key="document" ctx={ctx} document={entry.document} />],
        entry.reverses !== undefined && [texts.reverses, link(entry.reverses)],
        entry.reversedBy !== undefined && [texts.reversedBy, link(entry.reversedBy)],
      ]}
    />
  );
};

/** The documents that have a page; a payment is looked at on that of its invoice. */
const PAGES: Partial<Record<NonNullable<JournalEntryView['document']>['kind'], 'invoices' | 'credit-notes'>> = {
  invoice: 'invoices',
  'credit-note': 'credit-notes',
};

const SourceDocument = ({ ctx, document }: { ctx: BusinessPageContext; document: JournalEntryView['document'] }) => {
  const texts = words(ctx).t.entry;
  if (!document) return <>{texts.byHand}</>;
  const list = PAGES[document.kind];
  if (!list) return <>{texts.documents[document.kind]}</>;
  return <a href={bookPaths(ctx.business).record(list, document.id)}>{texts.documents[document.kind]}</a>;
};

const Lines = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const texts = t.entry;
  const { entry, lines, sums, next, after, currency } = view;
  const page = bookPaths(ctx.business).record('journal', entry.id);
  const amount = (value: string) => (/^-?0+(\.0+)?$/.test(value) ? '' : f.money({ amount: value, currency }));
  return (
    <>
      <DataTable
        cards
        caption={texts.lineCount(entry.lineCount)}
        rows={lines.map((line, i) => ({ ...line, key: String(i) }))}
        rowKey={({ key }) => key}
        columns={[
          {
            key: 'account',
            header: texts.account,
            names: true,
            phone: 'main',
            cell: ({ account, accountName }) => <UserText>{`${account} – ${accountName}`}</UserText>,
          },
          {
            key: 'memo',
            header: texts.label,
            phone: 'small',
            cell: ({ label }) => (label === entry.label ? '' : <UserText>{label}</UserText>),
          },
          { key: 'debit', header: texts.debit, numeric: true, cell: ({ debit }) => amount(debit) },
          { key: 'credit', header: texts.credit, numeric: true, cell: ({ credit }) => amount(credit) },
        ]}
        foot={{ account: texts.total, memo: '', debit: amount(sums.debit), credit: amount(sums.credit) }}
      />
      <Pager
        newest={after === undefined ? undefined : { href: page, title: texts.firstLines }}
        older={next === undefined ? undefined : { href: `${page}?after=${next}`, title: texts.moreLines }}
      />
    </>
  );
};

/** A posted entry is reversed, never edited; that of a document through its document. */
const Reversal = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const texts = t.entry;
  const { entry, reversal, today } = view;
  if (entry.document) return <p className="quiet">{texts.throughDocument[entry.document.kind]}</p>;
  const problem = (name: string) => {
    const fault = reversal?.faults?.[name];
    return fault === undefined ? undefined : t.records.faults[fault];
  };
  return (
    <Panel id="reversal" title={texts.reverseTitle}>
      {reversal?.faults && (
        <ProblemSummary
          title={t.common.problems(1)}
          problems={Object.entries(reversal.faults).map(([name, fault]) => ({
            href: `#${name}`,
            text: t.records.faults[fault],
          }))}
        />
      )}
      <p>{texts.reverseHint}</p>
      <PostForm action={paths.reverseEntry(ctx.business.id, entry.id)} className="form" data-once="" noValidate>
        <input type="hidden" name={KEEP_TYPED} value="1" />
        <TextField
          ctx={ctx}
          name="date"
          type="date"
          label={texts.reverseDate}
          value={reversal?.values.date ?? (entry.date > today ? entry.date : today)}
          problem={problem('date')}
        />
        <TextField
          ctx={ctx}
          name="label"
          label={texts.reverseLabel}
          value={reversal?.values.label ?? entry.label}
          problem={problem('label')}
          maxLength={500}
          autoComplete="off"
          optional
        />
        <p className="actions">
          <SubmitButton working={t.common.working}>{texts.reverse}</SubmitButton>
        </p>
      </PostForm>
    </Panel>
  );
};

export const entryPage = (ctx: BusinessPageContext, view: EntryPageView): string => {
  const title = words(ctx).t.entry.title.replace('{number}', () => view.entry.number);
  return renderPage(ctx, title, <EntryPage ctx={ctx} view={view} />);
};
