import type { DocumentDraft } from '../../accounting/document-drafts.service.js';
import { LOCALES } from '../../platform/kernel/actor.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { BookChangedNotice, BoundFields } from '../components/bound-form.js';
import { DocumentLines, type DocumentLinesView } from '../components/document-lines.js';
import { DocumentSums } from '../components/document-sums.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { SelectField, TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import type { DocumentProblem, FormProblems } from '../document-form.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

/** The value of `customer` that is none of the book. */
export const NEW_CUSTOMER = 'new';

export interface CustomerOption {
  readonly id: string;
  readonly name: string;
  readonly number: string | null;
}

/** What was typed, right or wrong. */
export type InvoiceFormValues = Readonly<
  Record<
    'customer' | 'customerName' | 'customerEmail' | 'customerLocale' | 'find' | 'findProduct' | 'issuedOn' | 'dueOn',
    string
  >
>;

export interface InvoiceFormView extends DocumentLinesView {
  readonly values: InvoiceFormValues;
  readonly customers: readonly CustomerOption[];
  /** There are more customers than are listed. */
  readonly isMore: boolean;
  readonly isMoreProducts: boolean;
  readonly draft?: DocumentDraft;
  readonly currency: string;
  readonly bookId: string;
  readonly idempotencyKey: string;
  /** The books were replaced since the form was shown. */
  readonly isBookChanged?: boolean;
}

interface Props {
  ctx: BusinessPageContext;
  view: InvoiceFormView;
}

const InvoiceFormPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const { documentForm } = t;
  return (
    <>
      <Breadcrumbs
        ctx={ctx}
        crumbs={[{ href: paths.invoices(id), text: t.invoices.title }, { text: documentForm.newInvoice }]}
      />
      <h1>{documentForm.newInvoice}</h1>
      <p className="lead">{documentForm.newInvoiceLead}</p>
      {view.isBookChanged && <BookChangedNotice ctx={ctx} />}
      <FormProblemSummary ctx={ctx} problems={view.problems} />
      <PostForm
        action={paths.newInvoice(id)}
        className="document-form"
        noValidate
        data-once=""
        data-document={ctx.assets?.documents}
      >
        <BoundFields view={view} />
        <Panel id="customer-panel" title={documentForm.customer}>
          <Customer ctx={ctx} view={view} />
        </Panel>
        <Panel id="dates" title={documentForm.dates}>
          <Dates ctx={ctx} view={view} />
        </Panel>
        <Panel id="lines" title={documentForm.lines}>
          <FindProduct ctx={ctx} view={view} />
          <DocumentLines ctx={ctx} view={view} />
          <p className="actions">
            <button type="submit" name="do" value="add" className="button button-secondary" data-add-line="">
              <span>{documentForm.addLine}</span>
            </button>
          </p>
        </Panel>
        <Panel id="sums" title={documentForm.sums}>
          <div data-sums="">
            <DocumentSums ctx={ctx} draft={view.draft} currency={view.currency} />
          </div>
          <p className="hint">{documentForm.issueHint}</p>
          <p className="actions">
            <button
              type="submit"
              name="do"
              value="issue"
              className="button button-primary"
              data-working={t.common.working}
            >
              <span>{documentForm.issue}</span>
            </button>
            <button type="submit" name="do" value="compute" className="button button-secondary">
              <span>{documentForm.compute}</span>
            </button>
            <ButtonLink look="quiet" href={paths.invoices(id)}>
              {documentForm.cancel}
            </ButtonLink>
          </p>
        </Panel>
      </PostForm>
    </>
  );
};

/** What is wrong, field by field, first on the page. */
export const FormProblemSummary = ({ ctx, problems }: { ctx: BusinessPageContext; problems: FormProblems }) => {
  const { t } = words(ctx);
  const found = Object.entries(problems);
  if (found.length === 0) return null;
  return (
    <ProblemSummary
      title={t.common.problems(found.length)}
      problems={found.map(([name, problem]) => ({ href: `#${name}`, text: problemText(ctx, name, problem) }))}
    />
  );
};

function problemText(ctx: BusinessPageContext, name: string, problem: DocumentProblem): string {
  const { documentForm } = words(ctx).t;
  if (name === 'customer' && problem === 'REQUIRED') return documentForm.problems.CUSTOMER;
  const said = documentForm.problems[problem];
  const line = /^line\.(\d+)\./.exec(name)?.[1];
  if (line === undefined) return said;
  return `${documentForm.line.replace('{number}', () => String(Number(line) + 1))} – ${said}`;
}

