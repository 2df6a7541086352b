import { useEffect, useRef, type FormEvent } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { SubmitButton } from '../../../ui/components/buttons.js';
import { SelectField, TextField } from '../../../ui/components/forms.js';
import { Icon } from '../../../ui/components/icon.js';
import { Notice } from '../../../ui/components/notices.js';
import type { FieldFault } from '../../panel-api.js';
import { panelPaths } from '../../panel-paths.js';
import { Fold } from '../fold.js';
import { ctx, t } from '../locale.js';
import { eventWords } from './event-words.js';
import { groupOf } from './event-groups.js';
import { fillForm, problemsOf, queryOf } from './filter.js';

const OUTCOMES = ['pending', 'success', 'denied', 'failed'] as const;
const TEXT_MAX = 120;

interface FilterFormProps {
  /** What is in the address, right or wrong: nothing that was typed is lost. */
  query: URLSearchParams;
  faults: readonly FieldFault[];
}

/** The filter is in the address, so that what is seen can be sent to a colleague, saved and exported. */
export const FilterForm = ({ query, faults }: FilterFormProps) => {
  const navigate = useNavigate();
  const form = useRef<HTMLFormElement>(null);
  const asked = query.toString();
  // A saved view, or Back: the fields say what is asked for, and whoever is in one of them stays there.
  useEffect(() => fillForm(form.current!, new URLSearchParams(asked)), [asked]);
  const texts = t.explorer.filter;
  const problems = problemsOf(faults);
  const chosen = new Set(query.keys()).size;
  const search = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    navigate(`${panelPaths.page('events')}?${queryOf(event.currentTarget)}`);
  };
  const text = (name: 'business' | 'actor' | 'ticket' | 'from' | 'until', hint: string) => (
    <TextField
      ctx={ctx}
      name={name}
      label={texts[name]}
      hint={hint}
      value={query.get(name) ?? ''}
      problem={problems[name]}
      maxLength={TEXT_MAX}
      autoComplete="off"
      optional
    />
  );
  return (
    <Fold id="filter" title={chosen === 0 ? texts.title : `${texts.title} (${chosen})`} mustOpen={faults.length > 0}>
      {faults.length > 0 && (
        <Notice kind="error" role="alert">
          <p>{problems.other ?? texts.wrong}</p>
        </Notice>
      )}
      <form ref={form} className="filter" action={panelPaths.page('events')} onSubmit={search} noValidate>
        <div className="filter-fields">
          {text('from', texts.timeHint)}
          {text('until', texts.timeHint)}
          <SelectField
            ctx={ctx}
            name="outcome"
            label={texts.outcome}
            value={query.get('outcome') ?? ''}
            problem={problems.outcome}
            options={[
              { value: '', label: texts.anyOutcome },
              ...OUTCOMES.map((value) => ({ value, label: t.explorer.outcomes[value] })),
            ]}
            optional
          />
          {text('business', texts.businessHint)}
          {text('actor', texts.actorHint)}
          {text('ticket', texts.ticketHint)}
        </div>
        <Types chosen={query.getAll('type')} problem={problems.type} />
        <p className="actions">
          <SubmitButton>{texts.submit}</SubmitButton>
          <Link className="button button-quiet" to={panelPaths.page('events')}>
            {texts.clear}
          </Link>
        </p>
      </form>
    </Fold>
  );
};

/** Several types, in words and by group; closed until somebody wants them. */
const Types = ({ chosen, problem }: { chosen: readonly string[]; problem?: string }) => {
  const texts = t.explorer.filter;
  const groups = Map.groupBy(Object.keys(eventWords), groupOf);
  const order = Object.keys(texts.groups) as (keyof typeof texts.groups)[];
  return (
    <details className="more-detail types" open={problem !== undefined}>
      <summary>
        {texts.types}
        {chosen.length > 0 && ` (${texts.typesChosen(chosen.length)})`}
      </summary>
      <p className="hint">{texts.typesHint}</p>
      {problem !== undefined && (
        <p className="problem">
          <Icon name="warning" />
          <span>{problem}</span>
        </p>
      )}
      <div className="type-groups">
        {order
          .filter((group) => groups.has(group))
          .map((group) => (
            <fieldset key={group}>
              <legend>{texts.groups[group]}</legend>
              {groups.get(group)!.map((type) => (
                <label key={type} className="type">
                  <input type="checkbox" name="type" value={type} defaultChecked={chosen.includes(type)} />
                  <span>{eventWords[type]}</span>
                </label>
              ))}
            </fieldset>
          ))}
      </div>
    </details>
  );
};
