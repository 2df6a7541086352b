import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { AccessReviewFile, AccessReviewRow } from '../../../review/access-reviews/access-reviews.service.js';
import { DataTable } from '../../../ui/components/data-table.js';
import { Notice } from '../../../ui/components/notices.js';
import { Facts, Panel } from '../../../ui/components/panel.js';
import { Hidden, Instant, UserText } from '../../../ui/components/text.js';
import { ctx, t } from '../locale.js';
import { postCommand } from '../post-command.js';
import { Screen, useTitle } from '../screen.js';
import { session } from '../state.js';
import { problemOf, useAnswer } from '../use-answer.js';
import { Faults } from '../why-form.js';

type Send = (command: 'decide' | 'sign', given: object) => Promise<void>;

/** One review of who has which role: each account is confirmed or removed, then all of it is signed. */
export const AccessReviewScreen = () => {
  const texts = t.operators.accessReview;
  const id = useSearchParams()[0].get('id') ?? '';
  const answer = useAnswer<AccessReviewFile>(`access-review ${id}`, (api) =>
    api.getPage({ pageName: 'access-review', params: { id } }),
  );
  const [changed, setChanged] = useState<AccessReviewFile>();
  const [problem, setProblem] = useState<string>();
  const view = changed?.head.id === id ? changed : answer.view;
  const title = view ? texts.oneTitle(view.head.quarter) : texts.title;
  useTitle(title);
  const send: Send = (command, given) =>
    postCommand<AccessReviewFile>('access-review', command, { review: id, ...given }).then(
      (now) => {
        setProblem(undefined);
        setChanged(now);
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  return (
    <Screen title={title} answer={{ ...answer, view }} lead={<p className="lead">{texts.oneLead}</p>}>
      {(file) => (
        <>
          {problem !== undefined && <Faults key={problem} code={problem} />}
          <Accounts file={file} onSend={send} />
          <Signature file={file} onSend={send} />
        </>
      )}
    </Screen>
  );
};

const Accounts = ({ file: { head, rows }, onSend }: { file: AccessReviewFile; onSend: Send }) => {
  const texts = t.operators.accessReview;
  const decided = rows.filter(({ decision }) => decision !== null).length;
  return (
    <Panel id="accounts" title={texts.progress(decided, rows.length)}>
      <DataTable<AccessReviewRow>
        cards
        caption={texts.oneTitle(head.quarter)}
        captionHidden
        rows={[...rows]}
        rowKey={({ staffId }) => staffId}
        columns={[
          {
            key: 'account',
            header: texts.account,
            names: true,
            phone: 'main',
            cell: ({ email }) => <UserText>{email}</UserText>,
          },
          { key: 'role', header: texts.role, cell: ({ role }) => t.roles[role] },
          { key: 'since', header: texts.since, cell: (row) => <Since row={row} /> },
          {
            key: 'use',
            header: texts.lastUse,
            cell: ({ lastUseAt }) => (lastUseAt ? <Instant ctx={ctx} at={lastUseAt} /> : texts.never),
          },
          { key: 'factor', header: texts.factor, cell: ({ secondFactor }) => texts.factors[secondFactor] },
          {
            key: 'decision',
            header: texts.decision,
            phone: 'bare',
            cell: (row) => <Decision row={row} isSigned={head.state === 'signed'} onSend={onSend} />,
          },
        ]}
      />
    </Panel>
  );
};

const Since = ({ row: { roleSince, roleBy } }: { row: AccessReviewRow }) => {
  const texts = t.operators.accessReview;
  if (roleSince === null) return <>{texts.notKnown}</>;
  const isPerson = roleBy?.includes('@') ?? false;
  return (
    <>
      <Instant ctx={ctx} at={roleSince} />
      {roleBy !== null && (
        <>
          {' · '}
          {isPerson ? <UserText>{roleBy}</UserText> : texts.byProgram.replace('{name}', roleBy)}
        </>
      )}
    </>
  );
};

/** Until the signature it may be decided otherwise: the choice that stands is pressed. */
const Decision = ({ row, isSigned, onSend }: { row: AccessReviewRow; isSigned: boolean; onSend: Send }) => {
  const [isBusy, setBusy] = useState(false);
  const texts = t.operators.accessReview;
  const { staffId, email, decision } = row;
  if (isSigned) return <>{decision === 'remove' ? texts.removed : texts.decisions.confirm}</>;
  if (email === session.email) {
    return <span className="quiet">{decision ? texts.decisions[decision] : texts.own}</span>;
  }
  const decide = (choice: 'confirm' | 'remove') => {
    setBusy(true);
    void onSend('decide', { account: staffId, decision: choice }).finally(() => setBusy(false));
  };
  return (
    <span className="actions">
      {(['confirm', 'remove'] as const).map((choice) => (
        <button
          key={choice}
          type="button"
          className={`button ${decision === choice ? 'button-primary' : 'button-secondary'}`}
          aria-pressed={decision === choice}
          disabled={isBusy}
          onClick={() => decide(choice)}
        >
          {texts[choice]}
          <Hidden>
            {' '}
            <UserText>{email}</UserText>
          </Hidden>
        </button>
      ))}
    </span>
  );
};

const Signature = ({ file: { head, rows }, onSend }: { file: AccessReviewFile; onSend: Send }) => {
  const texts = t.operators.accessReview;
  if (head.state === 'signed') {
    return (
      <Panel id="signature" title={texts.states.signed}>
        <Facts
          facts={[
            [texts.signed, <UserText key="who">{head.signedBy ?? ''}</UserText>],
            [texts.state, <Instant key="at" ctx={ctx} at={head.signedAt!} />],
            [texts.digest, <code key="digest">{head.contentSha256}</code>],
          ]}
        />
      </Panel>
    );
  }
  const isUndecided = rows.some(({ decision }) => decision === null);
  return (
    <Panel id="signature" title={texts.sign}>
      <p>{texts.signAbout}</p>
      {session.role !== 'compliance' ? (
        <p className="quiet">{texts.signWho}</p>
      ) : isUndecided ? (
        <Notice kind="info">
          <p>{texts.signFirst}</p>
        </Notice>
      ) : (
        <p className="actions">
          <button type="button" className="button button-primary" onClick={() => void onSend('sign', {})}>
            {texts.sign}
          </button>
        </p>
      )}
    </Panel>
  );
};