const Customer = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { documentForm } = t;
  const { values, problems } = view;
  const problemOf = (name: string) => (problems[name] ? problemText(ctx, name, problems[name]) : undefined);
  return (
    <>
      {(view.isMore || values.find !== '') && (
        <Find ctx={ctx} name="find" label={documentForm.find} hint={documentForm.findHint} value={values.find} />
      )}
      <SelectField
        ctx={ctx}
        name="customer"
        label={documentForm.customer}
        value={values.customer}
        problem={problemOf('customer')}
        options={[
          { value: '', label: documentForm.chooseCustomer },
          { value: NEW_CUSTOMER, label: documentForm.newCustomer },
          ...view.customers.map(({ id, name, number }) => ({
            value: id,
            label: number ? `${name} (${number})` : name,
          })),
        ]}
      />
      <NewCustomer ctx={ctx} view={view} />
    </>
  );
};

/** Of a list that is too long to show: what it shows instead of its beginning. */
const Find = ({
  ctx,
  ...field
}: {
  ctx: BusinessPageContext;
  name: string;
  label: string;
  hint: string;
  value: string;
}) => (
  <div className="find">
    <TextField ctx={ctx} {...field} maxLength={200} optional />
    <button type="submit" name="do" value="find" className="button button-secondary" formNoValidate>
      <span>
        {words(ctx).t.documentForm.findButton}
        <span className="visually-hidden"> – {field.label}</span>
      </span>
    </button>
  </div>
);

const FindProduct = ({ ctx, view }: Props) => {
  const { documentForm } = words(ctx).t;
  const { findProduct } = view.values;
  if (!view.isMoreProducts && findProduct === '') return null;
  const found = view.products.filter(({ id }) => !view.lines.some(({ product }) => product === id));
  return (
    <>
      <Find
        ctx={ctx}
        name="findProduct"
        label={documentForm.findProduct}
        hint={documentForm.findProductHint}
        value={findProduct}
      />
      {findProduct !== '' && found.length === 0 && <p role="status">{documentForm.noProductFound}</p>}
    </>
  );
};

const NewCustomer = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { documentForm } = t;
  const { values, problems } = view;
  const problemOf = (name: string) => (problems[name] ? problemText(ctx, name, problems[name]) : undefined);
  return (
    <div className="new-customer" data-new-customer="">
      <TextField
        ctx={ctx}
        name="customerName"
        label={documentForm.customerName}
        hint={documentForm.customerNameHint}
        value={values.customerName}
        problem={problemOf('customerName')}
        maxLength={200}
        autoComplete="off"
        optional
      />
      <TextField
        ctx={ctx}
        name="customerEmail"
        type="email"
        label={documentForm.customerEmail}
        value={values.customerEmail}
        problem={problemOf('customerEmail')}
        maxLength={254}
        autoComplete="off"
        optional
      />
      <SelectField
        ctx={ctx}
        name="customerLocale"
        label={documentForm.customerLocale}
        value={values.customerLocale}
        options={LOCALES.map((locale) => ({ value: locale, label: t.signUp.languages[locale] }))}
      />
    </div>
  );
};

const Dates = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const { values, problems } = view;
  const problemOf = (name: string) => (problems[name] ? problemText(ctx, name, problems[name]) : undefined);
  return (
    <>
      <div className="report-period">
        <TextField
          ctx={ctx}
          name="issuedOn"
          type="date"
          label={t.documentForm.issuedOn}
          value={values.issuedOn}
          problem={problemOf('issuedOn')}
        />
        <TextField
          ctx={ctx}
          name="dueOn"
          type="date"
          label={t.documentForm.dueOn}
          hint={t.documentForm.dueOnHint}
          value={values.dueOn}
          problem={problemOf('dueOn')}
          optional
        />
      </div>
      <p className="quiet">
        <Template
          text={t.documentForm.currencyOf}
          values={{ currency: `${view.currency} – ${f.currency(view.currency)}` }}
        />
      </p>
    </>
  );
};

export const invoiceFormPage = (ctx: BusinessPageContext, view: InvoiceFormView): string => {
  const { t } = words(ctx);
  const isWrong = Object.keys(view.problems).length > 0;
  const title = isWrong ? `${t.common.errorPrefix} ${t.documentForm.newInvoice}` : t.documentForm.newInvoice;
  return renderPage(ctx, title, <InvoiceFormPage ctx={ctx} view={view} />);
};
