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
  told?: Told;
  /** The key after which younger ones follow. */
  next?: string;
  after?: string;
}

/** What was done with a payment just now, or by somebody else before; `state` is what is so. */
export interface Told {
  what: 'recorded' | 'already' | 'undone' | 'aside' | 'again';
  reference: string;
  state: 'waiting' | 'recorded' | 'set-aside';
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
      <PaymentTabs ctx={ctx} current="waiting" />
      {view.told && <ToldOfPayment ctx={ctx} told={view.told} />}
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

/** From what waits to what is dealt with, and back. */
export const PaymentTabs = ({ ctx, current }: { ctx: BusinessPageContext; current: 'waiting' | 'done' }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <nav className="part-tabs" aria-label={t.toRecord.lists}>
      <ul>
        <li>
          <a href={paths.paymentsToRecord(id)} aria-current={current === 'waiting' ? 'page' : undefined}>
            {t.toRecord.waitingTab}
          </a>
        </li>
        <li>
          <a href={paths.paymentsDone(id)} aria-current={current === 'done' ? 'page' : undefined}>
            {t.toRecord.doneTab}
          </a>
        </li>
      </ul>
    </nav>
  );
};

export const ToldOfPayment = ({ ctx, told: { what, reference, state } }: { ctx: BusinessPageContext; told: Told }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const said = t.toRecord.told[what === 'already' && state === 'set-aside' ? 'alreadyAside' : what];
  return (
    <Notice
      kind={what === 'already' ? 'info' : 'success'}
      role="status"
      title={<Template text={said.title} values={{ reference: <code>{reference}</code> }} />}
    >
      <p>
        {said.text} {what === 'recorded' && <a href={paths.journal(id)}>{t.toRecord.seeEntries}</a>}
        {state !== 'waiting' && what !== 'recorded' && <a href={paths.paymentsDone(id)}>{t.toRecord.seeDone}</a>}
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
