import { SubmitButton } from '../../ui/components/buttons.js';
import { PostForm } from '../../ui/components/post-form.js';
import type { PageContext } from '../../ui/page-context.js';
import type { KeptForm } from '../kept-form.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

/** After the sign-in: what was typed before the session ended goes back into its form. Whose form it was, it says itself. */
export const keptFormPage = (ctx: PageContext, { action, fields }: KeptForm): string => {
  const { t } = words(ctx);
  return renderPage(
    ctx,
    t.signIn.keptTitle,
    <div className="narrow">
      <h1>{t.signIn.keptTitle}</h1>
      <p className="lead">{t.signIn.kept}</p>
      <PostForm isForAnybody action={action} className="form panel" data-once="">
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <SubmitButton working={t.common.working}>{t.signIn.keptContinue}</SubmitButton>
      </PostForm>
    </div>,
  );
};
