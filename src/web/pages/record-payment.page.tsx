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
import { POSTED_TO } from '../../accounting/posting-rules.js';
import type { RecordingPreview } from '../../banking/online-payments/recordings.service.js';
import { EntryLines } from '../components/entry-lines.js';
import type { RecordPaymentForm } from '../page-input.js';
import { BY_NUMBER, NO_BANK_ACCOUNT, OTHER_INCOME, type RecordingProblem } from '../recording-form.js';
import type { WaitingSummary } from './payments-to-record.page.js';

export interface RecordPaymentView {
  payment: WaitingSummary;
  /** The invoice of the payment's link, where the open book has it. */
  proposedId?: string;
  /** Those of which something is due, and the proposed one whatever is due of it. */
  invoices: { id: string; number: string; customer: string; due: string }[];
  /** Those of the open book, each with its account in the ledger. */
  bankAccounts: { id: string; name: string; account: string }[];
  /** The chart, to choose an income account from. */
  accounts: { number: string; name: string }[];
  currency: string;
  /** What was chosen, or is proposed. */
  values: RecordPaymentForm;
  problem?: RecordingProblem;
  /** The entry that the values would post. */
  preview?: RecordingPreview;
  /** What was given as the reason to set it aside, and why that does not do. */
  reason?: { text: string; problem: 'REQUIRED' | 'LONG' };
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
      {view.reason && (
        <ProblemSummary
          title={t.common.problems(1)}
          problems={[{ href: '#reason', text: t.record.asideProblems[view.reason.problem] }]}
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
      {payment.currency === view.currency ? (
        <RecordForm ctx={ctx} view={view} />
      ) : (
        <Notice kind="info" title={t.record.otherCurrencyTitle}>
          <p>{t.record.otherCurrency}</p>
        </Notice>
      )}
      <AsideForm ctx={ctx} view={view} />
    </div>
  );
};

const RecordForm = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const { values, problem } = view;
  const field = <Name extends RecordingProblem['field']>(name: Name) => ({
    ctx,
    name,
    label: t.record[name],
    value: values[name],
    problem: problem?.field === name ? t.record.problems[problem.code] : undefined,
  });
  return (
    <Panel id="form" title={t.record.formTitle}>
      <PostForm action={paths.recordPayment(id, view.payment.id)} className="form" data-once="">
        <SelectField
          {...field('target')}
          hint={view.proposedId === undefined ? undefined : t.record.targetHint}
          options={optionsOf({ ctx, view })}
        />
        <TextField {...field('number')} hint={t.record.numberHint} maxLength={50} optional />
        <SelectField {...field('bank')} options={bankOptions({ ctx, view })} />
        <TextField
          {...field('income')}
          hint={t.record.incomeHint}
          maxLength={20}
          suggestions={view.accounts.map(({ number, name }) => ({ value: number, label: name }))}
          optional
        />
        <TextField {...field('date')} type="date" hint={t.record.dateHint} optional />
        <PreviewOfEntry ctx={ctx} view={view} />
        <p className="actions">
          <SubmitButton working={t.common.working}>{t.record.submit}</SubmitButton>
          <SubmitButton look="secondary" formMethod="get">
            {t.record.look}
          </SubmitButton>
          <ButtonLink look="quiet" href={paths.paymentsToRecord(id)}>
            {t.record.cancel}
          </ButtonLink>
        </p>
      </PostForm>
    </Panel>
  );
};

const PreviewOfEntry = ({ ctx, view: { preview, currency } }: Props) => {
  const { t, f } = words(ctx);
  if (!preview) return <p className="hint">{t.record.noPreview}</p>;
  const values = {
    journal: preview.journal,
    date: f.day(preview.date),
    label: <UserText>{preview.label}</UserText>,
  };
  return (
    <div className="entry-preview" id="entry">
      <EntryLines ctx={ctx} lines={preview.lines} currency={currency} caption={t.record.previewTitle} />
      <p className="hint">
        <Template text={t.record.previewHint} values={values} />
      </p>
    </div>
  );
};

/** For a payment that the open books hold already. */
const AsideForm = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <Panel id="aside" title={t.record.asideTitle}>
      <p>{t.record.asideLead}</p>
      <PostForm action={paths.setAside(ctx.business.id, view.payment.id)} className="form" data-once="">
        <TextField
          ctx={ctx}
          name="reason"
          label={t.record.asideReason}
          value={view.reason?.text ?? t.record.asideDefault}
          problem={view.reason && t.record.asideProblems[view.reason.problem]}
          maxLength={500}
        />
        <p className="actions">
          <SubmitButton look="secondary" working={t.common.working}>
            {t.record.asideSubmit}
          </SubmitButton>
        </p>
      </PostForm>
    </Panel>
  );
};

function bankOptions({ ctx, view }: Props): Option[] {
  const { t } = words(ctx);
  return [
    ...view.bankAccounts.map(({ id, name, account }) => ({
      value: id,
      label: t.record.bankOption.replace('{name}', () => name).replace('{account}', () => account),
    })),
    { value: NO_BANK_ACCOUNT, label: t.record.noBank.replace('{account}', POSTED_TO.bank) },
  ];
}

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
