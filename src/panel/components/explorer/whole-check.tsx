import { useState } from 'react';
import { Link } from 'react-router-dom';
import { Notice } from '../../../ui/components/notices.js';
import { Panel } from '../../../ui/components/panel.js';
import { Instant, Template, UserText } from '../../../ui/components/text.js';
import { formatsFor } from '../../../ui/format.js';
import type { CheckView } from '../../explorer/explorer-views.js';
import { panelPaths } from '../../panel-paths.js';
import { ctx, t } from '../locale.js';
import { postCommand } from '../post-command.js';
import { problemOf } from '../use-answer.js';
import { Faults } from '../why-form.js';
import { FaultWords } from './log-status.js';

const { number } = formatsFor(ctx);

/** Has the whole log checked; whoever leaves the page finds the check where it is by then. */
export const WholeCheck = ({ check, onAsked }: { check: CheckView | null; onAsked: () => void }) => {
  const texts = t.explorer.logPage;
  const [problem, setProblem] = useState<string>();
  const ask = () => {
    setProblem(undefined);
    postCommand('log', 'check', {}).then(onAsked, (error: unknown) => setProblem(problemOf(error)));
  };
  return (
    <Panel id="check" title={texts.check}>
      <p className="quiet">{texts.checkText}</p>
      {problem !== undefined && <Faults code={problem} />}
      {check?.endedAt === null ? <Running check={check} /> : check && <Ended check={check} />}
      {check?.endedAt !== null && (
        <p className="actions">
          <button type="button" className="button button-primary" onClick={ask}>
            {texts.checkNow}
          </button>
        </p>
      )}
    </Panel>
  );
};

const Running = ({ check: { askedBy, askedAt, done, total } }: { check: CheckView }) => {
  const texts = t.explorer.logPage;
  return (
    <>
      <p role="status">
        <Template
          text={total === 0 ? texts.checkWaits : texts.checkRuns}
          values={{
            name: <UserText>{askedBy}</UserText>,
            at: <Instant ctx={ctx} at={askedAt} />,
            done: number(done),
            total: number(total),
          }}
        />
      </p>
      <progress aria-label={texts.checkProgress} max={total || 1} value={total === 0 ? undefined : done} />
    </>
  );
};

const Ended = ({ check: { askedBy, endedAt, done, eventId, fault } }: { check: CheckView }) => {
  const texts = t.explorer.logPage;
  if (eventId === null) return <p role="status">{texts.checkNothing}</p>;
  return (
    <Notice kind={fault ? 'error' : 'success'} role="status">
      <p>
        <Template
          text={fault ? texts.checkFailed : texts.checkPassed}
          values={{
            n: number(done),
            name: <UserText>{askedBy}</UserText>,
            at: <Instant ctx={ctx} at={endedAt!} />,
          }}
        />
      </p>
      {fault && (
        <p>
          <FaultWords fault={fault} />
        </p>
      )}
      <p>
        <Link to={panelPaths.event(eventId)}>{texts.checkEvent}</Link>
      </p>
    </Notice>
  );
};
