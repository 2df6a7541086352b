import { useEffect, useRef, type FormEvent, type ReactNode } from 'react';
import { keepTyped } from '../../ui/assets/typed.js';
import { TextArea, TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { panelPaths } from '../panel-paths.js';
import { refusalText } from '../texts/texts.js';
import { ctx, t } from './locale.js';
import { useForm } from './use-form.js';

interface WhyFormProps<Done> {
  /** Which form it is: tells apart two of one page. */
  name: string;
  /** Whose it is: the next form about the same offers the same ticket. */
  about?: string;
  page: string;
  command: string;
  /** What is posted beside what is typed. */
  more: Readonly<Record<string, string | undefined>>;
  submit: string;
  look?: 'primary' | 'danger';
  reason?: { label?: string; hint?: string };
  /** False: a reason alone, as the ticket is known. */
  ticket?: { label?: string; hint?: string } | false;
  /** Further fields, given what was wrong with them by name. */
  fields?: (wrong: readonly string[]) => ReactNode;
  cancel: ReactNode;
  onDone: (done: Done) => void;
  /** Called on a refusal because things have changed. */
  onStale: () => void;
}

/** In this tab: a conversation has one ticket, whatever is done in it. */
export const ticketOf = (about: string) => `ticket ${about}`;

/** A reason, a ticket and a button: how staff asks for anything that changes something. */
export function WhyForm<Done>({ name, reason = {}, ticket = {}, ...props }: WhyFormProps<Done>) {
  const { about, page, command, more, onDone, onStale } = props;

  const { form: texts } = t.support;
  const form = useForm<Done>(`${name} ${location.search}`, { page, command, more, onDone, onStale });
  const { fault } = form;
  const send = (event: FormEvent<HTMLFormElement>) => {
    const typed = new FormData(event.currentTarget).get('ticket');
    if (about !== undefined && typeof typed === 'string') sessionStorage.setItem(ticketOf(about), typed);
    form.send(event);
  };
  const problemOf = (field: 'reason' | 'ticket') => (fault?.fields.includes(field) ? texts.problems[field] : undefined);
  return (
    <form className="form" noValidate onSubmit={send}>
      {fault && <Faults key={JSON.stringify(fault)} code={fault.code} fields={fault.fields} />}
      <TextArea
        ctx={ctx}
        name="reason"
        label={reason.label ?? texts.reason}
        hint={reason.hint ?? texts.reasonHint}
        problem={problemOf('reason')}
        maxLength={500}
      />
      {ticket !== false && (
        <TextField
          ctx={ctx}
          name="ticket"
          label={ticket.label ?? texts.ticket}
          hint={ticket.hint ?? texts.ticketHint}
          problem={problemOf('ticket')}
          value={about === undefined ? undefined : (sessionStorage.getItem(ticketOf(about)) ?? undefined)}
          autoComplete="off"
          maxLength={100}
        />
      )}
      {props.fields?.(fault?.fields ?? [])}
      <p className="actions">
        <button type="submit" className={`button button-${props.look ?? 'primary'}`} disabled={form.isWorking}>
          {form.isWorking ? texts.working : props.submit}
        </button>
        {props.cancel}
      </p>
    </form>
  );
}

const FIELDS = ['reason', 'ticket'] as const;

/** What is wrong, first and focused; each fault leads to its field. */
export const Faults = ({ code, fields = [] }: { code: string; fields?: readonly string[] }) => {
  const { form } = t.support;
  const ofFields = FIELDS.filter((field) => fields.includes(field));
  const text = refusalText(t, code);
  const problems =
    ofFields.length > 0 ? ofFields.map((field) => ({ href: `#${field}`, text: form.problems[field] })) : [{ text }];
  return (
    <Focused>
      <ProblemSummary title={form.problemTitle} problems={problems}>
        {code === 'UNAUTHENTICATED' && (
          <p>
            <SignInAgain />
          </p>
        )}
      </ProblemSummary>
    </Focused>
  );
};

/** The way in and back to this page; what is typed on it is there again then. */
const SignInAgain = () => (
  <a
    href={panelPaths.signInTo(location.pathname + location.search)}
    onClick={() => keepTyped(document.querySelector('main')!)}
  >
    {t.signInAgain}
  </a>
);

/** Takes the focus when it appears, so that nobody misses it. */
export const Focused = ({ children }: { children: ReactNode }) => {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className="focused">
      {children}
    </div>
  );
};
