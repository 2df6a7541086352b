import { PostButton, SubmitButton } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import type { PageContext } from '../../ui/page-context.js';
import { renderFrame } from '../../ui/render-page.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import { panelTextsFor } from '../texts/texts.js';
import type { CommonProblem } from './sign-in.page.js';

export interface SecondFactorView {
  problem?: CommonProblem | 'KEY_LOST';
  /** Where to go on to. */
  next?: string;
}

const SecondFactorPage = ({ ctx, view }: { ctx: PageContext; view: SecondFactorView }) => {
  const t = panelTextsFor(ctx.locale);
  const common = words(ctx).t.common;
  return (
    <div className="narrow">
      <h1>{t.secondFactor.title}</h1>
      <p className="lead">{t.secondFactor.lead}</p>
      {view.problem && (
        <ProblemSummary title={common.problemTitle} problems={[{ text: t.secondFactor.problems[view.problem] }]} />
      )}
      <PostForm action={panelPaths.secondFactor} className="form panel" data-once="">
        {view.next !== undefined && <input type="hidden" name="next" value={view.next} />}
        <TextField
          ctx={ctx}
          name="code"
          label={t.secondFactor.code}
          hint={t.secondFactor.codeHint}
          autoComplete="one-time-code"
          maxLength={50}
        />
        <SubmitButton working={common.working}>{t.secondFactor.submit}</SubmitButton>
      </PostForm>
      <PostButton action={panelPaths.signOut} look="quiet">
        {t.secondFactor.startOver}
      </PostButton>
    </div>
  );
};

export const secondFactorPage = (ctx: PageContext, view: SecondFactorView): string => {
  const { title } = panelTextsFor(ctx.locale).secondFactor;
  const said = view.problem === undefined ? title : `${words(ctx).t.common.errorPrefix} ${title}`;
  return renderFrame(ctx, said, <SecondFactorPage ctx={ctx} view={view} />);
};
