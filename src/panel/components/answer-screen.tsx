import { useState, type ReactNode } from 'react';
import { useSearchParams, Link } from 'react-router-dom';
import { TextArea, TextField } from '../../ui/components/forms.js';
import { Template, UserText } from '../../ui/components/text.js';
import { panelPaths } from '../panel-paths.js';
import type { AnswersView } from '../support-views.js';
import { CopyButton } from './copy-button.js';
import { DoneNotice } from './done-notice.js';
import { ctx, t } from './locale.js';
import { Problem, useTitle, useTypedAgain } from './screen.js';
import { OfBusiness } from './support-action-screen.js';
import { useAnswer } from './use-answer.js';
import { useForm } from './use-form.js';
import { Faults, ticketOf } from './why-form.js';

const texts = t.answer;

/** The same on a page of its own, for an address that was sent. */
export const AnswerScreen = () => {
  const businessId = useSearchParams()[0].get('business') ?? '';
  useTitle(texts.title);
  return (
    <>
      <div className="screen-head">
        <h1>{texts.title}</h1>
      </div>
      <AnswerForm
        businessId={businessId}
        head={({ id, name }) => <OfBusiness id={id} name={name} tab="overview" />}
        cancel={
          <Link className="button button-secondary" to={panelPaths.business(businessId)}>
            {t.support.form.cancel}
          </Link>
        }
      />
    </>
  );
};

interface AnswerFormProps {
  businessId: string;
  head?: (business: AnswersView['business']) => ReactNode;
  cancel: ReactNode;
  onDone?: () => void;
}

/** A text for the situation at hand, in the customer's language: to be copied, or changed and mailed. */
export const AnswerForm = ({ businessId, head, cancel, onDone }: AnswerFormProps) => {
  const [eventId, setEventId] = useState<string>();
  const { view, problem } = useAnswer<AnswersView>(`answer ${businessId}`, (api) =>
    api.getPage({ pageName: 'answer', params: { business: businessId } }),
  );
  useTypedAgain(view !== undefined);
  if (problem !== undefined) return <Problem code={problem} />;
  if (!view) {
    return (
      <p role="status" className="quiet">
        {t.loading}
      </p>
    );
  }
  if (eventId !== undefined) {
    return (
      <DoneNotice title={texts.sent} businessId={businessId} eventId={eventId}>
        {t.support.done.recorded}
      </DoneNotice>
    );
  }
  const sent = ({ auditEventId }: { auditEventId: string }) => {
    setEventId(auditEventId);
    onDone?.();
  };
  return (
    <>
      {head?.(view.business)}
      <Writing view={view} cancel={cancel} onSent={sent} />
    </>
  );
};

interface WritingProps {
  view: AnswersView;
  cancel: ReactNode;
  onSent: (answer: { auditEventId: string }) => void;
}

const Writing = ({ view: { business, to, answers }, cancel, onSent }: WritingProps) => {
  const [chosen, setChosen] = useState(answers[0]!);
  const [text, setText] = useState(chosen.text);
  const form = useForm<{ auditEventId: string }>(`answer ${business.id}`, {
    page: 'answer',
    command: 'send',
    more: { businessId: business.id },
    onDone: onSent,
    onStale: () => undefined,
  });
  const { fault } = form;
  const choose = (kind: string) => {
    const answer = answers.find((known) => known.kind === kind)!;
    setChosen(answer);
    setText(answer.text);
  };
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        const typed = new FormData(event.currentTarget).get('ticket');
        if (typeof typed === 'string') sessionStorage.setItem(ticketOf(business.id), typed);
        form.send(event);
      }}
    >
      {fault && <Faults key={JSON.stringify(fault)} code={fault.code} fields={fault.fields} />}
      <p>
        <Template
          text={texts.to}
          values={{ email: <UserText>{to.email}</UserText>, language: t.support.languages[to.locale] }}
        />
      </p>
      <Kinds answers={answers} chosen={chosen.kind} choose={choose} />
      <div className="answer-text" onChange={({ target }) => setText((target as unknown as HTMLTextAreaElement).value)}>
        <TextArea
          key={chosen.kind}
          ctx={ctx}
          name="text"
          label={texts.text}
          hint={texts.textHint}
          value={chosen.text}
          problem={fault?.fields.includes('text') ? texts.textProblem : undefined}
          maxLength={4_000}
        />
      </div>
      <TextField
        ctx={ctx}
        name="ticket"
        label={t.support.form.ticket}
        hint={t.support.form.ticketHint}
        value={sessionStorage.getItem(ticketOf(business.id)) ?? undefined}
        problem={fault?.fields.includes('ticket') ? t.support.form.problems.ticket : undefined}
        autoComplete="off"
        maxLength={100}
      />
      <p className="actions">
        <button type="submit" className="button button-primary" disabled={form.isWorking}>
          {form.isWorking ? t.support.form.working : texts.send}
        </button>
        <CopyButton text={text} label={texts.copy} isSaid />
        {cancel}
      </p>
    </form>
  );
};

interface KindsProps {
  answers: AnswersView['answers'];
  chosen: string;
  choose: (kind: string) => void;
}

/** What could be answered, what is so at this moment first. */
const Kinds = ({ answers, chosen, choose }: KindsProps) => (
  <div className="field">
    <label htmlFor="kind">{texts.kind}</label>
    <select id="kind" name="kind" value={chosen} onChange={({ target }) => choose(target.value)}>
      {answers.map(({ kind }) => (
        <option key={kind} value={kind}>
          {texts.kinds[kind]}
        </option>
      ))}
    </select>
  </div>
);
