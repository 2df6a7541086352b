import { PostButton, SubmitButton } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { TextField } from '../../ui/components/forms.js';
import { Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Instant, UserText } from '../../ui/components/text.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { words } from '../words.js';
import { PasskeyButton } from '../../ui/components/passkey-button.js';

export interface PasskeyRow {
  id: string;
  name: string;
  createdAt: string;
  usedAt: string | null;
}

interface View {
  hasSecondFactor: boolean;
  passkeys: PasskeyRow[];
  needsPassword: boolean;
}

/** What a stranger at an open session must not do waits, where the session is old, until its person has shown who they are. */
export const Proof = ({ ctx, problem }: { ctx: PageContext; problem?: string }) => {
  const { t } = words(ctx);
  return (
    <Panel id="confirm-session" title={t.account.proofTitle}>
      <p>{t.account.proofText}</p>
      <PostForm action={paths.confirmSession} className="form" data-once="">
        <TextField
          ctx={ctx}
          name="proof"
          type="password"
          label={t.account.proof}
          problem={problem}
          autoComplete="current-password"
        />
        <SubmitButton look="secondary" working={t.common.working}>
          {t.account.proofSubmit}
        </SubmitButton>
        <PasskeyButton ctx={ctx} what="get" options={paths.passkeyChallenges} failed={t.account.passkeyFailed}>
          {t.account.passkeyConfirm}
        </PasskeyButton>
      </PostForm>
    </Panel>
  );
};

const ProofFirst = ({ ctx }: { ctx: PageContext }) => (
  <p>
    <a href="#confirm-session">{words(ctx).t.account.proofTitle}</a>
  </p>
);

/** Codes of a phone: on, or off. */
export const SecondFactor = ({ ctx, view }: { ctx: PageContext; view: View }) => {
  const { t } = words(ctx);
  const { hasSecondFactor, needsPassword } = view;
  return (
    <Panel id="second-factor" title={t.account.secondFactor}>
      <p>{hasSecondFactor ? t.account.secondFactorOn : t.account.secondFactorOff}</p>
      {needsPassword ? (
        <ProofFirst ctx={ctx} />
      ) : (
        <PostButton action={hasSecondFactor ? paths.secondFactorOff : paths.secondFactor}>
          {hasSecondFactor ? t.account.turnOff : t.account.turnOn}
        </PostButton>
      )}
    </Panel>
  );
};

export const PasskeysPanel = ({ ctx, view }: { ctx: PageContext; view: View }) => {
  const { t } = words(ctx);
  return (
    <Panel id="passkeys" title={t.account.passkeys}>
      <p>{t.account.passkeysHint}</p>
      {view.passkeys.length > 0 && <PasskeyTable ctx={ctx} view={view} />}
      {view.needsPassword ? (
        <ProofFirst ctx={ctx} />
      ) : (
        <PostForm action={paths.passkeys} className="form">
          <TextField
            ctx={ctx}
            name="name"
            label={t.account.passkeyName}
            hint={t.account.passkeyNameHint}
            maxLength={100}
            autoComplete="off"
          />
          <PasskeyButton ctx={ctx} what="create" options={paths.passkeyOptions} failed={t.account.passkeyFailed}>
            {t.account.passkeyAdd}
          </PasskeyButton>
        </PostForm>
      )}
    </Panel>
  );
};

const PasskeyTable = ({ ctx, view: { passkeys, needsPassword } }: { ctx: PageContext; view: View }) => {
  const { t } = words(ctx);
  return (
    <DataTable
      caption={t.account.passkeys}
      captionHidden
      cards
      rows={passkeys}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: t.account.passkeyName,
          names: true,
          phone: 'main',
          cell: ({ name }) => <UserText>{name}</UserText>,
        },
        { key: 'made', header: t.account.passkeyMade, cell: ({ createdAt }) => <Instant ctx={ctx} at={createdAt} /> },
        {
          key: 'used',
          header: t.account.passkeyUsed,
          cell: ({ usedAt }) => (usedAt === null ? '–' : <Instant ctx={ctx} at={usedAt} />),
        },
        {
          key: 'act',
          header: t.account.act,
          phone: 'bare',
          cell: ({ id, name }) =>
            !needsPassword && (
              <PostButton action={paths.passkeyOff(id)} about={<UserText>{name}</UserText>}>
                {t.account.passkeyRemove}
              </PostButton>
            ),
        },
      ]}
    />
  );
};
