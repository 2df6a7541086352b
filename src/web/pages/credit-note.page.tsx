import type { CreditNoteDetails } from '../../accounting/credit-notes.service.js';
import type { SentDocument } from '../../accounting/document-mails.service.js';
import { BookChangedNotice, BoundFields, type BoundView } from '../components/bound-form.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { DocumentTable } from '../components/document-table.js';
import { EntryLines, type EntryLine } from '../components/entry-preview.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { SelectField, TextField } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Day, Instant, Template, UserText } from '../../ui/components/text.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { parseCents } from '../../platform/kernel/money.js';
import { bookPaths, paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export type UseField = 'invoice' | 'amount';
export type UseProblem = 'REQUIRED' | 'AMOUNT' | 'TOO_MUCH';

export interface CreditNoteView extends BoundView {
  readonly note: CreditNoteDetails;
  readonly currency: string;
  readonly entry?: { readonly number: string; readonly date: string; readonly lines: readonly EntryLine[] };
  readonly mails: readonly SentDocument[];
  readonly mayWrite: boolean;
  /** Of the same customer, to use what is left of it on. */
  readonly openInvoices: readonly { readonly id: string; readonly number: string; readonly open: string }[];
  readonly values: Readonly<Record<UseField, string>>;
  readonly problems: Readonly<Partial<Record<UseField, UseProblem>>>;
  readonly isBookChanged?: boolean;
  readonly told?: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: CreditNoteView;
}

const CreditNotePage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { note } = view;
  const told = lookUp(t.creditNote.told, view.told ?? '');
  const problems = Object.entries(view.problems);
  return (
    <>
      <Breadcrumbs
        ctx={ctx}
        crumbs={[
          { href: bookPaths(ctx.business).list('credit-notes'), text: t.lists.creditNotes.title },
          { text: t.creditNote.titlePlain },
        ]}
      />
      <h1>
        <Template text={t.creditNote.title} values={{ number: <UserText>{note.number}</UserText> }} />
      </h1>
      {told && (
        <Notice kind={/before|changed/.test(view.told!) ? 'info' : 'success'} role="status">
          <p>{told}</p>
        </Notice>
      )}
      {view.isBookChanged && <BookChangedNotice ctx={ctx} />}
      {problems.length > 0 && (
        <ProblemSummary
          title={t.common.problems(problems.length)}
          problems={problems.map(([name, problem]) => ({ href: `#${name}`, text: t.creditNote.problems[problem] }))}
        />
      )}
      <Summary ctx={ctx} view={view} />
      {view.mayWrite && parseCents(note.open) > 0n && <UseForm ctx={ctx} view={view} />}
      <Panel id="lines" title={t.creditNote.lines}>
        <DocumentTable ctx={ctx} document={note} caption={t.creditNote.lines} currency={view.currency} />
      </Panel>
      <Uses ctx={ctx} view={view} />
      {view.entry && (
        <Panel id="entry" title={t.invoice.entry}>
          <EntryLines
            ctx={ctx}
            caption={
              <Template
                text={t.invoice.entryCaption}
                values={{ number: view.entry.number, date: <Day ctx={ctx} on={view.entry.date} /> }}
              />
            }
            lines={view.entry.lines}
          />
        </Panel>
      )}
      <p>
        <a href={bookPaths(ctx.business).list('credit-notes')}>{t.creditNote.back}</a>
      </p>
    </>
  );
};

const Summary = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const { id, looking } = ctx.business;
  const { note } = view;
  const money = (amount: string) => f.money({ amount, currency: view.currency });
  return (
    <Panel id="summary" title={t.invoice.summary}>
      <Facts
        facts={[
          [t.creditNote.customer, <UserText key="customer">{note.customer}</UserText>],
          note.invoiceId !== null && [
            t.creditNote.ofInvoice,
            <a key="invoice" href={bookPaths(ctx.business).record('invoices', note.invoiceId)}>
              {note.invoiceNumber}
            </a>,
          ],
          [t.documents.issuedOn, f.day(note.issuedOn)],
          [t.documents.total, <strong key="total">{money(note.total)}</strong>],
          [t.creditNote.open, <strong key="open">{money(note.open)}</strong>],
        ]}
      />
      {!looking && (
        <div className="actions">
          {view.mayWrite && <ButtonLink href={paths.creditNoteMail(id, note.id)}>{t.invoice.send}</ButtonLink>}
          <ButtonLink look="quiet" href={paths.creditNotePdf(id, note.id)} download>
            {t.invoice.pdf}
          </ButtonLink>
        </div>
      )}
    </Panel>
  );
};

const UseForm = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const { id } = ctx.business;
  const problem = (name: UseField) => view.problems[name] && t.creditNote.problems[view.problems[name]];
  const label = ({ number, open }: CreditNoteView['openInvoices'][number]) =>
    t.creditNote.useOption
      .replace('{number}', () => number)
      .replace('{amount}', () => f.money({ amount: open, currency: view.currency }));
  return (
    <Panel id="use" title={t.creditNote.useTitle}>
      {view.openInvoices.length === 0 ? (
        <p>{t.creditNote.useNone}</p>
      ) : (
        <PostForm action={paths.creditNoteUse(id, view.note.id)} className="form" noValidate data-once="">
          <BoundFields view={view} />
          <SelectField
            ctx={ctx}
            name="invoice"
            label={t.creditNote.useInvoice}
            value={view.values.invoice}
            problem={problem('invoice')}
            options={view.openInvoices.map((invoice) => ({ value: invoice.id, label: label(invoice) }))}
          />
          <TextField
            ctx={ctx}
            name="amount"
            label={t.creditNote.useAmount}
            hint={t.creditNote.useAmountHint}
            value={view.values.amount}
            problem={problem('amount')}
            inputMode="decimal"
            maxLength={30}
            optional
          />
          <button type="submit" name="do" value="use" className="button button-primary" data-working={t.common.working}>
            <span>{t.creditNote.use}</span>
          </button>
        </PostForm>
      )}
    </Panel>
  );
};

const Uses = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const { uses } = view.note;
  return (
    <Panel id="uses" title={t.creditNote.uses}>
      {uses.length === 0 && <p className="quiet">{t.creditNote.noUses}</p>}
      <ul className="rows">
        {uses.map(({ invoiceId, number, amount }) => (
          <li key={invoiceId} className="row">
            <a href={bookPaths(ctx.business).record('invoices', invoiceId)}>{number}</a>
            <span>{f.money({ amount, currency: view.currency })}</span>
          </li>
        ))}
        {view.mails.map(({ sentTo, at }) => (
          <li key={at} className="row">
            <span>
              <Template text={t.invoice.sent} values={{ address: <UserText>{sentTo}</UserText> }} />
            </span>
            <Instant ctx={ctx} at={at} />
          </li>
        ))}
      </ul>
    </Panel>
  );
};

export const creditNotePage = (ctx: BusinessPageContext, view: CreditNoteView): string => {
  const { t } = words(ctx);
  const title = `${t.creditNote.titlePlain} ${view.note.number}`;
  const isWrong = Object.keys(view.problems).length > 0;
  return renderPage(
    ctx,
    isWrong ? `${t.common.errorPrefix} ${title}` : title,
    <CreditNotePage ctx={ctx} view={view} />,
  );
};
