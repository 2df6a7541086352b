import type { SignOnRefusal } from '../../people/sign-on/sign-on-refused.js';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { PasskeyButton } from '../../ui/components/passkey-button.js';
import { PostForm } from '../../ui/components/post-form.js';
import type { PageContext } from '../../ui/page-context.js';
import { renderFrame } from '../../ui/render-page.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import { panelTextsFor } from '../texts/texts.js';

/** What the password and the code can both be refused with. */
export type CommonProblem = 'BAD_CREDENTIALS' | 'REQUIRED' | 'TOO_MANY_REQUESTS';
export type SignInProblem = CommonProblem | 'BAD_PASSKEY' | 'SIGN_ON_ONLY';

export interface StaffSignInView {
  email?: string;
  /** `SIGNED_OUT`: a form was sent after the session's end. */
  problem?: SignInProblem | SignOnRefusal | 'SIGNED_OUT';
  next?: string;
  /** Where staff sign in, if not here: then this is for operators, and for the day on which it is down. */
  signOn?: { readonly name?: string };
}

const StaffSignInPage = ({ ctx, view }: { ctx: PageContext; view: StaffSignInView }) => {
  const t = panelTextsFor(ctx.locale);
  const common = words(ctx).t.common;
  return (
    <div className="narrow">
      <h1>{t.signIn.title}</h1>
      <p className="lead">{t.signIn.lead}</p>
      {view.problem && (
        <ProblemSummary title={common.problemTitle} problems={[{ text: t.signIn.problems[view.problem] }]} />
      )}
      {view.signOn ? (
        <>
          <p className="actions">
            <ButtonLink look="primary" icon="lock" href={panelPaths.signOn(view.next)}>
              {t.signIn.signOn(view.signOn.name)}
            </ButtonLink>
          </p>
          <details className="panel" open={view.problem !== undefined && OF_THE_FORM.includes(view.problem)}>
            <summary>{t.signIn.breakGlass}</summary>
            <p className="hint">{t.signIn.breakGlassHint}</p>
            <SignInForm ctx={ctx} view={view} />
          </details>
        </>
      ) : (
        <SignInForm ctx={ctx} view={view} />
      )}
      <p className="quiet">{t.signIn.recorded}</p>
    </div>
  );
};

const OF_THE_FORM: readonly string[] = [
  'BAD_CREDENTIALS',
  'BAD_PASSKEY',
  'REQUIRED',
  'TOO_MANY_REQUESTS',
  'UNAVAILABLE',
];

const SignInForm = ({ ctx, view }: { ctx: PageContext; view: StaffSignInView }) => {
  const t = panelTextsFor(ctx.locale);
  return (
    <PostForm isForAnybody action={panelPaths.signIn} className={view.signOn ? 'form' : 'form panel'} data-once="">
      {view.next !== undefined && <input type="hidden" name="next" value={view.next} />}
      <TextField
        ctx={ctx}
        name="email"
        type="email"
        label={t.signIn.email}
        value={view.email}
        autoComplete="username"
      />
      <TextField ctx={ctx} name="password" type="password" label={t.signIn.password} autoComplete="current-password" />
      <SubmitButton look={view.signOn ? 'secondary' : 'primary'} working={words(ctx).t.common.working}>
        {t.signIn.submit}
      </SubmitButton>
      <PasskeyButton ctx={ctx} what="get" options={panelPaths.passkeyChallenges} failed={t.ownAccount.passkeyFailed}>
        {t.signIn.passkey}
      </PasskeyButton>
    </PostForm>
  );
};

export const staffSignInPage = (ctx: PageContext, view: StaffSignInView): string => {
  const { title } = panelTextsFor(ctx.locale).signIn;
  const said = view.problem === undefined ? title : `${words(ctx).t.common.errorPrefix} ${title}`;
  return renderFrame(ctx, said, <StaffSignInPage ctx={ctx} view={view} />);
};
