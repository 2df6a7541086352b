import type { ReactNode } from 'react';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { RadioField, SelectField, TextArea, TextField, type Option } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { KEEP_TYPED, PostForm } from '../../ui/components/post-form.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import type { FieldFaults } from '../record-form.js';
import { words } from '../words.js';
import { AccountOptions, type AccountChoice } from './account-options.js';

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly kind?: 'text' | 'email' | 'area' | 'choice' | 'radio' | 'number' | 'date' | 'account';
  readonly hint?: string;
  readonly options?: Option[];
  readonly maxLength?: number;
  readonly optional?: boolean;
}

/** How a form comes back: with what is wrong, because somebody was faster, or after the session's end. */
export interface FormState {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly faults?: FieldFaults;
  /** What somebody else made of the fields meanwhile. */
  readonly stale?: readonly { readonly field: string; readonly value: string }[];
  readonly isGone?: boolean;
  readonly isKept?: boolean;
}

interface RecordFormProps {
  readonly ctx: BusinessPageContext;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string | undefined>>;
  readonly fields: readonly FormField[];
  readonly state: FormState;
  /** For the fields that are accounts. */
  readonly accounts?: readonly AccountChoice[];
  readonly cancel: string;
  readonly submit?: string;
  readonly children?: ReactNode;
}

/** What there is to say above a form that comes back. */
export const FormNotices = ({
  ctx,
  fields,
  state,
}: {
  ctx: BusinessPageContext;
  fields: readonly FormField[];
  state: FormState;
}) => {
  const { t } = words(ctx);
  const { faults = {}, stale, isGone, isKept } = state;
  const wrong = fields.filter(({ name }) => faults[name] !== undefined);
  return (
    <>
      {wrong.length > 0 && (
        <ProblemSummary
          title={t.common.problems(wrong.length)}
          problems={wrong.map(({ name, label }) => ({
            href: `#${name}`,
            text: `${label} – ${t.records.faults[faults[name]!]}`,
          }))}
        />
      )}
      {stale && (
        <ProblemSummary
          title={t.records.staleTitle}
          problems={stale.map(({ field, value }) => ({
            text: t.records.staleNow.replace('{field}', () => field).replace('{value}', () => value),
          }))}
        >
          <p>{t.records.stale}</p>
        </ProblemSummary>
      )}
      {isGone && (
        <Notice kind="warning" title={t.records.goneTitle} role="alert">
          <p>{t.records.gone}</p>
        </Notice>
      )}
      {isKept && (
        <Notice kind="info" title={t.records.keptTitle} role="status">
          <p>{t.records.kept}</p>
        </Notice>
      )}
    </>
  );
};

/** A form of one record. What is typed is kept through a fault, a faster colleague and the session's end. */
export const RecordForm = ({
  ctx,
  action,
  hidden,
  fields,
  state,
  accounts,
  cancel,
  submit,
  children,
}: RecordFormProps) => {
  const { t } = words(ctx);
  return (
    <PostForm action={action} className="form" data-once="" noValidate>
      <input type="hidden" name={KEEP_TYPED} value="1" />
      {Object.entries(hidden).map(
        ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {fields.map((field) => (
        <OneField key={field.name} ctx={ctx} field={field} state={state} />
      ))}
      {accounts && <AccountOptions accounts={accounts} />}
      {children}
      <p className="actions">
        <SubmitButton working={t.common.working}>{submit ?? t.records.save}</SubmitButton>
        <ButtonLink look="quiet" href={cancel}>
          {t.records.cancel}
        </ButtonLink>
      </p>
    </PostForm>
  );
};

const OneField = ({ ctx, field, state }: { ctx: BusinessPageContext; field: FormField; state: FormState }) => {
  const { t } = words(ctx);
  const { kind = 'text', options = [], ...rest } = field;
  const fault = state.faults?.[field.name];
  const props = {
    ctx,
    ...rest,
    value: state.values[field.name],
    problem: fault === undefined ? undefined : t.records.faults[fault],
  };
  switch (kind) {
    case 'area':
      return <TextArea {...props} />;
    case 'choice':
      return <SelectField {...props} options={options} />;
    case 'radio':
      return <RadioField {...props} options={options} />;
    case 'email':
      return <TextField {...props} type="email" inputMode="email" autoComplete="off" />;
    case 'number':
      return <TextField {...props} inputMode="decimal" autoComplete="off" />;
    case 'date':
      return <TextField {...props} type="date" />;
    case 'account':
      return <TextField {...props} list="accounts" autoComplete="off" />;
    case 'text':
      return <TextField {...props} autoComplete="off" />;
  }
};
