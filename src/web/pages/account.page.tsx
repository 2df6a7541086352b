import { LOCALES } from '../../platform/kernel/actor.js';
import { AddressNotice } from '../components/address-notice.js';
import { PasskeysPanel, Proof, SecondFactor, type PasskeyRow } from '../components/second-factors.js';
import { OpenSessions, type SessionRow } from '../components/open-sessions.js';
import { SubmitButton } from '../../ui/components/buttons.js';
import { RadioField, TextField } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { UserText } from '../../ui/components/text.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

/** What was done a moment ago. */
export const ACCOUNT_DONE = [
  'sentAgain',
  'emailAsked',
  'passwordChanged',
  'sessionEnded',
  'othersEnded',
  'factorOff',
  'proven',
  'passkeyAdded',
  'passkeyRemoved',
  'passkeyNone',
] as const;

export interface AccountView {
  isConfirmed: boolean;
  sessions: SessionRow[];
  hasSecondFactor: boolean;
  passkeys: PasskeyRow[];
  /** The session is older than an hour: what a stranger at it must not do asks for the password. */
  needsPassword: boolean;
  done?: (typeof ACCOUNT_DONE)[number];
  /** By the name of the field; the code of a refusal, or of a password that is not taken. */
  problems?: Partial<Record<AccountField, string>>;
  newEmail?: string;
}
export type AccountField = 'newEmail' | 'emailPassword' | 'password' | 'newPassword' | 'proof';

interface Props {
  ctx: PageContext;
  view: AccountView;
}

const problemOf = ({ ctx, view }: Props, field: AccountField): string | undefined => {
  const code = view.problems?.[field];
  if (code === undefined) return undefined;
  const { t } = words(ctx);
  return lookUp(t.account.problems, code) ?? lookUp(t.signUp.problems, code) ?? t.signUp.problems.INVALID;
};

export const AccountPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const labels: Record<AccountField, string> = {
    newEmail: t.account.newEmail,
    emailPassword: t.account.present,
    password: t.account.present,
    newPassword: t.account.newPassword,
    proof: t.account.proof,
  };
  const wrong = (Object.keys(labels) as AccountField[]).filter((field) => problemOf({ ctx, view }, field));
  return (
    <div className="medium">
      <h1>{t.account.title}</h1>
      {wrong.length > 0 && (
        <ProblemSummary
          title={t.common.problems(wrong.length)}
          problems={wrong.map((field) => ({
            href: `#${field}`,
            text: `${labels[field]} – ${problemOf({ ctx, view }, field)!}`,
          }))}
        />
      )}
      {view.done && (
        <Notice kind="success" role="status">
          <p>{t.account[view.done]}</p>
        </Notice>
      )}
      {!view.isConfirmed && <AddressNotice ctx={ctx} />}
      <Address ctx={ctx} view={view} />
      <Password ctx={ctx} view={view} />
      {view.needsPassword && <Proof ctx={ctx} problem={problemOf({ ctx, view }, 'proof')} />}
      <SecondFactor ctx={ctx} view={view} />
      <PasskeysPanel ctx={ctx} view={view} />
      <Panel id="sessions" title={t.account.sessions}>
        <OpenSessions ctx={ctx} sessions={view.sessions} />
      </Panel>
      <Language ctx={ctx} />
      <p>
        <a href={paths.businesses}>{t.account.back}</a>
      </p>
    </div>
  );
};

const Address = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <Panel id="address" title={t.account.address}>
      <Facts
        facts={[
          [t.account.addressNow, <UserText key="email">{ctx.user?.email ?? ''}</UserText>],
          [t.account.addressState, view.isConfirmed ? t.account.confirmed : t.account.notConfirmed],
        ]}
      />
      <PostForm action={paths.changeEmail} className="form" data-once="">
        <TextField
          ctx={ctx}
          name="newEmail"
          type="email"
          label={t.account.newEmail}
          hint={t.account.newEmailHint}
          value={view.newEmail}
          problem={problemOf({ ctx, view }, 'newEmail')}
          autoComplete="email"
        />
        <TextField
          ctx={ctx}
          name="emailPassword"
          type="password"
          label={t.account.present}
          problem={problemOf({ ctx, view }, 'emailPassword')}
          autoComplete="current-password"
        />
        <SubmitButton look="secondary" working={t.common.working}>
          {t.account.changeEmail}
        </SubmitButton>
      </PostForm>
    </Panel>
  );
};

const Password = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <Panel id="change-password" title={t.account.password}>
      <PostForm action={paths.changePassword} className="form" data-once="">
        <TextField
          ctx={ctx}
          name="password"
          type="password"
          label={t.account.present}
          problem={problemOf({ ctx, view }, 'password')}
          autoComplete="current-password"
        />
        <TextField
          ctx={ctx}
          name="newPassword"
          type="password"
          label={t.account.newPassword}
          hint={t.signUp.passwordHint}
          problem={problemOf({ ctx, view }, 'newPassword')}
          autoComplete="new-password"
        />
        <p className="hint">{t.account.passwordNote}</p>
        <SubmitButton look="secondary" working={t.common.working}>
          {t.account.changePassword}
        </SubmitButton>
      </PostForm>
    </Panel>
  );
};

const Language = ({ ctx }: { ctx: PageContext }) => {
  const { t } = words(ctx);
  return (
    <Panel id="language" title={t.account.language}>
      <PostForm action={paths.language} className="form">
        <input type="hidden" name="back" value={paths.account} />
        <RadioField
          ctx={ctx}
          name="locale"
          label={t.settings.languageHint}
          value={ctx.locale}
          options={LOCALES.map((locale) => ({ value: locale, label: t.signUp.languages[locale] }))}
        />
        <SubmitButton look="secondary">{t.settings.save}</SubmitButton>
      </PostForm>
      <p className="hint">{t.account.timeZoneNote}</p>
    </Panel>
  );
};

export const accountPage = (ctx: PageContext, view: AccountView): string => {
  const { t } = words(ctx);
  const title = view.problems === undefined ? t.account.title : `${t.common.errorPrefix} ${t.account.title}`;
  return renderPage(ctx, title, <AccountPage ctx={ctx} view={view} />);
};
