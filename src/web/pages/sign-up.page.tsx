import { LOCALES } from '../../platform/kernel/actor.js';
import type { PasswordFault } from '../../people/identity/new-password.js';
import { SubmitButton } from '../../ui/components/buttons.js';
import { RadioField, TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import type { Edition, Locale, PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

type SignUpField = 'email' | 'password' | 'businessName' | 'edition' | 'locale';
type SignUpProblem = 'REQUIRED' | 'INVALID' | 'TAKEN' | PasswordFault;

export interface SignUpView {
  values?: { email?: string; businessName?: string; edition?: Edition; locale?: Locale };
  problems?: Partial<Record<SignUpField, SignUpProblem>>;
}

export const SignUpPage = ({ ctx, view }: { ctx: PageContext; view: SignUpView }) => {
  const { t } = words(ctx);
  const problem = (field: SignUpField) => {
    const code = view.problems?.[field];
    return code && t.signUp.problems[code];
  };
  const labels: Record<SignUpField, string> = {
    email: t.signUp.email,
    password: t.signUp.password,
    businessName: t.signUp.businessName,
    edition: t.signUp.edition,
    locale: t.signUp.language,
  };
  const wrong = (Object.keys(labels) as SignUpField[]).filter((field) => problem(field) !== undefined);
  return (
    <div className="narrow">
      <h1>{t.signUp.title}</h1>
      <p className="lead">{t.signUp.lead}</p>
      {wrong.length > 0 && (
        <ProblemSummary
          title={t.common.problems(wrong.length)}
          problems={wrong.map((field) => ({ href: `#${field}`, text: `${labels[field]} – ${problem(field) ?? ''}` }))}
        />
      )}
      <PostForm isForAnybody action={paths.signUp} className="form panel" data-once="">
        <TextField
          ctx={ctx}
          name="email"
          type="email"
          label={labels.email}
          hint={t.signUp.emailHint}
          value={view.values?.email}
          problem={problem('email')}
          autoComplete="email"
        />
        <TextField
          ctx={ctx}
          name="password"
          type="password"
          label={labels.password}
          hint={t.signUp.passwordHint}
          problem={problem('password')}
          autoComplete="new-password"
        />
        <TextField
          ctx={ctx}
          name="businessName"
          label={labels.businessName}
          value={view.values?.businessName}
          problem={problem('businessName')}
          autoComplete="organization"
        />
        <Choosing ctx={ctx} view={view} labels={labels} problem={problem} />
        <SubmitButton working={t.common.working}>{t.signUp.submit}</SubmitButton>
      </PostForm>
      <p>
        {t.signUp.haveAccount} <a href={paths.signIn}>{t.signIn.title}</a>
      </p>
    </div>
  );
};

const Choosing = ({
  ctx,
  view,
  labels,
  problem,
}: {
  ctx: PageContext;
  view: SignUpView;
  labels: Record<SignUpField, string>;
  problem: (field: SignUpField) => string | undefined;
}) => {
  const { t } = words(ctx);
  return (
    <>
      <RadioField
        ctx={ctx}
        name="edition"
        label={labels.edition}
        value={view.values?.edition ?? 'accounting'}
        problem={problem('edition')}
        options={(['accounting', 'express'] as const).map((edition) => ({
          value: edition,
          label: t.editions[edition],
          hint: t.signUp.editionHints[edition],
        }))}
      />
      <RadioField
        ctx={ctx}
        name="locale"
        label={labels.locale}
        value={view.values?.locale ?? ctx.locale}
        problem={problem('locale')}
        options={LOCALES.map((locale) => ({ value: locale, label: t.signUp.languages[locale] }))}
      />
    </>
  );
};

export const signUpPage = (ctx: PageContext, view: SignUpView): string => {
  const { t } = words(ctx);
  const title = view.problems === undefined ? t.signUp.title : `${t.common.errorPrefix} ${t.signUp.title}`;
  return renderPage(ctx, title, <SignUpPage ctx={ctx} view={view} />);
};
