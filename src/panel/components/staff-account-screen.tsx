import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { DataTable } from '../../ui/components/data-table.js';
import { Notice } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { StaffAccountView, StaffChanged } from '../operators-views.js';
import { ctx, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { StaffChanges } from './staff-changes.js';
import { useAnswer } from './use-answer.js';

/** One staff account: what is known of it, and what an operator may do to it. */
export const StaffAccountScreen = () => {
  const id = useSearchParams()[0].get('id') ?? '';
  const answer = useAnswer<StaffAccountView>(id, (api) => api.getPage({ pageName: 'staff-account', params: { id } }));
  const [changed, setChanged] = useState<StaffChanged>();
  const isThis = changed?.account.id === id;
  const view = isThis ? changed.account : answer.view;
  useTitle(view?.email ?? t.operators.staff.title);
  return (
    <Screen title={view ? <UserText>{view.email}</UserText> : t.operators.staff.title} answer={{ ...answer, view }}>
      {(account) => (
        <>
          {isThis && <Done changed={changed} />}
          <About account={account} />
          <Sessions account={account} />
          <StaffChanges account={account} onDone={setChanged} />
        </>
      )}
    </Screen>
  );
};

/** Takes the focus whenever `of` is another one, so that whoever does not see the page change hears what was done. */
export const TakesFocus = ({ of, children }: { of: unknown; children: ReactNode }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [of]);
  return (
    <div ref={box} tabIndex={-1}>
      {children}
    </div>
  );
};

const Done = ({ changed }: { changed: StaffChanged }) => (
  <TakesFocus of={changed}>
    <Notice kind={changed.wasSoAlready ? 'info' : 'success'} role="status">
      <p>{changed.wasSoAlready ? t.operators.staff.wasSoAlready : t.operators.staff.done}</p>
    </Notice>
    {changed.password !== undefined && <OneTimePassword password={changed.password} />}
  </TakesFocus>
);

export const OneTimePassword = ({ password }: { password: string }) => (
  <Notice kind="warning" title={t.operators.staff.passwordTitle}>
    <p>{t.operators.staff.passwordOnce}</p>
    <Facts facts={[[t.operators.staff.passwordIs, <code key="password">{password}</code>]]} />
  </Notice>
);

const At = ({ at }: { at: string }) => <Instant ctx={ctx} at={at} />;
const told = (text: string, at: string): ReactNode => <Template text={text} values={{ at: <At at={at} /> }} />;

const About = ({ account }: { account: StaffAccountView }) => {
  const { staff } = t.operators;
  const { disabledAt, oneTimeUntil, secondFactorSince, lastSignInAt } = account;
  return (
    <Panel id="account" title={staff.account}>
      <Facts
        facts={[
          [staff.role, t.roles[account.role]],
          [staff.state, disabledAt === null ? staff.inUse : told(staff.disabledSince, disabledAt)],
          [staff.added, <At key="added" at={account.addedAt} />],
          [
            staff.secondFactor,
            secondFactorSince === null ? staff.secondFactorNone : told(staff.secondFactorSince, secondFactorSince),
          ],
          oneTimeUntil !== null && [staff.password, told(staff.oneTime, oneTimeUntil)],
          [staff.lastSignIn, lastSignInAt === null ? staff.never : <At key="last" at={lastSignInAt} />],
        ]}
      />
    </Panel>
  );
};

type Session = StaffAccountView['sessions'][number];

const Sessions = ({ account: { sessions } }: { account: StaffAccountView }) => (
  <Panel id="sessions" title={t.operators.staff.openSessions}>
    {sessions.length === 0 ? (
      <p>{t.operators.staff.noSessions}</p>
    ) : (
      <DataTable<Session>
        cards
        captionHidden
        caption={t.operators.staff.openSessions}
        rows={[...sessions]}
        rowKey={({ startedAt }) => startedAt}
        columns={[
          {
            key: 'started',
            header: t.operators.staff.started,
            names: true,
            phone: 'main',
            cell: ({ startedAt }) => <At at={startedAt} />,
          },
          { key: 'seen', header: t.operators.staff.seen, cell: ({ seenAt }) => <At at={seenAt} /> },
        ]}
      />
    )}
  </Panel>
);
