import type { DraftEntry } from '../../accounting/document-drafts.service.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { BookChangedNotice, BoundFields } from '../components/bound-form.js';
import { EntryLines } from '../components/entry-preview.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { SelectField, TextField, type Option } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export type PaymentField = 'amount' | 'paidOn' | 'account';
export type PaymentProblem = 'REQUIRED' | 'AMOUNT' | 'NOT_POSITIVE' | 'TOO_MUCH' | 'DATE' | 'UNKNOWN';

export interface PaymentFormView {
  readonly invoice: { readonly id: string; readonly number: string; readonly customer: string; readonly open: string };
  readonly isOpen: boolean;
  readonly values: Readonly<Record<PaymentField, string>>;
  readonly problems: Readonly<Partial<Record<PaymentField, PaymentProblem>>>;
  readonly accounts: readonly Option[];
  readonly entry?: DraftEntry;
  readonly currency: string;
  readonly bookId: string;
  readonly idempotencyKey: string;
  readonly isBookChanged: boolean;
}

interface Props {
  ctx: BusinessPageContext;
  view: PaymentFormView;
}

const PaymentFormPage = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const { id } = ctx.business;
  const { invoice } = view;
  const open = f.money({ amount: invoice.open, currency: view.currency });
  return (
    <div className="medium">
      <Breadcrumbs
        ctx={ctx}
        crumbs={[
          { href: paths.invoices(id), text: t.invoices.title },
          { href: paths.invoice(id, invoice.id), text: `${t.invoice.titlePlain} ${invoice.number}` },
          { text: t.paymentForm.title },
        ]}
      />
      <h1>{t.paymentForm.title}</h1>
      <p className="lead">
        <Template
          text={t.paymentForm.lead}
          values={{ number: invoice.number, customer: <UserText>{invoice.customer}</UserText>, open }}
        />
      </p>
      {view.isBookChanged && <BookChangedNotice ctx={ctx} />}
      <Problems ctx={ctx} view={view} />
      {view.isOpen ? (
        <Form ctx={ctx} view={view} />
      ) : (
        <Notice kind="info">
          <p>
            {t.paymentForm.nothingOpen} <a href={paths.invoice(id, invoice.id)}>{t.invoice.titlePlain}</a>
          </p>
        </Notice>
      )}
    </div>
  );
};

function textOf({ ctx, view }: Props, problem: PaymentProblem): string {
  const { t, f } = words(ctx);
  if (problem === 'TOO_MUCH') {
    const open = f.money({ amount: view.invoice.open, currency: view.currency });
    return t.paymentForm.problems.TOO_MUCH.replace('{open}', () => open);
  }
  return problem === 'NOT_POSITIVE' ? t.paymentForm.problems.NOT_POSITIVE : t.documentForm.problems[problem];
}

const Problems = ({ ctx, view }: Props) => {
  const found = Object.entries(view.problems);
  if (found.length === 0) return null;
  return (
    <ProblemSummary
      title={words(ctx).t.common.problems(found.length)}
      problems={found.map(([name, problem]) => ({ href: `#${name}`, text: textOf({ ctx, view }, problem) }))}
    />
  );
};

const Form = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const { values, problems, invoice } = view;
  const field = (name: PaymentField) => ({
    ctx,
    name,
    label: t.paymentForm[name],
    value: values[name],
    problem: problems[name] && textOf({ ctx, view }, problems[name]),
  });
  return (
    <PostForm action={paths.invoicePayment(id, invoice.id)} className="form panel" noValidate data-once="">
      <BoundFields view={view} />
      <TextField {...field('amount')} inputMode="decimal" maxLength={30} autoComplete="off" />
      <TextField {...field('paidOn')} type="date" />
      <SelectField {...field('account')} options={[...view.accounts]} />
      {view.entry && <EntryLines ctx={ctx} caption={t.documentForm.entryPreview} lines={view.entry.lines} />}
      <p className="actions">
        <button
          type="submit"
          name="do"
          value="receive"
          className="button button-primary"
          data-working={t.common.working}
        >
          <span>{t.paymentForm.submit}</span>
        </button>
        <button type="submit" name="do" value="compute" className="button button-secondary">
          <span>{t.paymentForm.preview}</span>
        </button>
        <ButtonLink look="quiet" href={paths.invoice(id, invoice.id)}>
          {t.paymentForm.cancel}
        </ButtonLink>
      </p>
    </PostForm>
  );
};

export const paymentFormPage = (ctx: BusinessPageContext, view: PaymentFormView): string => {
  const { t } = words(ctx);
  const isWrong = Object.keys(view.problems).length > 0;
  const title = isWrong ? `${t.common.errorPrefix} ${t.paymentForm.title}` : t.paymentForm.title;
  return renderPage(ctx, title, <PaymentFormPage ctx={ctx} view={view} />);
};

/** The account of the ledger for money that goes to no bank account, as a value of the field. */
export const CASH = 'cash';
