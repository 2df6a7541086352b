import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { STAFF_REASONS } from '../../people/identity/staff-reasons.js';
import { SelectField, TextField } from '../../ui/components/forms.js';
import { Panel } from '../../ui/components/panel.js';
import type { StaffAccountView, StaffChanged } from '../operators-views.js';
import { ctx, t } from './locale.js';
import { postCommand } from './post-command.js';
import { problemOf } from './use-answer.js';
import { Faults } from './why-form.js';

type Change = keyof typeof t.operators.staff.changes;

const ROLES = Object.keys(t.roles) as StaffAccountView['role'][];

interface ChangesProps {
  account: StaffAccountView;
  onDone: (changed: StaffChanged) => void;
}

/** Every change with what it does; one that is not possible says why instead of having a button. */
export const StaffChanges = ({ account, onDone }: ChangesProps) => {
  const changes: Change[] = [
    'change-role',
    'reset-second-factor',
    'reset-password',
    'end-sessions',
    account.disabledAt === null ? 'disable' : 'enable',
  ];
  return (
    <Panel id="changes" title={t.operators.staff.actions}>
      <ul className="changes">
        {changes.map((change) => (
          <li key={change}>
            <One change={change} account={account} onDone={onDone} />
          </li>
        ))}
      </ul>
    </Panel>
  );
};

/** What gives more rights whatever the account is now; another role does or does not. */
const NEED_SECOND: readonly Change[] = ['enable', 'reset-second-factor'];

/** As the service would answer, said before anybody tries. */
function refusalOf(change: Change, account: StaffAccountView): string | undefined {
  const { staff } = t.operators;
  if (change === 'end-sessions') return account.sessions.length === 0 ? staff.noSessionsToEnd : undefined;
  if (account.isOwn) return staff.refusals.own;
  if (account.isLastOperator && (change === 'disable' || change === 'change-role')) return staff.refusals.last;
  if (change === 'reset-second-factor' && account.secondFactorSince === null && account.passkeys === 0) {
    return staff.noFactorToReset;
  }
  if (change === 'reset-password' && account.isElsewhere) return staff.refusals.elsewhere;
  return NEED_SECOND.includes(change) && !account.hasSecond ? t.operators.staffRequests.noSecond : undefined;
}

const One = ({ change, account, onDone }: ChangesProps & { change: Change }) => {
  const [state, setState] = useState<'closed' | 'open' | 'cancelled'>('closed');
  const button = useRef<HTMLButtonElement>(null);
  const { title, about, submit } = t.operators.staff.changes[change];
  const refusal = refusalOf(change, account);
  useEffect(() => {
    if (state === 'cancelled') button.current?.focus();
  }, [state]);
  return (
    <>
      <h3>{title}</h3>
      {refusal !== undefined ? (
        <p className="quiet">{refusal}</p>
      ) : state === 'open' ? (
        <Confirmation
          change={change}
          account={account}
          onCancel={() => setState('cancelled')}
          onDone={(changed) => {
            setState('closed');
            onDone(changed);
          }}
        />
      ) : (
        <>
          <p className="quiet">{about}</p>
          <button type="button" className="button button-secondary" ref={button} onClick={() => setState('open')}>
            {submit}…
          </button>
        </>
      )}
    </>
  );
};

/** What will happen, why it is done, and two buttons of one size. */
export const Confirmation = ({
  change,
  account,
  session,
  onCancel,
  onDone,
}: ChangesProps & { change: Change; session?: string; onCancel: () => void }) => {
  const [state, setState] = useState<{ isBusy?: boolean; problem?: string }>({});
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.focus(), []);
  const { staff } = t.operators;
  const { submit } = staff.changes[change];
  const about = session === undefined ? staff.changes[change].about : staff.endOneAbout;
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const given = Object.entries(typed).filter(([, value]) => value.trim() !== '');
    setState({ isBusy: true });
    postCommand<StaffChanged>('staff-account', change, {
      id: account.id,
      ...(session !== undefined && { session }),
      ...Object.fromEntries(given),
    }).then(onDone, (error: unknown) => setState({ problem: problemOf(error) }));
  };
  return (
    <form
      className="form confirmation"
      ref={form}
      tabIndex={-1}
      onSubmit={send}
      aria-label={submit}
      aria-describedby={id}
    >
      <p id={id}>
        {about}
        {(NEED_SECOND.includes(change) || change === 'change-role') && ` ${needsSecond(change)}`}
      </p>
      {state.problem !== undefined && state.problem !== 'VALIDATION' && <Faults code={state.problem} />}
      <Fields change={change} account={account} hasWrongTicket={state.problem === 'VALIDATION'} />
      <div className="decide">
        <button type="button" className="button button-secondary" onClick={onCancel}>
          {staff.cancel}
        </button>
        <button
          type="submit"
          className={`button ${change === 'disable' || change === 'reset-second-factor' ? 'button-danger' : 'button-primary'}`}
          disabled={state.isBusy}
        >
          {submit}
        </button>
      </div>
    </form>
  );
};

const needsSecond = (change: Change): string =>
  change === 'change-role' ? t.operators.staff.roleNeedsSecond : t.operators.staffRequests.needsSecond;

interface FieldsProps {
  change: Change;
  account: StaffAccountView;
  hasWrongTicket: boolean;
}

const Fields = ({ change, account, hasWrongTicket }: FieldsProps) => {
  const { staff } = t.operators;
  return (
    <>
      {change === 'change-role' && (
        <SelectField
          ctx={ctx}
          name="role"
          label={staff.newRole}
          value={account.role}
          options={ROLES.map((role) => ({ value: role, label: t.roles[role] }))}
        />
      )}
      <WhyFields of={change} hasWrongTicket={hasWrongTicket} />
    </>
  );
};

/** Asked for whatever is done to an account. */
export const WhyFields = ({ of, hasWrongTicket }: { of: keyof typeof STAFF_REASONS; hasWrongTicket: boolean }) => {
  const { staff } = t.operators;
  return (
    <>
      <SelectField
        ctx={ctx}
        name="reason"
        label={staff.reason}
        options={[
          { value: '', label: staff.reasonChoose },
          ...STAFF_REASONS[of].map((reason) => ({ value: reason, label: staff.reasons[reason] })),
        ]}
      />
      <TextField
        ctx={ctx}
        name="ticket"
        label={staff.ticket}
        hint={staff.ticketHint}
        problem={hasWrongTicket ? staff.ticketWrong : undefined}
        autoComplete="off"
        maxLength={100}
      />
    </>
  );
};
