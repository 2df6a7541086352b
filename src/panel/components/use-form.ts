import { useState, type FormEvent } from 'react';
import { postCommand } from './post-command.js';
import { refusalOf } from './use-answer.js';

/** What went wrong with a form: a code, and the fields at fault. */
interface FormFault {
  readonly code: string;
  readonly fields: readonly string[];
}

interface SentForm {
  readonly isWorking: boolean;
  readonly fault?: FormFault;
  readonly send: (event: FormEvent<HTMLFormElement>) => void;
}

/** One key for each opened form: in this tab it outlives a reload, so that what was sent before it is not done twice. */
function keyOf(form: string): string {
  const name = `form ${form}`;
  const key = sessionStorage.getItem(name) ?? crypto.randomUUID();
  sessionStorage.setItem(name, key);
  return key;
}

const forgetKey = (form: string) => sessionStorage.removeItem(`form ${form}`);

/**
 * Posts a command of a page with what is typed in its form's fields. `form` names the opened form. A second click while it
 * is on its way does nothing.
 */
export function useForm<Done>(
  form: string,
  {
    page,
    command,
    more,
    onDone,
    onStale,
  }: {
    page: string;
    command: string;
    more: Readonly<Record<string, string | readonly string[] | undefined>>;
    onDone: (done: Done) => void;
    /** Refused because things have changed: there is another state to be shown. */
    onStale: () => void;
  },
): SentForm {
  const [state, setState] = useState<{ isWorking: boolean; fault?: FormFault }>({ isWorking: false });
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state.isWorking) return;
    setState({ isWorking: true });
    const typed = Object.fromEntries(new FormData(event.currentTarget));
    postCommand<Done>(page, command, { ...typed, ...more, idempotencyKey: keyOf(form) }).then(
      (done) => {
        forgetKey(form);
        setState({ isWorking: false });
        onDone(done);
      },
      (error: unknown) => {
        const { code, errors = [] } = refusalOf(error);
        // Under that key something else was sent: the next one is another request.
        if (code === 'IDEMPOTENCY_KEY_REUSED') forgetKey(form);
        if (code === 'INVALID_STATE') onStale();
        setState({ isWorking: false, fault: { code, fields: errors.map(({ path }) => path) } });
      },
    );
  };
  return { ...state, send };
}
