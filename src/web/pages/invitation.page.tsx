import { LOCALES, type Locale, type MemberRole } from '../../platform/kernel/actor.js';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { RadioField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { PasswordFault } from '../../people/identity/new-password.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';
import { NewPasswordField } from './mailed-links.page.js';

export interface InvitationView {
  token: string;
  businessName: string;
  /** The address that was invited. */
  email: string;
  role: MemberRole;
  invitedBy: string;
  problem?: 'MEMBER' | 'TAKEN' | 'REQUIRED' | PasswordFault;
  locale?: Locale;
}

interface Props {
  ctx: PageContext;
  view: InvitationView;
}

const problemText = ({ ctx, view: { problem } }: Props): string | undefined => {
  const { t } = words(ctx);
  if (problem === undefined) return undefined;
  if (problem === 'MEMBER') return t.mailedLinks.invitation.member;
  return problem === 'TAKEN' ? t.mailedLinks.invitation.taken : t.signUp.problems[problem];
};

const InvitationPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { invitation } = t.mailedLinks;
  const problem = problemText({ ctx, view });
  return (
    <div className="narrow">
      <h1>
        <Template text={invitation.title} values={{ business: <UserText>{view.businessName}</UserText> }} />
      </h1>
      {problem && <ProblemSummary title={t.common.problemTitle} problems={[{ text: problem }]} />}
      <p className="lead">
        <Template
          text={invitation.lead}
          values={{ by: <UserText>{view.invitedBy}</UserText>, role: <strong>{t.roles[view.role]}</strong> }}
        />
      </p>
      <p>
        <Template text={invitation.mailedTo} values={{ email: <UserText>{view.email}</UserText> }} />
      </p>
      {ctx.user ? <Join ctx={ctx} view={view} /> : <Newcomer ctx={ctx} view={view} />}
    </div>
  );
};

const Join = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { invitation } = t.mailedLinks;
  return (
    <PostForm action={paths.joinByInvitation(view.token)} className="form panel" data-once="">
      <p>
        <Template text={invitation.joinAs} values={{ email: <UserText>{ctx.user!.email}</UserText> }} />
      </p>
      <SubmitButton working={t.common.working}>{invitation.join}</SubmitButton>
      <p className="hint">{invitation.notYou}</p>
    </PostForm>
  );
};

const Newcomer = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { invitation } = t.mailedLinks;
  const isOfPassword = view.problem !== 'MEMBER' && view.problem !== 'TAKEN';
  return (
    <>
      <Panel id="sign-in" title={invitation.haveAccount}>
        <p>{invitation.haveAccountText}</p>
        <p className="actions">
          <ButtonLink href={paths.signInTo(paths.invitation(view.token))}>{t.signIn.title}</ButtonLink>
        </p>
      </Panel>
      <Panel id="sign-up" title={invitation.newTitle}>
        <p>
          <Template text={invitation.newText} values={{ email: <UserText>{view.email}</UserText> }} />
        </p>
        <PostForm isForAnybody action={paths.signUpByInvitation(view.token)} className="form" data-once="">
          <NewPasswordField
            ctx={ctx}
            label={invitation.password}
            problem={isOfPassword ? problemText({ ctx, view }) : undefined}
          />
          <RadioField
            ctx={ctx}
            name="locale"
            label={t.signUp.language}
            value={view.locale ?? ctx.locale}
            options={LOCALES.map((locale) => ({ value: locale, label: t.signUp.languages[locale] }))}
          />
          <SubmitButton working={t.common.working}>{invitation.submit}</SubmitButton>
        </PostForm>
      </Panel>
    </>
  );
};

export const invitationPage = (ctx: PageContext, view: InvitationView): string => {
  const { t } = words(ctx);
  const title = t.mailedLinks.invitation.title.replace('{business}', () => view.businessName);
  const told = view.problem === undefined ? title : `${t.common.errorPrefix} ${title}`;
  return renderPage(ctx, told, <InvitationPage ctx={ctx} view={view} />);
};
