import { ButtonLink } from '../../ui/components/buttons.js';
import { DataTable, type Column } from '../../ui/components/data-table.js';
import { Notice } from '../../ui/components/notices.js';
import { Pager, Panel } from '../../ui/components/panel.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

/** Times are ISO 8601 UTC, amounts decimal strings. */
export interface WaitingSummary {
  id: string;
  reference: string;
  customer: string;
  invoiceNumber: string;
  receivedAt: string;
  amount: string;
  currency: string;
}

export interface PaymentsToRecordView {
  payments: WaitingSummary[];
  mayWrite: boolean;
  /** One that was recorded just now, or by somebody else before. */
  told?: { what: 'recorded' | 'already'; reference: string };
  /** The key after which younger ones follow. */
  next?: string;
  after?: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: PaymentsToRecordView;
}

const PaymentsToRecordPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <>
      <h1>{t.toRecord.title}</h1>
      <p className="lead">{t.toRecord.lead}</p>
      {view.told && <Told ctx={ctx} told={view.told} />}
      {!view.mayWrite && (
        <Notice kind="info">
          <p>{t.toRecord.notAllowed}</p>
        </Notice>
      )}
      <Panel id="payments" title={t.toRecord.caption}>
        {view.payments.length === 0 ? (
          <>
            <p>{t.toRecord.none}</p>
            <p className="quiet">{t.toRecord.noneHint}</p>
            <p className="actions">
              <ButtonLink href={paths.invoices(id)}>{t.toRecord.toInvoices}</ButtonLink>
            </p>
          </>
        ) : (
          <DataTable<WaitingSummary>
            cards
            captionHidden
            caption={t.toRecord.caption}
            rows={view.payments}
            rowKey={(payment) => payment.id}
            columns={columnsFor(ctx, view.mayWrite)}
          />
        )}
        <Pager
          newest={view.after === undefined ? undefined : { href: paths.paymentsToRecord(id), title: t.toRecord.first }}
          older={
            view.next === undefined
              ? undefined
              : { href: paths.paymentsToRecord(id, view.next), title: t.toRecord.newer }
          }
        />
      </Panel>
    </>
  );
};

const Told = ({ ctx, told }: { ctx: BusinessPageContext; told: NonNullable<PaymentsToRecordView['told']> }) => {
  const { t } = words(ctx);
  if (told.what === 'already') {
    return (
      <Notice kind="info" title={t.record.alreadyTitle} role="status">
        <p>{t.record.already}</p>
      </Notice>
    );
  }
  return (
    <Notice
      kind="success"
      role="status"
      title={<Template text={t.toRecord.doneTitle} values={{ reference: <code>{told.reference}</code> }} />}
    >
      <p>
        {t.toRecord.done} <a href={paths.journal(ctx.business.id)}>{t.toRecord.seeEntries}</a>
      </p>
    </Notice>
  );
};

function columnsFor(ctx: BusinessPageContext, mayWrite: boolean): Column<WaitingSummary>[] {
  const { t, f } = words(ctx);
  return [
    {
      key: 'customer',
      header: t.toRecord.customer,
      names: true,
      phone: 'main',
      cell: (payment) => <UserText>{payment.customer}</UserText>,
    },
    {
      key: 'received',
      header: t.toRecord.received,
      phone: 'small',
      cell: (payment) => <Instant ctx={ctx} at={payment.receivedAt} />,
    },
    {
      key: 'invoice',
      header: t.toRecord.forInvoice,
      cell: (payment) => (
        <span className="together">
          <UserText>{payment.invoiceNumber}</UserText>
        </span>
      ),
    },
    {
      key: 'reference',
      header: t.toRecord.reference,
      cell: (payment) => <code className="together">{payment.reference}</code>,
    },
    {
      key: 'amount',
      header: t.toRecord.amount,
      numeric: true,
      phone: 'side',
      cell: ({ amount, currency }) => f.money({ amount, currency }),
    },
    ...(mayWrite
      ? [
          {
            key: 'action',
            header: t.snapshot.actions,
            phone: 'bare' as const,
            cell: (payment: WaitingSummary) => (
              <ButtonLink
                href={paths.recordPayment(ctx.business.id, payment.id)}
                about={<Template text={t.toRecord.ofPayment} values={{ reference: payment.reference }} />}
              >
                {t.toRecord.record}
              </ButtonLink>
            ),
          },
        ]
      : []),
  ];
}

export const paymentsToRecordPage = (ctx: BusinessPageContext, view: PaymentsToRecordView): string =>
  renderPage(ctx, words(ctx).t.toRecord.title, <PaymentsToRecordPage ctx={ctx} view={view} />);
