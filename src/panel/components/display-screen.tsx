import { useState, type FormEvent } from 'react';
import { SubmitButton } from '../../ui/components/buttons.js';
import { RadioField, TextField } from '../../ui/components/forms.js';
import { DENSITIES, type StaffPreferences } from '../../people/identity/preference-choices.js';
import { ctx, t } from './locale.js';
import { postCommand } from './post-command.js';
import { Screen, useTitle } from './screen.js';
import { refusalOf, useAnswer } from './use-answer.js';
import { Faults } from './why-form.js';

const { display } = t;

/** How one likes to see the panel. */
export const DisplayScreen = () => {
  const answer = useAnswer<StaffPreferences>('display', (api) => api.getPage({ pageName: 'display' }));
  useTitle(display.title);
  return (
    <Screen title={display.title} answer={answer} lead={<p className="lead">{display.lead}</p>}>
      {(view) => <Choices chosen={view} />}
    </Screen>
  );
};

const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].map((value) => ({ value, label: '' }));

const Choices = ({ chosen }: { chosen: StaffPreferences }) => {
  const [fault, setFault] = useState<{ code: string; ofZone: boolean }>();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { density, timeZone, shortcuts } = Object.fromEntries(new FormData(event.currentTarget));
    postCommand('display', 'save', { density, timeZone, hasShortcuts: shortcuts === 'on' }).then(
      // Everything on the page is drawn by them.
      () => location.reload(),
      (error: unknown) => {
        const { code, errors = [] } = refusalOf(error);
        setFault({ code, ofZone: errors.some(({ path }) => path === 'timeZone') });
      },
    );
  };
  return (
    <form className="form panel" onSubmit={save} noValidate>
      {fault && !fault.ofZone && <Faults code={fault.code} />}
      <RadioField
        ctx={ctx}
        name="density"
        label={display.density}
        value={chosen.density}
        options={DENSITIES.map((value) => ({
          value,
          label: display.densities[value],
          hint: display.densityHints[value],
        }))}
      />
      <TextField
        ctx={ctx}
        name="timeZone"
        label={display.timeZone}
        hint={display.timeZoneHint}
        value={chosen.timeZone}
        problem={fault?.ofZone ? display.timeZoneProblem : undefined}
        suggestions={zones}
        autoComplete="off"
      />
      <RadioField
        ctx={ctx}
        name="shortcuts"
        label={display.shortcuts}
        value={chosen.hasShortcuts ? 'on' : 'off'}
        options={(['on', 'off'] as const).map((value) => ({ value, label: display.shortcutChoices[value] }))}
      />
      <SubmitButton>{display.save}</SubmitButton>
    </form>
  );
};
