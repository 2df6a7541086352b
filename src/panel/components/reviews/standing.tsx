import { useState, type FormEvent } from 'react';
import { TextArea } from '../../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../../ui/components/notices.js';
import { Facts, Panel } from '../../../ui/components/panel.js';
import { Instant, Template, UserText } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import { words } from '../../../ui/words.js';
import type { ReviewView } from '../../reviews/review-views.js';
import { ctx, t } from '../locale.js';
import { useForm } from '../use-form.js';
import { Faults } from '../why-form.js';
import { StateBadge } from './review-words.js';
import type { StepProps } from './steps.js';

const NOTE_MAX = 2_000;
const n = (value: number) => formatsFor(ctx).number(value);

/** Where the review stands, who has it, and whether the log says the same. */
export const Standing = ({ view }: { view: ReviewView }) => {
  const { review, toJudge, judged, contentSha256 } = view;
  const texts = t.reviews.one;
  return (
    <Panel id="standing" title={texts.status}>
      <Facts
        facts={[
          [t.reviews.list.state, <StateBadge key="state" state={review.state} />],
          [
            t.reviews.list.reviewer,
            <span key="by">
              <UserText>{review.reviewer}</UserText>
              {review.isOwn && ` (${t.reviews.list.you})`}
            </span>,
          ],
          [texts.verdict, texts.progress(n(judged), n(toJudge))],
          review.submittedAt !== null && [
            t.reviews.list.states.submitted,
            <Instant key="at" ctx={ctx} at={review.submittedAt} />,
          ],
          review.conclusion !== null && [texts.conclusion, <UserText key="said">{review.conclusion}</UserText>],
          review.decisionNote !== null && [texts.said, <Decision key="decision" view={view} />],
          contentSha256 !== null && [texts.contentHash, <code key="hash">{contentSha256}</code>],
        ]}
      />
      <Agreement view={view} />
      {review.state === 'submitted' && review.isOwn && (
        <Notice kind="info">
          <p>{texts.waitsForOther}</p>
        </Notice>
      )}
      {!review.isOwn && (review.state === 'draft' || review.state === 'returned') && (
        <p className="quiet">{texts.notYours}</p>
      )}
    </Panel>
  );
};

const Decision = ({ view: { review } }: { view: ReviewView }) => (
  <span>
    <UserText>{review.decisionNote}</UserText>
    {review.decidedAt !== null && (
      <span className="quiet">
        {' '}
        <Template
          text={review.state === 'signed' ? t.reviews.one.signed : t.reviews.one.returned}
          values={{ name: <UserText>{review.decidedBy}</UserText>, at: <Instant ctx={ctx} at={review.decidedAt} /> }}
        />
      </span>
    )}
  </span>
);

const Agreement = ({ view: { faults, review } }: { view: ReviewView }) => {
  const texts = t.reviews.one;
  if (faults.length === 0) {
    return (
      <Notice kind="success">
        <p>{review.state === 'signed' ? texts.agrees : texts.agreesDraft}</p>
      </Notice>
    );
  }
  return (
    <Notice kind="error" title={texts.differs} role="alert">
      <ul className="faults">
        {faults.map((fault) => (
          <li key={fault}>{texts.faults[fault]}</li>
        ))}
      </ul>
    </Notice>
  );
};

/** What goes wrong with one of these forms; that the review has changed is said above it. */
const FormFault = ({
  fault,
  field,
}: {
  fault: { code: string; fields: readonly string[] };
  field: 'conclusion' | 'note';
}) => {
  if (fault.code === 'INVALID_STATE') return null;
  if (!fault.fields.includes(field)) return <Faults code={fault.code} />;
  const problems = [{ href: `#${field}`, text: t.reviews.one.problems[field] }];
  return <ProblemSummary title={words(ctx).t.common.problemTitle} problems={problems} />;
};

/** The reviewer's last step, once everything is judged. */
export const Submitting = ({ view: { review, toJudge, judged }, onNews }: StepProps) => {
  const texts = t.reviews.one;
  const left = toJudge - judged;
  const form = useForm<object>(`review-submit ${review.id}`, {
    page: 'review',
    command: 'submit',
    more: { reviewId: review.id, version: String(review.version) },
    onDone: () => onNews('submit'),
    onStale: () => onNews('stale'),
  });
  return (
    <Panel id="submit" title={texts.submit}>
      <p>{left > 0 ? texts.left(left) : texts.submitText}</p>
      {form.fault && <FormFault fault={form.fault} field="conclusion" />}
      <form className="form" noValidate onSubmit={form.send}>
        <TextArea
          ctx={ctx}
          name="conclusion"
          label={texts.conclusion}
          hint={texts.conclusionHint}
          problem={form.fault?.fields.includes('conclusion') ? texts.problems.conclusion : undefined}
          value={review.conclusion ?? ''}
          maxLength={NOTE_MAX}
        />
        <p className="actions">
          <button type="submit" className="button button-primary" disabled={form.isWorking || left > 0}>
            {form.isWorking ? texts.working : texts.submit}
          </button>
        </p>
      </form>
    </Panel>
  );
};

/** The second person signs or returns; both want a word. */
export const Deciding = ({ view: { review }, onNews }: StepProps) => {
  const texts = t.reviews.one;
  const as = (step: 'sign' | 'return') => ({
    page: 'review',
    command: step,
    more: { reviewId: review.id, version: String(review.version) },
    onDone: () => onNews(step),
    onStale: () => onNews('stale'),
  });
  const signing = useForm<object>(`review-sign ${review.id}`, as('sign'));
  const returning = useForm<object>(`review-return ${review.id}`, as('return'));
  const [isReturn, setIsReturn] = useState(false);
  const send = (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    const isReturn = submitter?.getAttribute('value') === 'return';
    setIsReturn(isReturn);
    (isReturn ? returning : signing).send(event);
  };
  const { fault } = isReturn ? returning : signing;
  const isWorking = signing.isWorking || returning.isWorking;
  return (
    <Panel id="decide" title={texts.decide}>
      <p>{texts.decideText}</p>
      {fault && <FormFault fault={fault} field="note" />}
      <form className="form" noValidate onSubmit={send}>
        <TextArea
          ctx={ctx}
          name="note"
          label={texts.note}
          hint={texts.noteHint}
          problem={fault?.fields.includes('note') ? texts.problems.note : undefined}
          maxLength={NOTE_MAX}
        />
        <p className="actions">
          <button type="submit" className="button button-primary" value="sign" disabled={isWorking}>
            {signing.isWorking ? texts.working : texts.sign}
          </button>
          <button type="submit" className="button button-secondary" value="return" disabled={isWorking}>
            {returning.isWorking ? texts.working : texts.return}
          </button>
        </p>
      </form>
    </Panel>
  );
};
