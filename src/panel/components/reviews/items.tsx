import { useState, type ReactNode } from 'react';
import { Notice, ProblemSummary } from '../../../ui/components/notices.js';
import { Hidden, Template, UserText } from '../../../ui/components/text.js';
import { words } from '../../../ui/words.js';
import { VERDICTS } from '../../../review/reviews/review-states.js';
import type { Operation } from '../../../review/reviews/operation.js';
import type { ReportException } from '../../../review/reviews/period-report.js';
import { panelPaths } from '../../panel-paths.js';
import { utc } from '../../reviews/report-in-words.js';
import type { ItemView, ReviewView } from '../../reviews/review-views.js';
import { Link } from 'react-router-dom';
import { EventLink } from '../explorer/event-link.js';
import { OutcomeBadge, reasonWords } from '../explorer/event-words.js';
import { ctx, t } from '../locale.js';
import { useForm } from '../use-form.js';
import { Faults, Focused } from '../why-form.js';
import { BusinessName, VerdictBadge } from './review-words.js';
import type { StepProps } from './steps.js';

interface ItemsProps extends StepProps {
  readonly isWorkable: boolean;
}

/** Each exception with why it is one, and what the reviewer says of it; first those found of the gravest kind. */
export const ExceptionItems = ({ view, ...props }: ItemsProps) => {
  const texts = t.reviews.report;
  if (view.shownExceptions.length === 0) return <p>{texts.noExceptions}</p>;
  return (
    <>
      {view.exceptions
        .filter(({ count }) => count > 0)
        .map(({ kind, count }) => {
          const shown = view.shownExceptions.filter((each) => each.kind === kind);
          return (
            <section key={kind} aria-labelledby={`kind-${kind}`}>
              <h3 id={`kind-${kind}`}>{texts.kinds[kind]}</h3>
              <ol className="requests">
                {shown.map((each) => (
                  <li key={each.item} className="request">
                    <Item view={view} place={kind} item={each.item} {...props}>
                      <About view={view} of={each} operation={view.operations[each.item]} />
                      <p className="quiet">
                        {texts.because(each.because.length)}{' '}
                        {each.because.slice(0, 3).map((id) => (
                          <span key={id}>
                            <EventLink id={id} />{' '}
                          </span>
                        ))}
                      </p>
                    </Item>
                  </li>
                ))}
              </ol>
              {count > shown.length && <p>{texts.more(count - shown.length)}</p>}
            </section>
          );
        })}
    </>
  );
};

/** What was drawn, in the order in which it was. */
export const SampleItems = ({ view, ...props }: ItemsProps) => {
  const { items } = view.sample;
  if (items.length === 0) return <p>{t.reviews.report.noSample}</p>;
  return (
    <ol className="requests">
      {items.map((id) => {
        const operation = view.operations[id]!;
        return (
          <li key={id} className="request">
            <Item view={view} place="sample" item={id} {...props}>
              <About view={view} of={operation} operation={operation} />
            </Item>
          </li>
        );
      })}
    </ol>
  );
};

/** In one line: what, when, where, how it ended, and the way to its sheet. */
const About = ({
  view: { names },
  of: { at, businessId, eventId },
  operation,
}: {
  view: ReviewView;
  of: Pick<ReportException, 'at' | 'businessId' | 'eventId'>;
  operation: Operation | undefined;
}) => {
  const texts = t.reviews.report;
  return (
    <p className="item-line">
      <strong>{operation ? texts.action[operation.action] : texts.purge}</strong>
      {operation && <OutcomeBadge outcome={operation.outcome} />}
      <BusinessName business={{ id: businessId, name: names[businessId] }} />
      <time dateTime={at}>{utc(at)}</time>
      {operation && operation.reason !== null && <span className="quiet">{reasonWords(operation.reason)}</span>}
      {operation ? (
        <Link to={panelPaths.page('evidence', { event: eventId })}>
          {t.evidence.sheet.open}
          <Hidden> {utc(at)}</Hidden>
        </Link>
      ) : (
        <EventLink id={eventId} />
      )}
    </p>
  );
};

