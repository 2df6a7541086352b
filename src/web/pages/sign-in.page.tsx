import { PasskeyButton } from '../../ui/components/passkey-button.js';
import { SubmitButton } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template } from '../../ui/components/text.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface SignInView {
  email?: string;
  problem?:
    'BAD_CREDENTIALS' | 'BAD_PASSKEY' | 'REQUIRED' | 'TOO_MANY_REQUESTS' | 'SIGNED_OUT' | 'REASON_KEPT' | 'TYPED_KEPT';
  /** Where to go afterwards, posted along. */
  next?: string;
  /** The reason that was typed on the page to which one returns: posted along, so that it is not typed twice. */
  reason?: string;
  /** A form that was filled in before the session ended, on its way back (`kept-form.ts`). */
  kept?: string;
  /** Only where the program runs with its demo. */
  demo?: {
    password: string;
    accounts: readonly {
      email: string;
      who: 'owner' | 'partner' | 'accountant' | 'bookkeeper' | 'viewer' | 'expressOwner';
    }[];
  };
}

export const SignInPage = ({ ctx, view }: { ctx: PageContext; view: SignInView }) => {
  const { t } = words(ctx);
  return (
    <div className="narrow">
      <h1>{t.signIn.title}</h1>
      <p className="lead">{t.tagline}</p>
      {view.problem && (
        <ProblemSummary title={t.common.problemTitle} problems={[{ text: t.signIn.problems[view.problem] }]} />
      )}
      <PostForm isForAnybody action={paths.signIn} className="form panel" data-once="">
        {view.next !== undefined && <input type="hidden" name="next" value={view.next} />}
        {view.reason !== undefined && <input type="hidden" name="reason" value={view.reason} />}
        {view.kept !== undefined && <input type="hidden" name="kept" value={view.kept} />}
        <TextField
          ctx={ctx}
          name="email"
          type="email"
          label={t.signIn.email}
          value={view.email}
          autoComplete="username"
        />
        <TextField
          ctx={ctx}
          name="password"
          type="password"
          label={t.signIn.password}
          autoComplete="current-password"
        />
        <SubmitButton working={t.common.working}>{t.signIn.submit}</SubmitButton>
        <PasskeyButton ctx={ctx} what="get" options={paths.passkeyChallenges} failed={t.account.passkeyFailed}>
          {t.account.passkeySignIn}
        </PasskeyButton>
      </PostForm>
      <p>
        <a href={paths.forgottenPassword}>{t.mailedLinks.forgotten.link}</a>
      </p>
      <p>
        {t.signIn.noAccount} <a href={paths.signUp}>{t.signIn.signUp}</a>
      </p>
      {view.demo && <Demo ctx={ctx} demo={view.demo} />}
    </div>
  );
};

const Demo = ({ ctx, demo }: { ctx: PageContext; demo: NonNullable<SignInView['demo']> }) => {
  const { t } = words(ctx);
  return (
    <details className="more-detail">
      <summary>{t.signIn.demo}</summary>
      <p>
        <Template text={t.signIn.demoHint} values={{ password: <code>{demo.password}</code> }} />
      </p>
      <ul>
        {demo.accounts.map(({ email, who }) => (
          <li key={email}>
            <code>{email}</code> <span className="quiet">({t.signIn.demoAccounts[who]})</span>
          </li>
        ))}
      </ul>
    </details>
  );
};

export const signInPage = (ctx: PageContext, view: SignInView): string => {
  const { t } = words(ctx);
  const title = view.problem === undefined ? t.signIn.title : `${t.common.errorPrefix} ${t.signIn.title}`;
  return renderPage(ctx, title, <SignInPage ctx={ctx} view={view} />);
};
