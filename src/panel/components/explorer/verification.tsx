import { useState, type ReactNode } from 'react';
import { Icon } from '../../../ui/components/icon.js';
import { TextArea } from '../../../ui/components/forms.js';
import { Notice } from '../../../ui/components/notices.js';
import { Panel } from '../../../ui/components/panel.js';
import { Template, Instant } from '../../../ui/components/text.js';
import { lookUp } from '../../../ui/texts/bilingual.js';
import type { EventView } from '../../explorer/explorer-views.js';
import { ctx, t } from '../locale.js';
import { utc } from './event-words.js';
import { readOwnKeys, verifyEvent, type Step } from './verify-event.js';

/** The reader's own check: what this browser recomputes, step by step, and what each step means. */
export const Verification = ({ view }: { view: EventView }) => {
  const texts = t.explorer.verify;
  const [steps, setSteps] = useState<Step[]>();
  const [pasted, setPasted] = useState('');
  const own = readOwnKeys(pasted);
  const verify = () => void verifyEvent(view, own ?? []).then(setSteps);
  const paste = (text: string) => {
    setPasted(text);
    // What was found with other keys is no answer any more.
    setSteps(undefined);
  };
  return (
    <Panel id="verify" title={texts.title}>
      <p>{texts.lead}</p>
      <OwnKeys isWrong={own === null} onChange={paste} />
      <p>
        <button type="button" className="button button-primary" disabled={own === null} onClick={verify}>
          {steps ? texts.again : texts.run}
        </button>
      </p>
      {steps && <Result steps={steps} isPlaced={view.proof !== null} />}
    </Panel>
  );
};

/** Where the reviewer puts the keys that came by another way. They stay in this page. */
const OwnKeys = ({ isWrong, onChange }: { isWrong: boolean; onChange: (text: string) => void }) => {
  const texts = t.explorer.verify;
  return (
    <div onChange={(event) => onChange((event.target as HTMLTextAreaElement).value)}>
      <TextArea
        ctx={ctx}
        name="own-keys"
        label={texts.own}
        hint={texts.ownHint}
        problem={isWrong ? texts.ownWrong : undefined}
        optional
      />
    </div>
  );
};

const Result = ({ steps, isPlaced }: { steps: readonly Step[]; isPlaced: boolean }) => {
  const texts = t.explorer.verify;
  const has = (state: Step['state']) => steps.some((step) => step.state === state);
  return (
    <>
      {has('failed') ? (
        <Notice kind="error" title={texts.failed} role="alert">
          <p>{texts.failedNext}</p>
        </Notice>
      ) : (
        <Notice kind={isPlaced && !has('unchecked') ? 'success' : 'warning'} role="status">
          <p>{!isPlaced ? texts.waiting : has('unchecked') ? texts.partly : texts.passed}</p>
        </Notice>
      )}
      <ol className="steps">
        {steps.map((step, index) => (
          <StepRow key={index} step={step} />
        ))}
      </ol>
    </>
  );
};

const ICONS = { passed: 'check', failed: 'warning', unchecked: 'info' } as const;
const LOOKS = { passed: 'holds', failed: 'fails', unchecked: 'asked' } as const;

const StepRow = ({ step: { name, state, facts } }: { step: Step }) => {
  const texts = t.explorer.verify;
  const sentence =
    name === 'cosignature' && facts.at !== undefined
      ? texts.steps.cosignatureAt
      : name === 'own' && state === 'failed'
        ? texts.steps.ownDiffers
        : texts.steps[name];
  const values = Object.entries(facts).map(([key, value]): [string, ReactNode] => [
    key,
    key === 'at' ? <Instant ctx={utc} at={value} /> : <code>{value}</code>,
  ]);
  const why = state === 'unchecked' ? lookUp(texts.unchecked, name) : undefined;
  return (
    <li className={`precondition ${LOOKS[state]}`} data-step={name} data-state={state}>
      <Icon name={ICONS[state]} />
      <div>
        <p>
          <strong>{texts.states[state]}</strong> · <Template text={sentence} values={Object.fromEntries(values)} />
        </p>
        {why !== undefined && <p className="quiet">{why}</p>}
      </div>
    </li>
  );
};
