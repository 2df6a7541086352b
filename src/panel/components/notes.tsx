import { TextArea, TextField } from '../../ui/components/forms.js';
import { UserText } from '../../ui/components/text.js';
import type { NoteRow } from '../support-views.js';
import type { BusinessView } from '../views.js';
import { ctx, t } from './locale.js';
import { Ticket } from './ticket.js';
import { useForm } from './use-form.js';
import { When } from './when.js';
import { Faults, ticketOf } from './why-form.js';

interface NotesProps {
  view: BusinessView;
  notes: readonly NoteRow[];
  onDone: () => void;
}

/** What the team has written down of a business, the newest first. */
export const Notes = ({ view, notes, onDone }: NotesProps) => (
  <>
    {view.allowed.includes('note') && (
      // A new form for each note, with its own key.
      <NewNote key={notes[0]?.id ?? ''} businessId={view.business.id} onDone={onDone} />
    )}
    {notes.length === 0 ? (
      <p>{t.business.noNotes}</p>
    ) : (
      <ul className="notes plain">
        {notes.map(({ id, by, at, text, ticket }) => (
          <li key={id}>
            <p className="quiet">
              <When at={at} /> · <UserText>{by}</UserText>
              {ticket !== undefined && (
                <>
                  {' · '}
                  <Ticket ticket={ticket} />
                </>
              )}
            </p>
            <p className="as-written">
              <UserText>{text}</UserText>
            </p>
          </li>
        ))}
      </ul>
    )}
  </>
);

const NewNote = ({ businessId, onDone }: { businessId: string; onDone: () => void }) => {
  const form = useForm<object>(`note ${businessId}`, {
    page: 'business',
    command: 'add-note',
    more: { businessId },
    onDone,
    onStale: onDone,
  });
  const { fault } = form;
  return (
    <form className="form" noValidate onSubmit={form.send}>
      {fault && <Faults key={JSON.stringify(fault)} code={fault.code} fields={fault.fields} />}
      <TextArea
        ctx={ctx}
        name="text"
        label={t.business.note}
        hint={t.business.noteHint}
        problem={fault?.fields.includes('text') ? t.business.noteProblem : undefined}
        maxLength={2_000}
      />
      <TextField
        ctx={ctx}
        name="ticket"
        label={t.support.form.ticket}
        value={sessionStorage.getItem(ticketOf(businessId)) ?? undefined}
        problem={fault?.fields.includes('ticket') ? t.support.form.problems.ticket : undefined}
        autoComplete="off"
        maxLength={100}
        optional
      />
      <p className="actions">
        <button type="submit" className="button button-secondary" disabled={form.isWorking}>
          {form.isWorking ? t.support.form.working : t.business.addNote}
        </button>
      </p>
    </form>
  );
};
