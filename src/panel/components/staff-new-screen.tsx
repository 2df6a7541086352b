import { useState, type FormEvent } from 'react';
import { Link } from 'react-router-dom';
import { RadioField, TextField } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Facts } from '../../ui/components/panel.js';
import { UserText } from '../../ui/components/text.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { words } from '../../ui/words.js';
import type { StaffAccountView, StaffInvited } from '../operators-views.js';
import { panelPaths } from '../panel-paths.js';
import { ctx, t } from './locale.js';
import { postCommand } from './post-command.js';
import { useTitle, useTypedAgain } from './screen.js';
import { TakesFocus } from './takes-focus.js';
import { WhyFields } from './staff-changes.js';
import { problemOf } from './use-answer.js';
import { Faults } from './why-form.js';

const ROLES = Object.keys(t.roles) as StaffAccountView['role'][];

interface State {
  readonly isBusy?: boolean;
  readonly problem?: string;
  readonly added?: StaffInvited;
}

/** Adds a staff account; its one-time password is shown here once, and nowhere else. */
export const StaffNewScreen = () => {
  const [state, setState] = useState<State>({});
  const { add } = t.operators.staff;
  useTitle(add.title);
  useTypedAgain(true);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget));
    setState({ isBusy: true });
    postCommand<StaffInvited>('staff-new', 'add', given).then(
      (added) => setState({ added }),
      (error: unknown) => setState({ problem: problemOf(error) }),
    );
  };
  return (
    <div className="narrow">
      <h1>{add.title}</h1>
      {state.added ? (
        <Added added={state.added} onAnother={() => setState({})} />
      ) : (
        <Form state={state} onSend={send} />
      )}
    </div>
  );
};

const Form = ({ state, onSend }: { state: State; onSend: (event: FormEvent<HTMLFormElement>) => void }) => {
  const { add } = t.operators.staff;
  const ofTheAddress = state.problem && lookUp(add.problems, state.problem);
  return (
    <>
      <p className="lead">{add.lead}</p>
      {ofTheAddress && (
        <ProblemSummary title={words(ctx).t.common.problemTitle} problems={[{ href: '#email', text: ofTheAddress }]} />
      )}
      {state.problem !== undefined && !ofTheAddress && <Faults code={state.problem} />}
      <form className="form panel" onSubmit={onSend}>
        <TextField
          ctx={ctx}
          name="email"
          label={add.email}
          hint={add.emailHint}
          problem={ofTheAddress}
          inputMode="email"
          autoComplete="off"
          maxLength={254}
        />
        <RadioField
          ctx={ctx}
          name="role"
          label={add.role}
          options={ROLES.map((role) => ({ value: role, label: t.roles[role], hint: add.roleHints[role] }))}
        />
        <WhyFields of="add" hasWrongTicket={false} />
        <button type="submit" className="button button-primary" disabled={state.isBusy}>
          {add.submit}
        </button>
      </form>
    </>
  );
};

const Added = ({ added: { email, role }, onAnother }: { added: StaffInvited; onAnother: () => void }) => {
  const { staff, staffRequests } = t.operators;
  return (
    <TakesFocus of={email}>
      <Notice kind="info" title={staff.add.doneTitle} role="status">
        <Facts
          facts={[
            [staff.add.email, <UserText key="email">{email}</UserText>],
            [staff.role, t.roles[role]],
          ]}
        />
        <p>{staffRequests.waits}</p>
      </Notice>
      <p className="pager">
        <Link className="button button-secondary" to={panelPaths.page('staff-requests')}>
          {staffRequests.see}
        </Link>
        <button type="button" className="button button-secondary" onClick={onAnother}>
          {staff.add.another}
        </button>
      </p>
    </TakesFocus>
  );
};
