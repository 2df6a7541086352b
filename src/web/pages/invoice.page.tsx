import type { InvoiceDetails } from '../../accounting/invoice-details.service.js';
import type { SentDocument } from '../../accounting/document-mails.service.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { DocumentTable } from '../components/document-table.js';
import { EntryLines, type EntryLine } from '../components/entry-preview.js';
import { ButtonLink, PostButton } from '../../ui/components/buttons.js';
import { Notice } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Day, Instant, Template, UserText } from '../../ui/components/text.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { formatCents, parseCents } from '../../platform/kernel/money.js';
import { stateOf } from '../document-states.js';
import { bookPaths, paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface InvoiceView {
  readonly invoice: InvoiceDetails;
  readonly currency: string;
  /** Days. */
  readonly late: number;
  readonly entry?: { readonly number: string; readonly date: string; readonly lines: readonly EntryLine[] };
  readonly mails: readonly SentDocument[];
  /** The books that are shown: what is done here is done to them or not at all. */
  readonly bookId: string;
  readonly mayWrite: boolean;
  readonly hasLink: boolean;
  /** An online payment of it waits to be recorded. */
  readonly isReceived: boolean;
  /** What was just done: a key of the texts. */
  readonly told?: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: InvoiceView;
}

const InvoicePage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { invoice } = view;
  const told = lookUp(t.invoice.told, view.told ?? '');
  return (
    <>
      <Breadcrumbs
        ctx={ctx}
        crumbs={[{ href: bookPaths(ctx.business).invoices(), text: t.invoices.title }, { text: t.invoice.titlePlain }]}
      />
      <h1>
        <Template text={t.invoice.title} values={{ number: <UserText>{invoice.number}</UserText> }} />
      </h1>
      {told && (
        <Notice kind={/before|changed/.test(view.told!) ? 'info' : 'success'} role="status">
          <p>{told}</p>
        </Notice>
      )}
      <Summary ctx={ctx} view={view} />
      {!ctx.business.looking && <Actions ctx={ctx} view={view} />}
      <Panel id="lines" title={t.invoice.lines}>
        <DocumentTable ctx={ctx} document={invoice} caption={t.invoice.lines} currency={view.currency} />
      </Panel>
      <History ctx={ctx} view={view} />
      <Panel id="entry" title={t.invoice.entry}>
        {view.entry ? (
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
        ) : (
          <p className="quiet">{t.invoice.noEntry}</p>
        )}
      </Panel>
      <p>
        <a href={bookPaths(ctx.business).invoices()}>{t.invoice.back}</a>
      </p>
    </>
  );
};

const Summary = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const { invoice, late } = view;
  const state = stateOf(invoice);
  const money = (amount: string) => f.money({ amount, currency: view.currency });
  const settled = formatCents(parseCents(invoice.total) - parseCents(invoice.open));
  return (
    <Panel id="summary" title={t.invoice.summary}>
      <p className="badges">
        <span className={state === 'paid' || state === 'credited' ? 'badge badge-done' : 'badge'}>
          {t.invoice.states[state]}
        </span>
        {late > 0 && <span className="badge badge-error">{t.invoice.late(late)}</span>}
      </p>
      <Facts
        facts={[
          [t.invoice.customer, <UserText key="customer">{invoice.customer}</UserText>],
          [t.documents.issuedOn, f.day(invoice.issuedOn)],
          [t.documents.dueOn, f.day(invoice.dueOn)],
          [t.documents.total, <strong key="total">{money(invoice.total)}</strong>],
          [t.invoice.settled, money(settled)],
          [t.documents.open, <strong key="open">{money(invoice.open)}</strong>],
        ]}
      />
    </Panel>
  );
};

/** What the state allows, for those who may; the file is for everybody. */
const Actions = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const { invoice, mayWrite } = view;
  const isOpen = parseCents(invoice.open) > 0n;
  return (
    <Panel id="actions" title={t.invoice.actions}>
      {view.isReceived && (
        <p>
          {t.invoice.waiting} <a href={paths.paymentsToRecord(id)}>{t.toRecord.title}</a>
        </p>
      )}
      <div className="actions">
        {mayWrite && isOpen && (
          <ButtonLink look="primary" href={paths.invoicePayment(id, invoice.id)}>
            {t.invoice.receive}
          </ButtonLink>
        )}
        {mayWrite && <ButtonLink href={paths.invoiceMail(id, invoice.id)}>{t.invoice.send}</ButtonLink>}
        {mayWrite &&
          isOpen &&
          !view.isReceived &&
          (view.hasLink ? (
            <ButtonLink href={paths.payLink(id, invoice.id)}>{t.invoice.seeLink}</ButtonLink>
          ) : (
            <PostButton action={paths.payLink(id, invoice.id)} working={t.common.working}>
              {t.invoice.getLink}
            </PostButton>
          ))}
        {mayWrite && parseCents(invoice.total) > 0n && (
          <ButtonLink href={paths.invoiceCredit(id, invoice.id)}>{t.invoice.credit}</ButtonLink>
        )}
        <ButtonLink look={mayWrite ? 'quiet' : 'secondary'} href={paths.invoicePdf(id, invoice.id)} download>
          {t.invoice.pdf}
        </ButtonLink>
      </div>
    </Panel>
  );
};

const History = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const { id, looking } = ctx.business;
  const { invoice } = view;
  const money = (amount: string) => f.money({ amount, currency: view.currency });
  return (
    <Panel id="history" title={t.invoice.history}>
      <ul className="rows">
        <li className="row">
          <span>{t.invoice.issued}</span> <Day ctx={ctx} on={invoice.issuedOn} />
        </li>
        {view.mails.map(({ sentTo, at }) => (
          <li key={at} className="row">
            <span>
              <Template text={t.invoice.sent} values={{ address: <UserText>{sentTo}</UserText> }} />
            </span>{' '}
            <Instant ctx={ctx} at={at} />
          </li>
        ))}
        {invoice.payments.map((payment) => (
          <li key={payment.id} className="row">
            <span>
              <Template
                text={payment.online ? t.invoice.onlinePayment : t.invoice.payment}
                values={{ amount: money(payment.amount) }}
              />
            </span>{' '}
            {payment.paidOn && <Day ctx={ctx} on={payment.paidOn} />}
            {view.mayWrite && !looking && payment.paidOn !== null && payment.entryId !== null && (
              <PostButton
                look="quiet"
                action={paths.undoPayment(id, invoice.id, payment.id)}
                fields={{ book: view.bookId }}
                about={money(payment.amount)}
                working={t.common.working}
              >
                {t.invoice.undo}
              </PostButton>
            )}
          </li>
        ))}
        {invoice.credits.map(({ creditNoteId, number, amount }) => (
          <li key={creditNoteId} className="row">
            <span>
              <Template
                text={t.invoice.creditUsed}
                values={{
                  number: looking ? number : <a href={paths.creditNote(id, creditNoteId)}>{number}</a>,
                  amount: money(amount),
                }}
              />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

export const invoicePage = (ctx: BusinessPageContext, view: InvoiceView): string => {
  const { t } = words(ctx);
  return renderPage(ctx, `${t.invoice.titlePlain} ${view.invoice.number}`, <InvoicePage ctx={ctx} view={view} />);
};
