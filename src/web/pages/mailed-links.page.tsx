import { SubmitButton } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { PasswordFault } from '../../people/identity/new-password.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

/** A link that opens nothing any more, of whatever kind. */
export const linkGonePage = (ctx: PageContext): string => {
  const { t } = words(ctx);
  const { title, text } = t.mailedLinks.gone;
  return renderPage(
    ctx,
    title,
    <div className="narrow">
      <h1>{title}</h1>
      <p className="lead">{text}</p>
      <p>
        <a href={paths.signIn}>{t.signIn.title}</a>
      </p>
    </div>,
  );
};

const WithEmail = ({ text, email }: { text: string; email: string }) => (
  <p className="lead">
    <Template text={text} values={{ email: <UserText>{email}</UserText> }} />
  </p>
);

export const confirmAddressPage = (ctx: PageContext, view: { email: string; isDone: boolean }): string => {
  const { t } = words(ctx);
  const { confirm } = t.mailedLinks;
  const title = view.isDone ? confirm.doneTitle : confirm.title;
  return renderPage(
    ctx,
    title,
    <div className="narrow">
      <h1>{title}</h1>
      <WithEmail text={view.isDone ? confirm.doneText : confirm.text} email={view.email} />
      {view.isDone ? (
        <p>
          <a href="/">{t.errors.actions.home}</a>
        </p>
      ) : (
        <PostForm isForAnybody action={ctx.path} className="form" data-once="">
          <SubmitButton working={t.common.working}>{confirm.submit}</SubmitButton>
        </PostForm>
      )}
    </div>,
  );
};

export interface ForgottenPasswordView {
  email?: string;
  problem?: 'required' | 'tooMany';
  /** It was mailed, if there is such an account. */
  isSent?: boolean;
}

export const forgottenPasswordPage = (ctx: PageContext, view: ForgottenPasswordView): string => {
  const { t } = words(ctx);
  const { forgotten } = t.mailedLinks;
  const title = view.isSent ? forgotten.sentTitle : forgotten.title;
  return renderPage(
    ctx,
    view.problem ? `${t.common.errorPrefix} ${title}` : title,
    <div className="narrow">
      <h1>{title}</h1>
      {view.problem && (
        <ProblemSummary title={t.common.problemTitle} problems={[{ href: '#email', text: forgotten[view.problem] }]} />
      )}
      {view.isSent ? (
        <WithEmail text={forgotten.sentText} email={view.email ?? ''} />
      ) : (
        <>
          <p className="lead">{forgotten.lead}</p>
          <PostForm isForAnybody action={paths.forgottenPassword} className="form panel" data-once="">
            <TextField
              ctx={ctx}
              name="email"
              type="email"
              label={t.signIn.email}
              value={view.email}
              problem={view.problem && forgotten[view.problem]}
              autoComplete="username"
            />
            <SubmitButton working={t.common.working}>{forgotten.submit}</SubmitButton>
          </PostForm>
        </>
      )}
      <p>
        <a href={paths.signIn}>{t.signIn.title}</a>
      </p>
    </div>,
  );
};

export interface NewPasswordView {
  email: string;
  problem?: PasswordFault | 'REQUIRED';
  isDone?: boolean;
}

export const newPasswordPage = (ctx: PageContext, view: NewPasswordView): string => {
  const { t } = words(ctx);
  const { choose } = t.mailedLinks;
  const title = view.isDone ? choose.doneTitle : choose.title;
  const problem = view.problem && t.signUp.problems[view.problem];
  return renderPage(
    ctx,
    problem ? `${t.common.errorPrefix} ${title}` : title,
    <div className="narrow">
      <h1>{title}</h1>
      {problem && <ProblemSummary title={t.common.problemTitle} problems={[{ href: '#newPassword', text: problem }]} />}
      <WithEmail text={view.isDone ? choose.doneText : choose.lead} email={view.email} />
      {view.isDone ? (
        <p>
          <a href={paths.signIn}>{t.signIn.title}</a>
        </p>
      ) : (
        <PostForm isForAnybody action={ctx.path} className="form panel" data-once="">
          <NewPasswordField ctx={ctx} label={t.account.newPassword} problem={problem} />
          <SubmitButton working={t.common.working}>{choose.submit}</SubmitButton>
        </PostForm>
      )}
    </div>,
  );
};

export const NewPasswordField = ({ ctx, label, problem }: { ctx: PageContext; label: string; problem?: string }) => (
  <TextField
    ctx={ctx}
    name="newPassword"
    type="password"
    label={label}
    hint={words(ctx).t.signUp.passwordHint}
    problem={problem}
    autoComplete="new-password"
  />
);
