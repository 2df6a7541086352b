import { Breadcrumbs } from '../components/breadcrumbs.js';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { SelectField, TextField, type Option } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';
import type { WaitingSummary } from './payments-to-record.page.js';

/** The values of `target` that are no invoice. */
export const OTHER_INCOME = 'other-income';
export const BY_NUMBER = 'by-number';

export interface RecordPaymentView {
  payment: WaitingSummary;
  /** The invoice of the payment's link, where the open book has it. */
  proposedId?: string;
  /** Those of which something is due, and the proposed one whatever is due of it. */
  invoices: { id: string; number: string; customer: string; due: string }[];
  currency: string;
  values?: { target?: string; number?: string };
  problem?: { field: 'target' | 'number'; code: 'REQUIRED' | 'NUMBER_REQUIRED' | 'UNKNOWN' };
}

interface Props {
  ctx: BusinessPageContext;
  view: RecordPaymentView;
}

const RecordPaymentPage = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const { payment, problem } = view;
  const number = <UserText>{payment.invoiceNumber}</UserText>;
  return (
    <div className="medium">
      <Breadcrumbs
        ctx={ctx}
        crumbs={[
          { href: paths.paymentsToRecord(ctx.business.id), text: t.toRecord.title },
          { text: t.record.titlePlain },
        ]}
      />
      <h1>
        <Template text={t.record.title} values={{ reference: payment.reference }} />
      </h1>
      <p className="lead">{t.record.lead}</p>
      {problem && (
        <ProblemSummary
          title={t.common.problems(1)}
          problems={[{ href: `#${problem.field}`, text: t.record.problems[problem.code] }]}
        />
      )}
      <Panel id="payment" title={t.record.payment}>
        <Facts
          facts={[
            [t.toRecord.amount, <strong key="amount">{f.money(payment)}</strong>],
            [t.toRecord.customer, <UserText key="customer">{payment.customer}</UserText>],
            [t.toRecord.forInvoice, number],
            [t.toRecord.received, <Instant key="at" ctx={ctx} at={payment.receivedAt} />],
          ]}
        />
        {view.proposedId === undefined && (
          <Notice kind="info">
            <p>
              <Template text={t.record.notHere} values={{ number }} />
            </p>
          </Notice>
        )}
      </Panel>
      <RecordForm ctx={ctx} view={view} />
    </div>
  );
};

const RecordForm = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const problemOf = (field: 'target' | 'number') =>
    view.problem?.field === field ? t.record.problems[view.problem.code] : undefined;
  return (
    <Panel id="form" title={t.record.formTitle}>
      <PostForm action={paths.recordPayment(id, view.payment.id)} className="form" data-once="">
        <SelectField
          ctx={ctx}
          name="target"
          label={t.record.target}
          hint={view.proposedId === undefined ? undefined : t.record.targetHint}
          value={view.values?.target ?? view.proposedId ?? OTHER_INCOME}
          problem={problemOf('target')}
          options={optionsOf({ ctx, view })}
        />
        <TextField
          ctx={ctx}
          name="number"
          label={t.record.number}
          hint={t.record.numberHint}
          value={view.values?.number}
          problem={problemOf('number')}
          maxLength={50}
          optional
        />
        <p className="hint">{t.record.effect}</p>
        <p className="actions">
          <SubmitButton working={t.common.working}>{t.record.submit}</SubmitButton>
          <ButtonLink look="quiet" href={paths.paymentsToRecord(id)}>
            {t.record.cancel}
          </ButtonLink>
        </p>
      </PostForm>
    </Panel>
  );
};

/** The proposed invoice first, then the others, then what is no invoice of the list. */
function optionsOf({ ctx, view }: Props): Option[] {
  const { t, f } = words(ctx);
  const ofInvoice = ({ id, number, customer, due }: RecordPaymentView['invoices'][number]): Option => ({
    value: id,
    label: (id === view.proposedId ? t.record.proposed : t.record.option)
      .replace('{number}', () => number)
      .replace('{customer}', () => customer)
      .replace('{amount}', () => f.money({ amount: due, currency: view.currency })),
  });
  const isProposed = ({ id }: { id: string }) => id === view.proposedId;
  return [
    ...view.invoices.filter(isProposed).map(ofInvoice),
    ...view.invoices.filter((invoice) => !isProposed(invoice)).map(ofInvoice),
    { value: BY_NUMBER, label: t.record.byNumber },
    { value: OTHER_INCOME, label: t.record.otherIncome },
  ];
}

export const recordPaymentPage = (ctx: BusinessPageContext, view: RecordPaymentView): string => {
  const { t } = words(ctx);
  const title = view.problem === undefined ? t.record.titlePlain : `${t.common.errorPrefix} ${t.record.titlePlain}`;
  return renderPage(ctx, title, <RecordPaymentPage ctx={ctx} view={view} />);
};
