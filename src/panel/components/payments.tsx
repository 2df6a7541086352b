import { Link, useSearchParams } from 'react-router-dom';
import { Notice } from '../../ui/components/notices.js';
import { UserText } from '../../ui/components/text.js';
import { formatsFor } from '../../ui/format.js';
import { panelPaths } from '../panel-paths.js';
import type { PaymentRow, WaitingPaymentRow, WaitingPaymentsView } from '../payment-views.js';
import { Grid } from './grid.js';
import { ctx, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { useAnswer } from './use-answer.js';
import { When } from './when.js';

type Received = Pick<PaymentRow, 'reference' | 'receivedAt'>;

const REFERENCE = {
  key: 'reference',
  header: t.payments.reference,
  cell: ({ reference }: Received) => <code className="together">{reference}</code>,
} as const;

const RECEIVED = {
  key: 'received',
  header: t.payments.received,
  cell: ({ receivedAt }: Received) => <When at={receivedAt} />,
} as const;

/** The part of a business's page: what waits there, and why the staff does not record it. */
export const BusinessPayments = ({
  businessId,
  payments,
  next,
}: {
  businessId: string;
  payments: readonly PaymentRow[];
  next: string | null;
}) => (
  <>
    {payments.length === 0 ? (
      <p>{t.payments.noneHere}</p>
    ) : (
      <Grid<PaymentRow>
        list="business-payments"
        caption={t.payments.caption}
        rows={[...payments]}
        rowKey={(payment) => payment.id}
        columns={[
          { ...REFERENCE, names: true, phone: 'main' },
          RECEIVED,
          {
            key: 'amount',
            header: t.payments.amount,
            numeric: true,
            phone: 'side',
            cell: ({ amount, currency }) => formatsFor(ctx).money({ amount, currency }),
          },
        ]}
      />
    )}
    {next !== null && (
      <p className="pager">
        <Link className="button button-secondary" to={panelPaths.business(businessId, 'payments', next)} rel="next">
          {t.payments.next}
        </Link>
      </p>
    )}
    <Notice kind="info" title={t.payments.whoTitle}>
      <p>{t.payments.byOwner}</p>
      <p>{t.payments.notHere}</p>
    </Notice>
  </>
);

/** All that wait, oldest first: the queue of the support team. */
export const PaymentsScreen = () => {
  const after = useSearchParams()[0].get('after') ?? undefined;
  const answer = useAnswer<WaitingPaymentsView>(
    after ?? '',
    (api) => api.getPage({ pageName: 'payments', params: { after } }),
    'payments',
  );
  useTitle(t.payments.title);
  return (
    <Screen title={t.payments.title} answer={answer} lead={<p className="lead">{t.payments.lead}</p>}>
      {({ payments, next }) => (
        <div className="panel">
          <p role="status">{payments.length === 0 ? t.payments.none : t.payments.found(payments.length)}</p>
          {payments.length > 0 && <WaitingTable payments={payments} />}
          <p className="pager">
            {after !== undefined && (
              <Link className="button button-quiet" to={panelPaths.page('payments')}>
                {t.payments.first}
              </Link>
            )}
            {next !== null && (
              <Link className="button button-secondary" to={panelPaths.page('payments', { after: next })} rel="next">
                {t.payments.next}
              </Link>
            )}
          </p>
        </div>
      )}
    </Screen>
  );
};

const WaitingTable = ({ payments }: { payments: readonly WaitingPaymentRow[] }) => (
  <Grid<WaitingPaymentRow>
    list="payments"
    caption={t.payments.caption}
    rows={[...payments]}
    rowKey={(payment) => payment.id}
    columns={[
      {
        key: 'business',
        header: t.payments.business,
        names: true,
        phone: 'main',
        cell: (payment) => (
          <Link to={panelPaths.business(payment.businessId, 'payments')}>
            <UserText>{payment.business}</UserText>
          </Link>
        ),
      },
      REFERENCE,
      RECEIVED,
    ]}
  />
);
