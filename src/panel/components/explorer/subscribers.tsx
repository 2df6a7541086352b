import { useState, type FormEvent } from 'react';
import { SubmitButton } from '../../../ui/components/buttons.js';
import { DataTable } from '../../../ui/components/data-table.js';
import { SelectField, TextField } from '../../../ui/components/forms.js';
import { Notice } from '../../../ui/components/notices.js';
import { Panel } from '../../../ui/components/panel.js';
import { Hidden, Instant, Template, UserText } from '../../../ui/components/text.js';
import type { SubscriberRow } from '../../explorer/explorer-views.js';
import { ctx, locale, t } from '../locale.js';
import { postCommand } from '../post-command.js';
import { session } from '../state.js';
import { problemOf } from '../use-answer.js';
import { Faults, Focused } from '../why-form.js';

interface SubscribersProps {
  rows: readonly SubscriberRow[];
  address: string;
  onChange: () => void;
}

/** Who gets the latest checkpoint by mail every week. */
export const Subscribers = ({ rows, address, onChange }: SubscribersProps) => {
  const texts = t.explorer.logPage;
  const [wasGone, setWasGone] = useState(false);
  const [problem, setProblem] = useState<string>();
  const changed = (isGone: boolean) => {
    setWasGone(isGone);
    setProblem(undefined);
    onChange();
  };
  const remove = (id: string) => {
    postCommand('log', 'unsubscribe', { id }).then(
      () => changed(false),
      (error: unknown) => {
        const code = problemOf(error);
        if (code === 'NOT_FOUND') changed(true);
        else setProblem(code);
      },
    );
  };
  return (
    <Panel id="mails" title={texts.mails}>
      <p className="quiet">
        <Template text={texts.mailsText} values={{ address: <code>{address}</code> }} />
      </p>
      {wasGone && (
        <Focused>
          <Notice kind="info" role="status">
            <p>{texts.goneAlready}</p>
          </Notice>
        </Focused>
      )}
      {problem !== undefined && <Faults code={problem} />}
      {rows.length === 0 ? <p>{texts.nobody}</p> : <List rows={rows} remove={remove} />}
      <SubscribeForm onDone={() => changed(false)} />
    </Panel>
  );
};

const List = ({ rows, remove }: { rows: readonly SubscriberRow[]; remove: (id: string) => void }) => {
  const texts = t.explorer.logPage;
  return (
    <DataTable<SubscriberRow>
      cards
      captionHidden
      caption={texts.mails}
      rows={[...rows]}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'email',
          header: texts.email,
          names: true,
          phone: 'main',
          cell: ({ email }) => <UserText>{email}</UserText>,
        },
        { key: 'locale', header: texts.locale, cell: (row) => texts.locales[row.locale] },
        { key: 'added', header: texts.addedBy, cell: ({ addedBy }) => <UserText>{addedBy}</UserText> },
        {
          key: 'sent',
          header: texts.sent,
          cell: ({ sentAt }) => (sentAt === null ? texts.notSent : <Instant ctx={ctx} at={sentAt} />),
        },
        {
          key: 'action',
          header: texts.action,
          phone: 'bare',
          cell: ({ id, email }) => (
            <button type="button" className="button button-secondary" onClick={() => remove(id)}>
              <span>
                {texts.unsubscribe}
                <Hidden>
                  {' '}
                  <Template text={texts.unsubscribeAbout} values={{ email: <UserText>{email}</UserText> }} />
                </Hidden>
              </span>
            </button>
          ),
        },
      ]}
    />
  );
};

const SubscribeForm = ({ onDone }: { onDone: () => void }) => {
  const texts = t.explorer.logPage;
  const [problem, setProblem] = useState<string>();
  const subscribe = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    postCommand('log', 'subscribe', { email: given.get('email'), locale: given.get('locale') }).then(
      () => {
        setProblem(undefined);
        onDone();
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  };
  const said = problem === 'VALIDATION' ? texts.emailProblem : problem === 'ALREADY_EXISTS' ? texts.already : undefined;
  return (
    <form className="form" noValidate onSubmit={subscribe}>
      {problem !== undefined && said === undefined && <Faults code={problem} />}
      <TextField
        ctx={ctx}
        name="email"
        type="email"
        inputMode="email"
        label={texts.email}
        hint={texts.emailHint}
        problem={said}
        value={session.email}
        maxLength={254}
        autoComplete="off"
      />
      <SelectField
        ctx={ctx}
        name="locale"
        label={texts.locale}
        value={locale}
        options={[
          { value: 'fr', label: texts.locales.fr },
          { value: 'en', label: texts.locales.en },
        ]}
      />
      <SubmitButton look="secondary">{texts.subscribe}</SubmitButton>
    </form>
  );
};
