import type { ReceivedPayment } from '../../banking/online-payments/online-payments.service.js';
import { PostButton } from '../../ui/components/buttons.js';
import { DataTable, type Column } from '../../ui/components/data-table.js';
import { Pager, Panel } from '../../ui/components/panel.js';
import { Instant, Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';
import { PaymentTabs, ToldOfPayment, type Told } from './payments-to-record.page.js';

export interface PaymentsDoneView {
  payments: ReceivedPayment[];
  mayWrite: boolean;
  told?: Told;
  /** The key after which older ones follow. */
  next?: string;
  after?: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: PaymentsDoneView;
}

/** Payments that the open books have dealt with; each can be taken back from here. */
const PaymentsDonePage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <>
      <h1>{t.toRecord.doneTitle}</h1>
      <p className="lead">{t.toRecord.doneLead}</p>
      <PaymentTabs ctx={ctx} current="done" />
      {view.told && <ToldOfPayment ctx={ctx} told={view.told} />}
      <Panel id="payments" title={t.toRecord.doneCaption}>
        {view.payments.length === 0 ? (
          <p>{t.toRecord.doneNone}</p>
        ) : (
          <DataTable<ReceivedPayment>
            cards
            captionHidden
            caption={t.toRecord.doneCaption}
            rows={view.payments}
            rowKey={(payment) => payment.id}
            columns={[...columnsFor(ctx), ...(view.mayWrite ? [takingBack(ctx)] : [])]}
          />
        )}
        <Pager
          newest={view.after === undefined ? undefined : { href: paths.paymentsDone(id), title: t.toRecord.newest }}
          older={
            view.next === undefined ? undefined : { href: paths.paymentsDone(id, view.next), title: t.toRecord.older }
          }
        />
      </Panel>
    </>
  );
};

const StateOfPayment = ({ ctx, payment }: { ctx: BusinessPageContext; payment: ReceivedPayment }) => {
  const { t } = words(ctx);
  if (payment.state === 'set-aside') {
    return <Template text={t.toRecord.setAsideFor} values={{ reason: <UserText>{payment.reason}</UserText> }} />;
  }
  if (payment.recordedAgainst === null) return <>{t.toRecord.recordedAsIncome}</>;
  return (
    <Template text={t.toRecord.recordedAgainst} values={{ number: <UserText>{payment.recordedAgainst}</UserText> }} />
  );
};

/** What the provider says went back: the books know nothing of it until a person enters it. */
const TakenBackOf = ({ ctx, payment }: { ctx: BusinessPageContext; payment: ReceivedPayment }) => {
  const { t, f } = words(ctx);
  return (
    <>
      {payment.takenBack.map(({ what, amount, currency }) => (
        <p key={what} className="quiet">
          <Template text={t.toRecord.takenBack[what]} values={{ amount: f.money({ amount, currency }) }} />
        </p>
      ))}
    </>
  );
};

function columnsFor(ctx: BusinessPageContext): Column<ReceivedPayment>[] {
  const { t, f } = words(ctx);
  return [
    {
      key: 'customer',
      header: t.toRecord.customer,
      names: true,
      phone: 'main',
      cell: ({ customer }) => <UserText>{customer}</UserText>,
    },
    {
      key: 'received',
      header: t.toRecord.received,
      phone: 'small',
      cell: ({ receivedAt }) => <Instant ctx={ctx} at={receivedAt} />,
    },
    {
      key: 'reference',
      header: t.toRecord.reference,
      cell: ({ reference }) => <code className="together">{reference}</code>,
    },
    {
      key: 'state',
      header: t.toRecord.state,
      cell: (payment) => (
        <>
          <StateOfPayment ctx={ctx} payment={payment} />
          <TakenBackOf ctx={ctx} payment={payment} />
        </>
      ),
    },
    {
      key: 'amount',
      header: t.toRecord.amount,
      numeric: true,
      phone: 'side',
      cell: ({ amount, currency }) => f.money({ amount, currency }),
    },
  ];
}

/** A recording is undone, what was set aside is taken up again. */
function takingBack(ctx: BusinessPageContext): Column<ReceivedPayment> {
  const { t } = words(ctx);
  return {
    key: 'action',
    header: t.snapshot.actions,
    phone: 'bare',
    cell: ({ id, reference, state }) => (
      <PostButton
        action={(state === 'recorded' ? paths.undoRecording : paths.takeUpAgain)(ctx.business.id, id)}
        about={<Template text={t.toRecord.ofPayment} values={{ reference }} />}
      >
        {state === 'recorded' ? t.toRecord.undo : t.toRecord.takeUpAgain}
      </PostButton>
    ),
  };
}

export const paymentsDonePage = (ctx: BusinessPageContext, view: PaymentsDoneView): string =>
  renderPage(ctx, words(ctx).t.toRecord.doneTitle, <PaymentsDonePage ctx={ctx} view={view} />);
