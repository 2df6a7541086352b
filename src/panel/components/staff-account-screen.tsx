import { useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import { DataTable } from '../../ui/components/data-table.js';
import { Notice } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Hidden, Template, UserText, Instant } from '../../ui/components/text.js';
import type { StaffAccountView, StaffChanged } from '../operators-views.js';
import { deviceWords } from '../device-words.js';
import { panelPaths } from '../panel-paths.js';
import { ctx, t } from './locale.js';
import { Screen, useTitle } from './screen.js';
import { Confirmation, StaffChanges } from './staff-changes.js';
import { TakesFocus } from './takes-focus.js';
import { WantedChange } from './wanted-change.js';
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
          <Waits account={account} />
          <About account={account} />
          <Sessions account={account} onDone={setChanged} />
          <StaffChanges account={account} onDone={setChanged} />
        </>
      )}
    </Screen>
  );
};

const Done = ({ changed }: { changed: StaffChanged }) => {
  const { staff, staffRequests } = t.operators;
  const said = { done: staff.done, 'was-so': staff.wasSoAlready, waits: staffRequests.waits };
  return (
    <TakesFocus of={changed}>
      <Notice kind={changed.happened === 'done' ? 'success' : 'info'} role="status">
        <p>{said[changed.happened]}</p>
      </Notice>
    </TakesFocus>
  );
};

/** What waits for a second operator of this account, so that nobody asks for it twice. */
const Waits = ({ account }: { account: StaffAccountView }) => {
  const texts = t.operators.staffRequests;
  return (
    <>
      {account.waiting.map((row) => (
        <Notice key={row.id} kind="info">
          <p>
            <Template text={texts.waitsOf} values={{ what: <WantedChange row={row} /> }} />{' '}
            <Link to={panelPaths.page('staff-requests')}>{texts.see}</Link>
          </p>
        </Notice>
      ))}
    </>
  );
};

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
            secondFactorSince === null ? noPhone(account) : told(staff.secondFactorSince, secondFactorSince),
          ],
          account.passkeys > 0 && [t.ownAccount.passkeys, String(account.passkeys)],
          account.isElsewhere && [staff.password, t.ownAccount.methods['sign-on']],
          oneTimeUntil !== null && [staff.password, told(staff.oneTime, oneTimeUntil)],
          [staff.lastSignIn, lastSignInAt === null ? staff.never : <At key="last" at={lastSignInAt} />],
        ]}
      />
    </Panel>
  );
};

const noPhone = ({ isElsewhere, passkeys }: StaffAccountView): string => {
  const { staff } = t.operators;
  if (isElsewhere) return staff.secondFactorElsewhere;
  return passkeys > 0 ? staff.secondFactorPasskey : staff.secondFactorNone;
};

type Session = StaffAccountView['sessions'][number];

interface SessionsProps {
  account: StaffAccountView;
  onDone: (changed: StaffChanged) => void;
}

/** Where the person is signed in; each can be ended for itself, with a reason as for whatever is done to an account. */
const Sessions = ({ account, onDone }: SessionsProps) => {
  const [ending, setEnding] = useState<string>();
  const { sessions } = account;
  const own = t.ownAccount;
  return (
    <Panel id="sessions" title={t.operators.staff.openSessions}>
      {sessions.length === 0 ? (
        <p>{t.operators.staff.noSessions}</p>
      ) : (
        <DataTable<Session>
          cards
          captionHidden
          caption={t.operators.staff.openSessions}
          rows={[...sessions]}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'device',
              header: own.device,
              names: true,
              phone: 'main',
              cell: ({ device }) => deviceWords(t, device),
            },
            { key: 'address', header: own.address, cell: ({ address }) => <UserText>{address ?? '–'}</UserText> },
            { key: 'how', header: own.how, cell: ({ method }) => (method ? own.methods[method] : own.unknown) },
            {
              key: 'started',
              header: t.operators.staff.started,
              cell: ({ startedAt }) => <At at={startedAt} />,
            },
            { key: 'seen', header: t.operators.staff.seen, cell: ({ seenAt }) => <At at={seenAt} /> },
            {
              key: 'act',
              header: own.act,
              phone: 'bare',
              cell: ({ id, device }) => (
                <button type="button" className="button button-secondary" onClick={() => setEnding(id)}>
                  {own.end}
                  <Hidden> {own.endAbout.replace('{device}', deviceWords(t, device))}</Hidden>
                </button>
              ),
            },
          ]}
        />
      )}
      {ending !== undefined && sessions.some(({ id }) => id === ending) && (
        <Confirmation
          key={ending}
          change="end-sessions"
          account={account}
          session={ending}
          onCancel={() => setEnding(undefined)}
          onDone={onDone}
        />
      )}
    </Panel>
  );
};
