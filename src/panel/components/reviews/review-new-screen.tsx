import { useRef, useState, type FormEvent } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router-dom';
import { SelectField, TextField } from '../../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../../ui/components/notices.js';
import { Panel } from '../../../ui/components/panel.js';
import { words } from '../../../ui/words.js';
import { panelPaths } from '../../panel-paths.js';
import type { ReviewNewView, ReviewPreview } from '../../reviews/review-views.js';
import { ctx, t } from '../locale.js';
import { Problem, useTitle, useTypedAgain } from '../screen.js';
import { useAnswer } from '../use-answer.js';
import { useForm } from '../use-form.js';
import { Faults, Focused } from '../why-form.js';
import { ACTIONS } from '../../../review/reviews/operation.js';
import { Exceptions, Totals } from './counts.js';
import { daysOf, PRESETS } from './periods.js';
import { periodWords } from './review-words.js';

const FIELDS = ['from', 'until', 'action', 'business'] as const;
type Scope = Readonly<Record<(typeof FIELDS)[number], string | undefined>>;

/** The period and scope are in the address, and what they hold is counted whenever they change; opening is the last step. */
export const ReviewNewScreen = () => {
  const [query, setQuery] = useSearchParams();
  const scope = Object.fromEntries(FIELDS.map((name) => [name, query.get(name) ?? undefined])) as Scope;
  const answer = useAnswer<ReviewNewView>(
    query.toString(),
    (api) => api.getPage({ pageName: 'review-new', params: scope }),
    'review-new',
  );
  const texts = t.reviews.form;
  useTitle(texts.title);
  useTypedAgain(true);
  const choose = (chosen: Partial<Scope>) => {
    const given = Object.entries({ ...scope, ...chosen }).filter((pair): pair is [string, string] => Boolean(pair[1]));
    setQuery(given);
  };
  const { problem, view } = answer;
  return (
    <>
      <h1>{texts.title}</h1>
      <p className="lead">{texts.lead}</p>
      <ScopeForm key={query.toString()} scope={scope} choose={choose} isWrong={problem === 'VALIDATION'} />
      {problem !== undefined && problem !== 'VALIDATION' && <CountProblem code={problem} />}
      {view === undefined && problem === undefined && (
        <p role="status" className="quiet">
          {t.loading}
        </p>
      )}
      {view?.preview && (
        <div aria-busy={answer.isEarlier === true}>
          <Preview preview={view.preview} scope={scope} />
        </div>
      )}
    </>
  );
};

const CountProblem = ({ code }: { code: string }) => {
  const texts = t.reviews.form;
  const own = code === 'NOT_FOUND' ? texts.noBusiness : code === 'INVALID_STATE' ? texts.notSigned : undefined;
  if (own === undefined) return <Problem code={code} />;
  return (
    <Notice kind="warning" role="alert">
      <p>{own}</p>
    </Notice>
  );
};

const ScopeForm = ({
  scope,
  choose,
  isWrong,
}: {
  scope: Scope;
  choose: (chosen: Partial<Scope>) => void;
  isWrong: boolean;
}) => {
  const texts = t.reviews.form;
  const form = useRef<HTMLFormElement>(null);
  const typed = () => Object.fromEntries(new FormData(form.current!)) as unknown as Scope;
  const count = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    choose(typed());
  };
  return (
    <Panel id="scope" title={t.reviews.list.period}>
      <p className="actions" role="group" aria-label={texts.presets}>
        {PRESETS.map((preset) => (
          <button
            key={preset}
            type="button"
            className="button button-secondary"
            onClick={() => choose({ ...typed(), ...daysOf(preset, new Date()) })}
          >
            {texts.preset[preset]}
          </button>
        ))}
      </p>
      {isWrong && (
        <Focused>
          <Notice kind="error" role="alert">
            <p>{texts.wrong}</p>
          </Notice>
        </Focused>
      )}
      <form ref={form} className="filter" noValidate onSubmit={count}>
        <div className="filter-fields">
          <DateField name="from" label={texts.from} value={scope.from} />
          <DateField name="until" label={texts.until} value={scope.until} />
          <SelectField
            ctx={ctx}
            name="action"
            label={texts.action}
            value={scope.action ?? ''}
            options={(['', ...ACTIONS] as const).map((value) => ({ value, label: texts.actions[value] }))}
          />
          <TextField
            ctx={ctx}
            name="business"
            label={texts.business}
            hint={texts.businessHint}
            value={scope.business}
            maxLength={40}
            autoComplete="off"
            optional
          />
        </div>
        <p className="hint">{texts.days}</p>
        <p className="actions">
          <button type="submit" className="button button-secondary">
            {texts.count}
          </button>
        </p>
      </form>
    </Panel>
  );
};

