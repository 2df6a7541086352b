import type { PasskeyView } from '../../people/identity/passkeys.service.js';
import { PostButton } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { TextField } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { PasskeyButton } from '../../ui/components/passkey-button.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Instant, UserText } from '../../ui/components/text.js';
import type { PageContext } from '../../ui/page-context.js';
import { words } from '../../ui/words.js';
import type { FrameView } from '../components/frame.js';
import { deviceWords } from '../device-words.js';
import { panelPlainPage } from '../panel-document.js';
import { panelPaths } from '../panel-paths.js';
import type { StaffSessionRow } from '../operators-views.js';
import type { PanelTexts } from '../texts/texts.js';

export type OwnAccountDone = keyof PanelTexts['ownAccount']['done'];
export type OwnAccountProblem = keyof PanelTexts['ownAccount']['problems'];

export interface OwnAccountView {
  readonly sessions: readonly StaffSessionRow[];
  /** The session of this page. */
  readonly sessionId: string;
  readonly passkeys: readonly PasskeyView[];
  /** There is a password to sign in with here. */
  readonly isLocal: boolean;
  readonly done?: OwnAccountDone;
  readonly problem?: OwnAccountProblem;
  readonly passkeyName?: string;
}

interface Props {
  ctx: PageContext;
  frame: FrameView;
  view: OwnAccountView;
}

const OwnAccountPage = ({ ctx, frame, view }: Props) => {
  const { t, state } = frame;
  const own = t.ownAccount;
  const method = view.sessions.find(({ id }) => id === view.sessionId)?.method;
  return (
    <>
      <h1>{own.title}</h1>
      {view.problem && (
        <ProblemSummary title={words(ctx).t.common.problemTitle} problems={[{ text: own.problems[view.problem] }]} />
      )}
      {view.done && (
        <Notice kind="success" role="status">
          <p>{own.done[view.done]}</p>
        </Notice>
      )}
      <Panel id="who" title={own.who}>
        <Facts
          facts={[
            [own.email, <UserText key="email">{state.session.email}</UserText>],
            [own.role, t.roles[state.session.role]],
            [own.cameBy, method ? own.methods[method] : own.unknown],
          ]}
        />
        {!state.session.hasSecondFactor && (
          <p>
            <a href={panelPaths.enrolment}>{t.protect}</a>
          </p>
        )}
      </Panel>
      <Sessions ctx={ctx} frame={frame} view={view} />
      <PasskeysPanel ctx={ctx} frame={frame} view={view} />
    </>
  );
};

const Sessions = ({ ctx, frame: { t }, view: { sessions, sessionId } }: Props) => {
  const own = t.ownAccount;
  return (
    <Panel id="sessions" title={own.sessions}>
      <DataTable
        caption={own.sessions}
        captionHidden
        cards
        rows={[...sessions]}
        rowKey={({ id }) => id}
        columns={[
          { key: 'device', header: own.device, names: true, phone: 'main', cell: (row) => deviceWords(t, row.device) },
          { key: 'address', header: own.address, cell: ({ address }) => <UserText>{address ?? '–'}</UserText> },
          { key: 'how', header: own.how, cell: ({ method }) => (method ? own.methods[method] : own.unknown) },
          { key: 'started', header: own.started, cell: ({ startedAt }) => <Instant ctx={ctx} at={startedAt} /> },
          { key: 'seen', header: own.seen, cell: ({ seenAt }) => <Instant ctx={ctx} at={seenAt} /> },
          {
            key: 'act',
            header: own.act,
            phone: 'bare',
            cell: ({ id, device }) =>
              id === sessionId ? (
                <strong>{own.thisOne}</strong>
              ) : (
                <PostButton
                  action={panelPaths.accountSessions}
                  fields={{ session: id }}
                  about={own.endAbout.replace('{device}', deviceWords(t, device))}
                >
                  {own.end}
                </PostButton>
              ),
          },
        ]}
      />
    </Panel>
  );
};

const PasskeysPanel = ({ ctx, frame, view }: Props) => {
  const own = frame.t.ownAccount;
  if (!view.isLocal) {
    return (
      <Panel id="passkeys" title={own.passkeys}>
        <p>{own.passkeysElsewhere}</p>
      </Panel>
    );
  }
  return (
    <Panel id="passkeys" title={own.passkeys}>
      <p>{own.passkeysHint}</p>
      {view.passkeys.length === 0 ? <p>{own.passkeysNone}</p> : <PasskeyTable ctx={ctx} frame={frame} view={view} />}
      <PostForm action={panelPaths.accountPasskeys} className="form">
        <TextField
          ctx={ctx}
          name="name"
          label={own.passkeyName}
          hint={own.passkeyNameHint}
          value={view.passkeyName}
          maxLength={100}
          autoComplete="off"
        />
        <TextField
          ctx={ctx}
          name="password"
          type="password"
          label={own.passkeyPassword}
          hint={own.passkeyPasswordHint}
          problem={view.problem === 'WRONG_PASSWORD' ? own.problems.WRONG_PASSWORD : undefined}
          autoComplete="current-password"
        />
        <PasskeyButton ctx={ctx} what="create" options={panelPaths.accountPasskeyOptions} failed={own.passkeyFailed}>
          {own.passkeyAdd}
        </PasskeyButton>
      </PostForm>
    </Panel>
  );
};

const PasskeyTable = ({ ctx, frame: { t }, view: { passkeys } }: Props) => {
  const own = t.ownAccount;
  return (
    <DataTable
      caption={own.passkeys}
      captionHidden
      cards
      rows={[...passkeys]}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: own.passkeyName,
          names: true,
          phone: 'main',
          cell: ({ name }) => <UserText>{name}</UserText>,
        },
        { key: 'made', header: own.passkeyMade, cell: ({ createdAt }) => <Instant ctx={ctx} at={createdAt} /> },
        {
          key: 'used',
          header: own.passkeyUsed,
          cell: ({ usedAt }) => (usedAt === null ? '–' : <Instant ctx={ctx} at={usedAt} />),
        },
        {
          key: 'act',
          header: own.act,
          phone: 'bare',
          cell: ({ id, name }) => (
            <PostButton action={panelPaths.accountPasskeys} fields={{ remove: id }} about={<UserText>{name}</UserText>}>
              {own.passkeyRemove}
            </PostButton>
          ),
        },
      ]}
    />
  );
};

export const ownAccountPage = (ctx: PageContext, frame: FrameView, view: OwnAccountView): string =>
  panelPlainPage(frame, frame.t.ownAccount.title, <OwnAccountPage ctx={ctx} frame={frame} view={view} />);
