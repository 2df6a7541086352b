import { BookChangedNotice, BoundFields, type BoundView } from '../components/bound-form.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { ButtonLink } from '../../ui/components/buttons.js';
import { TextArea, TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export type MailField = 'to' | 'message';

export interface DocumentMailView extends BoundView {
  readonly number: string;
  readonly answersTo: string;
  readonly values: Readonly<Record<MailField, string>>;
  readonly problems: readonly MailField[];
  readonly hasLink: boolean;
  readonly action: string;
  readonly back: string;
  readonly isBookChanged: boolean;
}

const DocumentMailPage = ({ ctx, view }: { ctx: BusinessPageContext; view: DocumentMailView }) => {
  const { t } = words(ctx);
  const { documentMail } = t;
  const problem = (name: MailField) => (view.problems.includes(name) ? documentMail.problems[name] : undefined);
  return (
    <div className="medium">
      <Breadcrumbs ctx={ctx} crumbs={[{ href: view.back, text: view.number }, { text: documentMail.title }]} />
      <h1>{documentMail.title}</h1>
      <p className="lead">
        <Template
          text={documentMail.lead}
          values={{ number: view.number, answers: <UserText>{view.answersTo}</UserText> }}
        />
      </p>
      {view.isBookChanged && <BookChangedNotice ctx={ctx} />}
      {view.problems.length > 0 && (
        <ProblemSummary
          title={t.common.problems(view.problems.length)}
          problems={view.problems.map((name) => ({ href: `#${name}`, text: documentMail.problems[name] }))}
        />
      )}
      <PostForm action={view.action} className="form panel" noValidate data-once="">
        <BoundFields view={view} />
        <TextField
          ctx={ctx}
          name="to"
          type="email"
          label={documentMail.to}
          value={view.values.to}
          problem={problem('to')}
          maxLength={254}
          autoComplete="off"
        />
        <TextArea
          ctx={ctx}
          name="message"
          label={documentMail.message}
          value={view.values.message}
          problem={problem('message')}
          maxLength={2_000}
        />
        <p className="hint">{view.hasLink ? documentMail.withLink : documentMail.withoutLink}</p>
        <p className="actions">
          <button
            type="submit"
            name="do"
            value="send"
            className="button button-primary"
            data-working={t.common.working}
          >
            <span>{documentMail.send}</span>
          </button>
          <ButtonLink look="quiet" href={view.back}>
            {documentMail.cancel}
          </ButtonLink>
        </p>
      </PostForm>
    </div>
  );
};

export const documentMailPage = (ctx: BusinessPageContext, view: DocumentMailView): string => {
  const { t } = words(ctx);
  const title = view.problems.length > 0 ? `${t.common.errorPrefix} ${t.documentMail.title}` : t.documentMail.title;
  return renderPage(ctx, title, <DocumentMailPage ctx={ctx} view={view} />);
};
