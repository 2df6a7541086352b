import { SubmitButton } from '../../ui/components/buttons.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export type ConfirmEmailView =
  { readonly state: 'asked' | 'done'; readonly email: string } | { readonly state: 'unknown' | 'taken' };

const ConfirmEmailPage = ({ ctx, view }: { ctx: PageContext; view: ConfirmEmailView }) => {
  const { t } = words(ctx);
  const said = t.confirmEmail[view.state];
  return (
    <div className="narrow">
      <h1>{said.title}</h1>
      <p className="lead">
        <Template text={said.text} values={{ email: 'email' in view ? <UserText>{view.email}</UserText> : '' }} />
      </p>
      {view.state === 'asked' ? (
        <PostForm isForAnybody action={ctx.path} className="form" data-once="">
          <SubmitButton working={t.common.working}>{t.confirmEmail.submit}</SubmitButton>
        </PostForm>
      ) : (
        <p>
          <a href={paths.signIn}>{t.signIn.title}</a>
        </p>
      )}
    </div>
  );
};

export const confirmEmailPage = (ctx: PageContext, view: ConfirmEmailView): string =>
  renderPage(ctx, words(ctx).t.confirmEmail[view.state].title, <ConfirmEmailPage ctx={ctx} view={view} />);
