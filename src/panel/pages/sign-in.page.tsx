import { SubmitButton } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import type { PageContext } from '../../ui/page-context.js';
import { renderFrame } from '../../ui/render-page.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import { panelTextsFor } from '../texts/texts.js';

export type SignInProblem = 'BAD_CREDENTIALS' | 'REQUIRED' | 'TOO_MANY_REQUESTS';

export interface StaffSignInView {
  email?: string;
  /** `SIGNED_OUT`: a form was sent after the session's end. */
  problem?: SignInProblem | 'SIGNED_OUT';
  next?: string;
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
      <PostForm isForAnybody action={panelPaths.signIn} className="form panel" data-once="">
        {view.next !== undefined && <input type="hidden" name="next" value={view.next} />}
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
        <SubmitButton working={common.working}>{t.signIn.submit}</SubmitButton>
      </PostForm>
      <p className="quiet">{t.signIn.recorded}</p>
    </div>
  );
};

export const staffSignInPage = (ctx: PageContext, view: StaffSignInView): string => {
  const { title } = panelTextsFor(ctx.locale).signIn;
  const said = view.problem === undefined ? title : `${words(ctx).t.common.errorPrefix} ${title}`;
  return renderFrame(ctx, said, <StaffSignInPage ctx={ctx} view={view} />);
};
