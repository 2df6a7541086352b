import type { PasswordFault } from '../../people/identity/new-password.js';
import { PostButton, SubmitButton } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import type { PageContext } from '../../ui/page-context.js';
import { renderFrame } from '../../ui/render-page.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import { panelTextsFor } from '../texts/texts.js';

export interface ChoosePasswordView {
  problem?: PasswordFault | 'SAME';
  /** Where to go on to. */
  next?: string;
}

const ChoosePasswordPage = ({ ctx, view }: { ctx: PageContext; view: ChoosePasswordView }) => {
  const t = panelTextsFor(ctx.locale);
  const { choosePassword } = t.operators;
  const common = words(ctx).t.common;
  const problem = view.problem && choosePassword.problems[view.problem];
  return (
    <div className="narrow">
      <h1>{choosePassword.title}</h1>
      <p className="lead">{choosePassword.lead}</p>
      {problem && <ProblemSummary title={common.problemTitle} problems={[{ href: '#password', text: problem }]} />}
      <PostForm action={panelPaths.choosePassword} className="form panel" data-once="">
        {view.next !== undefined && <input type="hidden" name="next" value={view.next} />}
        <TextField
          ctx={ctx}
          name="password"
          type="password"
          label={choosePassword.password}
          hint={choosePassword.hint}
          problem={problem}
          autoComplete="new-password"
          maxLength={200}
        />
        <SubmitButton working={common.working}>{choosePassword.submit}</SubmitButton>
      </PostForm>
      <PostButton action={panelPaths.signOut} look="quiet">
        {t.signOut}
      </PostButton>
    </div>
  );
};

export const choosePasswordPage = (ctx: PageContext, view: ChoosePasswordView): string => {
  const { title } = panelTextsFor(ctx.locale).operators.choosePassword;
  const said = view.problem === undefined ? title : `${words(ctx).t.common.errorPrefix} ${title}`;
  return renderFrame(ctx, said, <ChoosePasswordPage ctx={ctx} view={view} />);
};
