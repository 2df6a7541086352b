import { ButtonLink, PostButton } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { Notice } from '../../ui/components/notices.js';
import { Pager, Panel } from '../../ui/components/panel.js';
import { Day, Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { bookPaths, paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

/** An invoice in the list; amounts are decimal strings. */
export interface InvoiceSummary {
  id: string;
  number: string;
  customer: string;
  issuedOn: string;
  total: string;
  due: string;
  state: 'due' | 'linked' | 'received' | 'paid';
}

export interface InvoicesView {
  invoices: InvoiceSummary[];
  currency: string;
  mayWrite: boolean;
  /** The invoice that was asked for lies in books that are not the open ones. */
  isGone?: boolean;
  /** The key after which older ones follow. */
  next?: string;
  /** The key this page came after; absent on the first page. */
  after?: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: InvoicesView;
}

const InvoicesPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id, looking } = ctx.business;
  const { invoices } = bookPaths(ctx.business);
  return (
    <>
      <h1>{t.invoices.title}</h1>
      {!looking && <p className="lead">{t.invoices.lead}</p>}
      {view.isGone && (
        <Notice kind="info" title={t.invoices.goneTitle} role="status">
          <p>
            {t.invoices.gone} <a href={paths.manageYourData(id)}>{t.nav.manageYourData}</a>
          </p>
        </Notice>
      )}
      {view.mayWrite && (
        <p className="actions">
          <ButtonLink look="primary" href={paths.newInvoice(id)}>
            {t.documentForm.newInvoice}
          </ButtonLink>
        </p>
      )}
      {!view.mayWrite && !looking && (
        <Notice kind="info">
          <p>{t.invoices.notAllowed}</p>
        </Notice>
      )}
      <Panel id="invoices" title={t.invoices.caption}>
        {view.invoices.length === 0 ? <p>{t.invoices.none}</p> : <InvoiceTable ctx={ctx} view={view} />}
        <Pager
          newest={view.after === undefined ? undefined : { href: invoices(), title: t.common.newest }}
          older={view.next === undefined ? undefined : { href: invoices(view.next), title: t.common.older }}
        />
      </Panel>
      {!looking && (
        <p>
          <a href={paths.paymentsToRecord(id)}>{t.invoices.seePayments}</a>
        </p>
      )}
    </>
  );
};

const InvoiceTable = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const money = (amount: string) => f.money({ amount, currency: view.currency });
  return (
    <DataTable<InvoiceSummary>
      cards
      captionHidden
      caption={t.invoices.caption}
      rows={view.invoices}
      rowKey={(invoice) => invoice.id}
      columns={[
        {
          key: 'customer',
          header: t.invoices.customer,
          names: true,
          phone: 'main',
          cell: (invoice) => <UserText>{invoice.customer}</UserText>,
        },
        {
          key: 'number',
          header: t.invoices.number,
          phone: 'small',
          cell: (invoice) => (
            <a className="together" href={bookPaths(ctx.business).invoice(invoice.id)}>
              <UserText>{invoice.number}</UserText>
            </a>
          ),
        },
        {
          key: 'issued',
          header: t.invoices.issuedOn,
          phone: 'small',
          cell: (invoice) => <Day ctx={ctx} on={invoice.issuedOn} />,
        },
        {
          key: 'total',
          header: t.invoices.total,
          numeric: true,
          phone: 'side',
          cell: (invoice) => money(invoice.total),
        },
        { key: 'due', header: t.invoices.due, numeric: true, cell: (invoice) => money(invoice.due) },
        {
          key: 'state',
          header: t.invoices.state,
          cell: (invoice) => (
            <span className={invoice.state === 'paid' ? 'badge badge-done' : 'badge'}>
              {t.invoices.states[invoice.state]}
            </span>
          ),
        },
        ...(view.mayWrite
          ? [
              {
                key: 'action',
                header: t.snapshot.actions,
                phone: 'bare' as const,
                cell: (invoice: InvoiceSummary) => <NextStep ctx={ctx} invoice={invoice} />,
              },
            ]
          : []),
      ]}
    />
  );
};

/** What there is to do with an invoice where it stands; nothing once it is paid. */
const NextStep = ({ ctx, invoice }: { ctx: BusinessPageContext; invoice: InvoiceSummary }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const about = <Template text={t.invoices.ofInvoice} values={{ number: <UserText>{invoice.number}</UserText> }} />;
  switch (invoice.state) {
    case 'due':
      return (
        <PostButton action={paths.payLink(id, invoice.id)} about={about} working={t.common.working}>
          {t.invoices.getLink}
        </PostButton>
      );
    case 'linked':
      return (
        <ButtonLink look="quiet" href={paths.payLink(id, invoice.id)} about={about}>
          {t.invoices.showLink}
        </ButtonLink>
      );
    case 'received':
      return (
        <ButtonLink href={paths.paymentsToRecord(id)} about={about}>
          {t.invoices.record}
        </ButtonLink>
      );
    case 'paid':
      return null;
  }
};

export const invoicesPage = (ctx: BusinessPageContext, view: InvoicesView): string =>
  renderPage(ctx, words(ctx).t.invoices.title, <InvoicesPage ctx={ctx} view={view} />);
