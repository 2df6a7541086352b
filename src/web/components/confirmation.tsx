import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { words } from '../words.js';
import { PasskeyButton } from '../../ui/components/passkey-button.js';
import { type Blocker, Blockers } from './blockers.js';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { TextArea, TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';

/** What a confirmation asks and, when it comes back refused, what had been typed. */
export interface ConfirmationView {
  idempotencyKey: string;
  /** The books that are shown; the confirmation is about these and no others. */
  bookId: string;
  blockers: Blocker[];
  typedEmail?: string;
  reason?: string;
  /** The session is older than an hour: the password is asked for in the same form. */
  needsPassword?: boolean;
  /** The code of the refusal; `REQUIRED` when no address was typed. */
  problem?: string;
}

const ofTheAddress = new Set(['SIGN_UP_EMAIL_MISMATCH', 'REQUIRED']);
const ofThePassword = new Set(['REAUTHENTICATION_REQUIRED', 'BAD_PASSWORD']);

const fieldOf = (problem: string): string | undefined => {
  if (ofTheAddress.has(problem)) return '#signUpEmail';
  return ofThePassword.has(problem) ? '#password' : undefined;
};

const problemText = (ctx: BusinessPageContext, code: string) => {
  const { problems } = words(ctx).t.confirm;
  return lookUp(problems, code) ?? problems.OTHER;
};

export const confirmationTitle = (ctx: BusinessPageContext, title: string, view: ConfirmationView) =>
  view.problem === undefined ? title : `${words(ctx).t.common.errorPrefix} ${title}`;

export const ConfirmationProblem = ({ ctx, view }: { ctx: BusinessPageContext; view: ConfirmationView }) => {
  if (view.problem === undefined) return null;
  const { t } = words(ctx);
  return (
    <ProblemSummary
      title={t.common.problemTitle}
      problems={[
        {
          text: problemText(ctx, view.problem),
          href: fieldOf(view.problem),
        },
      ]}
    />
  );
};

/** What blocks, before the form: nobody should type first and learn it afterwards. */
export const ConfirmationBlockers = ({
  ctx,
  view,
  back,
}: {
  ctx: BusinessPageContext;
  view: ConfirmationView;
  back: string;
}) => {
  const { t } = words(ctx);
  if (view.blockers.length === 0) return null;
  return (
    <Panel id="blockers" title={t.blockers.title(view.blockers.length)}>
      <Blockers ctx={ctx} blockers={view.blockers} back={back} level={3} />
      <p className="hint">{t.confirm.blockedNote}</p>
    </Panel>
  );
};

/** The address typed out, an optional reason, and two buttons of one size: the safe one is never the smaller. */
export const ConfirmationForm = ({
  ctx,
  view,
  action,
  title,
  submit,
  look,
  fields = {},
}: {
  ctx: BusinessPageContext;
  view: ConfirmationView;
  action: string;
  title: string;
  submit: string;
  look: 'danger' | 'primary';
  fields?: Record<string, string>;
}) => {
  const { t } = words(ctx);
  return (
    <Panel id="confirm" title={title} look={look === 'danger' ? 'danger' : 'sheet'}>
      <PostForm action={action} className="form" data-once="">
        <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
        <input type="hidden" name="book" value={view.bookId} />
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TextField
          ctx={ctx}
          name="signUpEmail"
          label={t.confirm.emailLabel}
          hint={t.confirm.emailHint}
          value={view.typedEmail}
          problem={
            view.problem !== undefined && ofTheAddress.has(view.problem) ? problemText(ctx, view.problem) : undefined
          }
          inputMode="email"
          autoComplete="off"
          maxLength={320}
        />
        {view.needsPassword && <PasswordAgain ctx={ctx} view={view} />}
        <TextArea
          ctx={ctx}
          name="reason"
          label={t.confirm.reasonLabel}
          hint={t.confirm.reasonHint}
          value={view.reason}
          maxLength={500}
          optional
        />
        <div className="decide">
          <ButtonLink look="secondary" href={paths.manageYourData(ctx.business.id)}>
            {t.confirm.cancel}
          </ButtonLink>
          <SubmitButton look={look} working={t.common.working}>
            {submit}
          </SubmitButton>
        </div>
      </PostForm>
    </Panel>
  );
};

/** Whoever left the page open cannot be told from whoever sits down at it. */
const PasswordAgain = ({ ctx, view }: { ctx: BusinessPageContext; view: ConfirmationView }) => {
  const { t } = words(ctx);
  const { problem } = view;
  return (
    <>
      <TextField
        ctx={ctx}
        name="password"
        type="password"
        label={t.confirm.passwordLabel}
        hint={t.confirm.passwordHint}
        problem={problem !== undefined && ofThePassword.has(problem) ? problemText(ctx, problem) : undefined}
        autoComplete="current-password"
      />
      <PasskeyButton ctx={ctx} what="get" options={paths.passkeyChallenges} failed={t.account.passkeyFailed}>
        {t.account.passkeyConfirm}
      </PasskeyButton>
    </>
  );
};
