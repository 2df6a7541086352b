import type { DocumentDraft } from '../../accounting/document-drafts.service.js';
import { BookChangedNotice, BoundFields, type BoundView } from '../components/bound-form.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { DocumentLines, type DocumentLinesView } from '../components/document-lines.js';
import { DocumentSums } from '../components/document-sums.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';
import { FormProblemSummary } from './invoice-form.page.js';

export interface CreditNoteFormView extends DocumentLinesView, BoundView {
  readonly invoice: { readonly id: string; readonly number: string; readonly customer: string };
  readonly issuedOn: string;
  readonly draft?: DocumentDraft;
  readonly currency: string;
  readonly isBookChanged: boolean;
}

const CreditNoteFormPage = ({ ctx, view }: { ctx: BusinessPageContext; view: CreditNoteFormView }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  const { invoice } = view;
  return (
    <>
      <Breadcrumbs
        ctx={ctx}
        crumbs={[
          { href: paths.invoice(id, invoice.id), text: `${t.invoice.titlePlain} ${invoice.number}` },
          { text: t.creditNote.newTitle },
        ]}
      />
      <h1>{t.creditNote.newTitle}</h1>
      <p className="lead">
        <Template
          text={t.creditNote.newLead}
          values={{ number: invoice.number, customer: <UserText>{invoice.customer}</UserText> }}
        />
      </p>
      {view.isBookChanged && <BookChangedNotice ctx={ctx} />}
      <FormProblemSummary ctx={ctx} problems={view.problems} />
      <PostForm
        action={paths.invoiceCredit(id, invoice.id)}
        noValidate
        data-once=""
        data-document={ctx.assets?.documents}
      >
        <BoundFields view={view} />
        <Panel id="lines" title={t.creditNote.lines}>
          <div className="report-period">
            <TextField
              ctx={ctx}
              name="issuedOn"
              type="date"
              label={t.creditNote.date}
              value={view.issuedOn}
              problem={view.problems['issuedOn'] && t.documentForm.problems.DATE}
            />
          </div>
          <DocumentLines ctx={ctx} view={view} />
        </Panel>
        <Panel id="sums" title={t.documentForm.sums}>
          <div data-sums="">
            <DocumentSums ctx={ctx} draft={view.draft} currency={view.currency} />
          </div>
          <p className="hint">{t.creditNote.issueHint}</p>
          <p className="actions">
            <button
              type="submit"
              name="do"
              value="issue"
              className="button button-primary"
              data-working={t.common.working}
            >
              <span>{t.creditNote.issue}</span>
            </button>
            <button type="submit" name="do" value="compute" className="button button-secondary">
              <span>{t.documentForm.compute}</span>
            </button>
            <ButtonLink look="quiet" href={paths.invoice(id, invoice.id)}>
              {t.documentForm.cancel}
            </ButtonLink>
          </p>
        </Panel>
      </PostForm>
    </>
  );
};

export const creditNoteFormPage = (ctx: BusinessPageContext, view: CreditNoteFormView): string => {
  const { t } = words(ctx);
  const isWrong = Object.keys(view.problems).length > 0;
  const title = isWrong ? `${t.common.errorPrefix} ${t.creditNote.newTitle}` : t.creditNote.newTitle;
  return renderPage(ctx, title, <CreditNoteFormPage ctx={ctx} view={view} />);
};