/** An item with what was noted of it, and the form to note it. */
const Item = ({
  view,
  place,
  item,
  isWorkable,
  onNews,
  children,
}: ItemsProps & { place: string; item: string; children: ReactNode }) => {
  const [isOpen, setOpen] = useState(false);
  const noted = view.items[item];
  const texts = t.reviews.one;
  return (
    <>
      {children}
      {noted && <Noted noted={noted} />}
      {!noted && !isWorkable && <p className="quiet">{t.reviews.report.notJudged}</p>}
      {isWorkable && !isOpen && (
        <p className="actions no-print">
          <button type="button" className="button button-secondary" onClick={() => setOpen(true)}>
            <span>
              {noted ? texts.change : texts.judge}
              <Hidden> {item}</Hidden>
            </span>
          </button>
        </p>
      )}
      {isWorkable && isOpen && (
        <Judging view={view} place={place} item={item} noted={noted} onNews={onNews} close={() => setOpen(false)} />
      )}
    </>
  );
};

const Noted = ({ noted: { verdict, note, by } }: { noted: ItemView }) => (
  <p className="item-line">
    <VerdictBadge verdict={verdict} />
    {note === '' ? <span className="quiet">{t.reviews.one.noNote}</span> : <UserText>{note}</UserText>}
    <span className="quiet">
      <Template text={t.reviews.one.noted} values={{ name: <UserText>{by}</UserText> }} />
    </span>
  </p>
);

interface JudgingProps extends StepProps {
  readonly place: string;
  readonly item: string;
  readonly noted: ItemView | undefined;
  readonly close: () => void;
}

const Judging = ({ view: { review }, place, item, noted, onNews, close }: JudgingProps) => {
  const texts = t.reviews.one;
  const [wasStale, setStale] = useState(false);
  const form = useForm<object>(`review-note ${review.id} ${item}`, {
    page: 'review',
    command: 'note',
    more: { reviewId: review.id, itemId: item, version: String(noted?.version ?? 0) },
    onDone: () => {
      close();
      onNews('note');
    },
    // The page shows what is noted by now; what was typed stays in the form.
    onStale: () => {
      setStale(true);
      onNews('note');
    },
  });
  const { fault } = form;
  const id = `${place}-${item}`;
  const ofFields = (['verdict', 'note'] as const).filter((field) => fault?.fields.includes(field));
  return (
    <Focused>
      <div className="asked-again">
        {wasStale && fault?.code === 'INVALID_STATE' && (
          <Notice kind="warning" role="alert">
            <p>{texts.notedAnew}</p>
          </Notice>
        )}
        {fault && ofFields.length > 0 && (
          <ProblemSummary
            title={words(ctx).t.common.problemTitle}
            problems={ofFields.map((field) => ({ href: `#${field}-${id}`, text: texts.problems[field] }))}
          />
        )}
        {fault && ofFields.length === 0 && fault.code !== 'INVALID_STATE' && <Faults code={fault.code} />}
        <form className="form" noValidate onSubmit={form.send}>
          <JudgingFields id={id} noted={noted} />
          <p className="actions">
            <button type="submit" className="button button-primary" disabled={form.isWorking}>
              {form.isWorking ? texts.working : texts.save}
            </button>
            <button type="button" className="button button-secondary" onClick={close}>
              {texts.close}
            </button>
          </p>
        </form>
      </div>
    </Focused>
  );
};

const JudgingFields = ({ id, noted }: { id: string; noted: ItemView | undefined }) => {
  const texts = t.reviews.one;
  return (
    <>
      <fieldset id={`verdict-${id}`} className="field">
        <legend>{texts.verdict}</legend>
        <div className="radios">
          {VERDICTS.map((verdict) => (
            <label key={verdict} className="radio">
              <input type="radio" name="verdict" value={verdict} defaultChecked={noted?.verdict === verdict} />
              <span>{texts.verdicts[verdict]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="field">
        <label htmlFor={`note-${id}`}>{texts.itemNote}</label>
        <p className="hint" id={`hint-${id}`}>
          {texts.itemNoteHint}
        </p>
        <textarea
          id={`note-${id}`}
          name="note"
          rows={2}
          maxLength={2_000}
          defaultValue={noted?.note}
          aria-describedby={`hint-${id}`}
          dir="auto"
        />
      </div>
    </>
  );
};
