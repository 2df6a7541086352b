import type { ReactNode } from 'react';
import type { PageContext } from '../page-context.js';
import { words } from '../words.js';
import { Icon } from './icon.js';

interface FieldProps {
  ctx: PageContext;
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  problem?: string;
  /** Quietly where everything beside it is so too, as in a search. */
  optional?: boolean | 'quietly';
}

const describedBy = ({ name, hint, problem }: FieldProps) =>
  [hint !== undefined && `${name}-hint`, problem !== undefined && `${name}-problem`].filter(Boolean).join(' ') ||
  undefined;

/** Label, hint and problem around a control, tied to it by id. */
const Field = ({ field, children }: { field: FieldProps; children: ReactNode }) => {
  const { t } = words(field.ctx);
  return (
    <div className={field.problem === undefined ? 'field' : 'field field-problem'}>
      <label htmlFor={field.name}>
        {field.label}
        {field.optional === true && <span className="optional"> ({t.common.optional})</span>}
      </label>
      {field.hint !== undefined && (
        <p className="hint" id={`${field.name}-hint`}>
          {field.hint}
        </p>
      )}
      {field.problem !== undefined && <FieldProblem ctx={field.ctx} name={field.name} problem={field.problem} />}
      {children}
    </div>
  );
};

const FieldProblem = ({ ctx, name, problem }: { ctx: PageContext; name: string; problem: string }) => (
  <p className="problem" id={`${name}-problem`}>
    <Icon name="warning" />
    <span>
      <span className="visually-hidden">{words(ctx).t.common.errorPrefix} </span>
      {problem}
    </span>
  </p>
);

export const TextField = ({
  type = 'text',
  value,
  autoComplete,
  inputMode,
  list,
  minLength,
  maxLength,
  suggestions,
  ...field
}: FieldProps & {
  type?: 'text' | 'email' | 'password' | 'date';
  value?: string;
  autoComplete?: string;
  inputMode?: 'email' | 'text' | 'decimal';
  /** The id of a list of choices that several fields have. */
  list?: string;
  minLength?: number;
  maxLength?: number;
  /** Offered while one types; anything else may be typed too. */
  suggestions?: Pick<Option, 'value' | 'label'>[];
}) => (
  <Field field={field}>
    <input
      list={list ?? (suggestions && `${field.name}-list`)}
      id={field.name}
      name={field.name}
      type={type}
      defaultValue={value}
      autoComplete={autoComplete}
      inputMode={inputMode}
      autoCapitalize={inputMode === 'email' || type !== 'text' ? 'none' : undefined}
      spellCheck={inputMode === 'email' || type !== 'text' ? false : undefined}
      minLength={minLength}
      maxLength={maxLength}
      required={!field.optional}
      aria-invalid={field.problem === undefined ? undefined : true}
      aria-describedby={describedBy(field)}
      dir="auto"
    />
    {suggestions && (
      <datalist id={`${field.name}-list`}>
        {suggestions.map(({ value: suggested, label }) => (
          <option key={suggested} value={suggested} label={label} />
        ))}
      </datalist>
    )}
  </Field>
);

export const TextArea = ({ value, maxLength, ...field }: FieldProps & { value?: string; maxLength?: number }) => (
  <Field field={field}>
    <textarea
      id={field.name}
      name={field.name}
      rows={3}
      maxLength={maxLength}
      defaultValue={value}
      required={!field.optional}
      aria-invalid={field.problem === undefined ? undefined : true}
      aria-describedby={describedBy(field)}
      dir="auto"
    />
  </Field>
);

export interface Option {
  value: string;
  label: string;
  hint?: ReactNode;
}

export const SelectField = ({ value, options, ...field }: FieldProps & { value?: string; options: Option[] }) => (
  <Field field={field}>
    <select
      id={field.name}
      name={field.name}
      defaultValue={value}
      required={!field.optional}
      aria-invalid={field.problem === undefined ? undefined : true}
      aria-describedby={describedBy(field)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  </Field>
);

export const RadioField = ({ value, options, ...field }: FieldProps & { value?: string; options: Option[] }) => (
  <fieldset
    id={field.name}
    className={field.problem === undefined ? 'field' : 'field field-problem'}
    aria-describedby={describedBy(field)}
  >
    <legend>{field.label}</legend>
    {field.hint !== undefined && (
      <p className="hint" id={`${field.name}-hint`}>
        {field.hint}
      </p>
    )}
    {field.problem !== undefined && <FieldProblem ctx={field.ctx} name={field.name} problem={field.problem} />}
    <div className="radios">
      {options.map((option) => (
        <label key={option.value} className="radio">
          <input type="radio" name={field.name} value={option.value} defaultChecked={option.value === value} required />
          <span>
            <span dir="auto">{option.label}</span>
            {option.hint !== undefined && <span className="radio-hint">{option.hint}</span>}
          </span>
        </label>
      ))}
    </div>
  </fieldset>
);