/** A day; an address may hold an instant, of which the day is shown. */
const DateField = ({ name, label, value }: { name: string; label: string; value: string | undefined }) => (
  <div className="field">
    <label htmlFor={name}>{label}</label>
    <input id={name} name={name} type="date" defaultValue={value?.slice(0, 10)} max="2999-12-31" required />
  </div>
);

const Preview = ({ preview, scope }: { preview: ReviewPreview; scope: Scope }) => {
  const texts = t.reviews.form;
  return (
    <>
      <Panel id="preview" title={`${texts.preview} · ${periodWords(preview.scope)}`}>
        <Totals totals={preview.totals} />
        <Notice kind={preview.isComplete ? 'success' : 'warning'}>
          <p>{preview.isComplete ? t.reviews.report.complete : t.reviews.report.incomplete}</p>
        </Notice>
        <Exceptions counts={preview.exceptions} />
      </Panel>
      <OpenForm scope={scope} />
    </>
  );
};

const OpenForm = ({ scope }: { scope: Scope }) => {
  const texts = t.reviews.form;
  const navigate = useNavigate();
  const [isUnsigned, setUnsigned] = useState(false);
  const form = useForm<{ reviewId: string }>(`review-new ${location.search}`, {
    page: 'review-new',
    command: 'open',
    more: scope,
    onDone: ({ reviewId }) => navigate(panelPaths.page('review', { id: reviewId })),
    onStale: () => setUnsigned(true),
  });
  const { fault } = form;
  const ofFields = (['sampleSize', 'seed'] as const).filter((field) => fault?.fields.includes(field));
  const problem = (field: 'sampleSize' | 'seed') => (ofFields.includes(field) ? texts.problems[field] : undefined);
  return (
    <Panel id="open" title={texts.open}>
      {fault && isUnsigned && fault.code === 'INVALID_STATE' && (
        <Focused>
          <Notice kind="warning" role="alert">
            <p>{texts.unsigned}</p>
          </Notice>
        </Focused>
      )}
      {fault && ofFields.length > 0 && (
        <ProblemSummary
          title={words(ctx).t.common.problemTitle}
          problems={ofFields.map((field) => ({ href: `#${field}`, text: texts.problems[field] }))}
        />
      )}
      {fault && ofFields.length === 0 && fault.code !== 'INVALID_STATE' && <Faults code={fault.code} />}
      <form className="form" noValidate onSubmit={form.send}>
        <TextField
          ctx={ctx}
          name="sampleSize"
          label={texts.sampleSize}
          hint={texts.sampleHint}
          problem={problem('sampleSize')}
          value="25"
          maxLength={3}
          autoComplete="off"
        />
        <TextField
          ctx={ctx}
          name="seed"
          label={texts.seed}
          hint={texts.seedHint}
          problem={problem('seed')}
          maxLength={100}
          autoComplete="off"
          optional
        />
        <p className="actions">
          <button type="submit" className="button button-primary" disabled={form.isWorking}>
            {form.isWorking ? texts.opening : texts.open}
          </button>
          <Link className="button button-secondary" to={panelPaths.page('reviews')}>
            {t.support.form.cancel}
          </Link>
        </p>
        <p className="hint">{texts.recorded}</p>
      </form>
    </Panel>
  );
};
