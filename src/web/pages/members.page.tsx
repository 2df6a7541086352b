import { MEMBER_ROLES, type MemberRole } from '../../platform/kernel/actor.js';
import { Breadcrumbs, settingsCrumbs } from '../components/breadcrumbs.js';
import { PostButton, SubmitButton } from '../../ui/components/buttons.js';
import { DataTable } from '../../ui/components/data-table.js';
import { RadioField, TextField } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Instant, Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface MemberRow {
  userId: string;
  email: string;
  role: MemberRole;
  isOriginalOwner: boolean;
}
export interface InvitationRow {
  id: string;
  email: string;
  role: MemberRole;
  sentAt: string;
  expiresAt: string;
}
/** What was done a moment ago. */
export const MEMBERS_DONE = ['invited', 'role', 'removed', 'resent', 'withdrawn', 'gone'] as const;
export type MembersDone = (typeof MEMBERS_DONE)[number];
/** Why nobody is invited, beyond what the form itself can tell. */
export const INVITE_REFUSALS = ['ADDRESS_NOT_CONFIRMED', 'INVALID_STATE', 'TOO_MANY_REQUESTS'] as const;
export type InviteProblem = 'REQUIRED' | 'INVALID' | (typeof INVITE_REFUSALS)[number];

export interface MembersView {
  members: MemberRow[];
  invitations: InvitationRow[];
  mayManage: boolean;
  done?: MembersDone;
  problem?: { field: 'email' | 'role'; code: InviteProblem };
  values?: { email?: string; role?: string };
}

interface Props {
  ctx: BusinessPageContext;
  view: MembersView;
}

export const MembersPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { problem, done } = view;
  return (
    <>
      <Breadcrumbs ctx={ctx} crumbs={[...settingsCrumbs(ctx), { text: t.members.title }]} />
      <h1>{t.members.title}</h1>
      <p className="lead">
        <Template text={t.members.lead} values={{ business: <UserText>{ctx.business.name}</UserText> }} />
      </p>
      {problem && (
        <ProblemSummary
          title={t.common.problemTitle}
          problems={[{ href: `#${problem.field}`, text: t.members.problems[problem.code] }]}
        />
      )}
      {done && (
        <Notice kind="success" role="status">
          <p>{t.members.done[done]}</p>
        </Notice>
      )}
      <Panel id="members" title={t.members.caption}>
        <Members ctx={ctx} view={view} />
      </Panel>
      {view.invitations.length > 0 && (
        <Panel id="invitations" title={t.members.pending}>
          <Invitations ctx={ctx} view={view} />
        </Panel>
      )}
      {view.mayManage && <Invite ctx={ctx} view={view} />}
    </>
  );
};

const about = (text: string, email: string) => (
  <Template text={text} values={{ email: <UserText>{email}</UserText> }} />
);

const Members = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <DataTable
      caption={t.members.caption}
      captionHidden
      cards
      rows={view.members}
      rowKey={({ userId }) => userId}
      columns={[
        {
          key: 'person',
          header: t.members.person,
          names: true,
          phone: 'main',
          cell: ({ email }) => <UserText>{email}</UserText>,
        },
        {
          key: 'role',
          header: t.members.role,
          cell: ({ role, isOriginalOwner }) => (isOriginalOwner ? t.roles.originalOwner : t.roles[role]),
        },
        ...(view.mayManage
          ? [
              {
                key: 'act',
                header: t.members.act,
                phone: 'bare' as const,
                cell: (row: MemberRow) =>
                  row.isOriginalOwner ? (
                    <span className="quiet">{t.members.keepsAccess}</span>
                  ) : (
                    <div className="actions">
                      <RoleForm ctx={ctx} row={row} />
                      <PostButton
                        action={paths.memberOut(id, row.userId)}
                        about={<UserText>{row.email}</UserText>}
                        look="quiet"
                      >
                        {t.members.remove}
                      </PostButton>
                    </div>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
};

const RoleForm = ({ ctx, row }: { ctx: BusinessPageContext; row: MemberRow }) => {
  const { t } = words(ctx);
  const field = `role-${row.userId}`;
  return (
    <PostForm action={paths.memberRole(ctx.business.id, row.userId)} className="one-button">
      <div className="field">
        <label htmlFor={field} className="visually-hidden">
          {t.members.role} {about(t.members.of, row.email)}
        </label>
        <select id={field} name="role" defaultValue={row.role}>
          {MEMBER_ROLES.map((role) => (
            <option key={role} value={role}>
              {t.roles[role]}
            </option>
          ))}
        </select>
      </div>
      <SubmitButton look="secondary" about={about(t.members.of, row.email)}>
        {t.members.change}
      </SubmitButton>
    </PostForm>
  );
};

const Invitations = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <DataTable
      caption={t.members.pendingCaption}
      captionHidden
      cards
      rows={view.invitations}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'person',
          header: t.members.email,
          names: true,
          phone: 'main',
          cell: ({ email }) => <UserText>{email}</UserText>,
        },
        { key: 'role', header: t.members.role, cell: ({ role }) => t.roles[role] },
        { key: 'sent', header: t.members.sent, cell: ({ sentAt }) => <Instant ctx={ctx} at={sentAt} /> },
        { key: 'until', header: t.members.until, cell: ({ expiresAt }) => <Instant ctx={ctx} at={expiresAt} /> },
        ...(view.mayManage
          ? [
              {
                key: 'act',
                header: t.members.act,
                phone: 'bare' as const,
                cell: (row: InvitationRow) => (
                  <div className="actions">
                    <PostButton action={paths.invitationAgain(id, row.id)} about={<UserText>{row.email}</UserText>}>
                      {t.members.again}
                    </PostButton>
                    <PostButton
                      action={paths.invitationOff(id, row.id)}
                      about={<UserText>{row.email}</UserText>}
                      look="quiet"
                    >
                      {t.members.withdraw}
                    </PostButton>
                  </div>
                ),
              },
            ]
          : []),
      ]}
    />
  );
};

const Invite = ({ ctx, view: { values, problem } }: Props) => {
  const { t } = words(ctx);
  const said = (field: 'email' | 'role') => (problem?.field === field ? t.members.problems[problem.code] : undefined);
  return (
    <Panel id="invite" title={t.members.inviteTitle}>
      <PostForm action={paths.members(ctx.business.id)} className="form" data-once="">
        <TextField
          ctx={ctx}
          name="email"
          type="email"
          label={t.members.email}
          hint={t.members.emailHint}
          value={values?.email}
          problem={said('email')}
          autoComplete="off"
        />
        <RadioField
          ctx={ctx}
          name="role"
          label={t.members.role}
          value={values?.role ?? 'accountant'}
          problem={said('role')}
          options={MEMBER_ROLES.map((role) => ({
            value: role,
            label: t.roles[role],
            hint: t.members.roleHints[role],
          }))}
        />
        <SubmitButton working={t.common.working}>{t.members.submit}</SubmitButton>
      </PostForm>
    </Panel>
  );
};

export const membersPage = (ctx: BusinessPageContext, view: MembersView): string => {
  const { t } = words(ctx);
  const title = view.problem === undefined ? t.members.title : `${t.common.errorPrefix} ${t.members.title}`;
  return renderPage(ctx, title, <MembersPage ctx={ctx} view={view} />);
};
