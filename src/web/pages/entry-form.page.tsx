import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { SelectField, TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { Panel } from '../../ui/components/panel.js';
import { KEEP_TYPED, PostForm } from '../../ui/components/post-form.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { AccountOptions, type AccountChoice } from '../components/account-options.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { FormNotices, type FormField } from '../components/record-form.js';
import { LINE_FIELDS, lineField, linesIn, type Difference, type EntryFields } from '../entry-form.js';
import { paths } from '../paths.js';
import type { FieldFaults } from '../record-form.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface EntryFormView {
  readonly fields: EntryFields;
  readonly faults?: FieldFaults;
  readonly unbalanced?: Difference;
  readonly isKept?: boolean;
  readonly accounts: readonly AccountChoice[];
  readonly journals: readonly { readonly code: string; readonly name: string }[];
  readonly currency: string;
}

interface Props {
  readonly ctx: BusinessPageContext;
  readonly view: EntryFormView;
}

const EntryFormPage = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const texts = t.entry;
  const business = ctx.business.id;
  const { unbalanced, faults } = view;
  const money = (amount: string) => f.money({ amount, currency: view.currency });
  return (
    <>
      <Breadcrumbs
        ctx={ctx}
        crumbs={[{ href: paths.list(business, 'journal'), text: t.lists.journal.title }, { text: texts.new }]}
      />
      <h1>{texts.new}</h1>
      <p className="lead">{texts.lead}</p>
      <FormNotices
        ctx={ctx}
        fields={fieldsOf({ ctx, view })}
        state={{ values: view.fields, faults, isKept: view.isKept }}
      />
      {unbalanced && (
        <ProblemSummary
          title={t.common.problems(1)}
          problems={[
            {
              href: '#debit1',
              text: texts.unbalanced
                .replace('{debit}', () => money(unbalanced.debit))
                .replace('{credit}', () => money(unbalanced.credit))
                .replace('{difference}', () => money(unbalanced.difference)),
            },
          ]}
        />
      )}
      <Panel id="form" title={texts.lines}>
        <EntryForm ctx={ctx} view={view} />
      </Panel>
    </>
  );
};

/** Every field by its name, as it is called where something is wrong with it. */
function fieldsOf({ ctx, view }: Props): FormField[] {
  const { entry } = words(ctx).t;
  const names = { account: entry.account, debit: entry.debit, credit: entry.credit, memo: entry.memo };
  return [
    { name: 'date', label: entry.date },
    { name: 'journal', label: entry.journal },
    { name: 'label', label: entry.label },
    ...Array.from({ length: linesIn(view.fields) }, (_, i) =>
      LINE_FIELDS.map((name) => ({ name: lineField(name, i + 1), label: `${entry.line(i + 1)}, ${names[name]}` })),
    ).flat(),
  ];
}

const EntryForm = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const texts = t.entry;
  const { fields, faults = {} } = view;
  const problem = (name: string) => (faults[name] === undefined ? undefined : t.records.faults[faults[name]]);
  const lines = linesIn(fields);
  return (
    <PostForm
      action={paths.newRecord(ctx.business.id, 'journal')}
      className="form"
      data-once=""
      data-entry=""
      data-currency={view.currency}
      noValidate
    >
      <input type="hidden" name={KEEP_TYPED} value="1" />
      <input type="hidden" name="id" value={fields.id} />
      <input type="hidden" name="lines" value={lines} />
      {/* Pressed by Enter, before the button that adds a line. */}
      <button type="submit" name="do" value="post" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
      <div className="entry-head">
        <TextField ctx={ctx} name="date" type="date" label={texts.date} value={fields.date} problem={problem('date')} />
        <SelectField
          ctx={ctx}
          name="journal"
          label={texts.journal}
          value={fields.journal ?? 'OD'}
          problem={problem('journal')}
          options={view.journals.map(({ code, name }) => ({ value: code, label: `${code} – ${name}` }))}
        />
        <TextField
          ctx={ctx}
          name="label"
          label={texts.label}
          value={fields.label}
          problem={problem('label')}
          maxLength={500}
          autoComplete="off"
          optional
        />
      </div>
      <p className="hint">{texts.accountHint}</p>
      <div className="entry-lines" data-lines="">
        {Array.from({ length: lines }, (_, i) => (
          <EntryLine key={i} ctx={ctx} view={view} line={i + 1} />
        ))}
      </div>
      <AccountOptions accounts={view.accounts} />
      <Balance ctx={ctx} />
      <p className="actions">
        <SubmitButton name="do" value="post" working={t.common.working}>
          {texts.post}
        </SubmitButton>
        <SubmitButton look="secondary" name="do" value="more">
          {texts.more}
        </SubmitButton>
        <ButtonLink look="quiet" href={paths.list(ctx.business.id, 'journal')}>
          {t.records.cancel}
        </ButtonLink>
      </p>
    </PostForm>
  );
};

/** Where a script is, it says while one types what is missing. */
const Balance = ({ ctx }: { ctx: BusinessPageContext }) => {
  const texts = words(ctx).t.entry;
  return (
    <p
      className="entry-balance"
      data-balance=""
      data-sums={texts.balance}
      data-balanced={texts.balanced}
      data-difference={texts.difference}
      data-debit={texts.sides.debit}
      data-credit={texts.sides.credit}
      role="status"
      hidden
    />
  );
};

const EntryLine = ({ ctx, view, line }: Props & { line: number }) => {
  const { t } = words(ctx);
  const texts = t.entry;
  const { fields, faults = {} } = view;
  const of = (name: (typeof LINE_FIELDS)[number]) => {
    const key = lineField(name, line);
    const fault = faults[key];
    return {
      ctx,
      name: key,
      value: fields[key],
      problem: fault === undefined ? undefined : t.records.faults[fault],
      autoComplete: 'off',
      optional: 'quietly' as const,
    };
  };
  return (
    <fieldset className="entry-line">
      <legend>{texts.line(line)}</legend>
      <TextField {...of('account')} label={texts.account} list="accounts" maxLength={230} />
      <TextField {...of('memo')} label={texts.memo} maxLength={500} />
      <TextField {...of('debit')} label={texts.debit} inputMode="decimal" maxLength={30} />
      <TextField {...of('credit')} label={texts.credit} inputMode="decimal" maxLength={30} />
    </fieldset>
  );
};

export const entryFormPage = (ctx: BusinessPageContext, view: EntryFormView): string => {
  const { t } = words(ctx);
  const title = t.entry.new;
  const isWrong = view.faults !== undefined || view.unbalanced !== undefined;
  return renderPage(ctx, isWrong ? `${t.common.errorPrefix} ${title}` : title, <EntryFormPage ctx={ctx} view={view} />);
};
