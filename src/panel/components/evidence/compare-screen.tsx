import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Notice } from '../../../ui/components/notices.js';
import { Facts, Panel } from '../../../ui/components/panel.js';
import { Instant } from '../../../ui/components/text.js';
import type { ComparedRow, SnapshotCompareView, VerifiedView } from '../../evidence/evidence-views.js';
import { EventLink } from '../explorer/event-link.js';
import { ctx, t } from '../locale.js';
import { postCommand } from '../post-command.js';
import { Screen, useTitle } from '../screen.js';
import { OfBusiness } from '../support-action-screen.js';
import { problemOf, useAnswer } from '../use-answer.js';
import { Faults as Refusal, Focused } from '../why-form.js';
import { Faults } from './compared.js';
import { SheetLink } from './sheet-link.js';
import { CopyButton } from '../copy-button.js';

/** One snapshot held against its row and the log, and read again when somebody asks. */
export const CompareScreen = () => {
  const id = useSearchParams()[0].get('id') ?? '';
  const [version, setVersion] = useState(0);
  const answer = useAnswer<SnapshotCompareView>(
    `${id} ${version}`,
    (api) => api.getPage({ pageName: 'snapshot', params: { id } }),
    id,
  );
  const texts = t.evidence.compare;
  useTitle(texts.title);
  return (
    <Screen title={texts.title} answer={answer}>
      {(view) => (
        <>
          <OfBusiness id={view.business.id} name={view.business.name} tab="snapshots" />
          <OnRecord view={view} />
          <ReadAgain key={id} id={id} onDone={() => setVersion(version + 1)} />
        </>
      )}
    </Screen>
  );
};

const KINDS = { same: 'success', differs: 'error', 'not-digested': 'info', 'not-comparable': 'error' } as const;

const OnRecord = ({ view: { snapshot, onRecord } }: { view: SnapshotCompareView }) => (
  <Panel id="on-record" title={t.evidence.compare.onRecord}>
    <Notice kind={KINDS[onRecord.verdict]}>
      <p>{t.evidence.compare.onRecordVerdicts[onRecord.verdict]}</p>
      <Faults faults={onRecord.faults} />
    </Notice>
    <Facts
      facts={[
        [t.columns.snapshot, <code key="id">{snapshot.id}</code>],
        snapshot.cause && [t.columns.cause, t.business.causes[snapshot.cause]],
        snapshot.sealedAt !== undefined && [t.columns.sealed, <Instant key="at" ctx={ctx} at={snapshot.sealedAt} />],
        snapshot.expiresAt !== undefined && [t.columns.kept, <Instant key="kept" ctx={ctx} at={snapshot.expiresAt} />],
        ...digestFacts(onRecord),
      ]}
    />
    {snapshot.purgedEventId !== undefined && (
      <p>
        <SheetLink isCertificate eventId={snapshot.purgedEventId} />
      </p>
    )}
  </Panel>
);

const digestFacts = ({ digest, digestEventId }: ComparedRow): [string, React.ReactNode][] => [
  [
    t.evidence.compare.digest,
    digest === null ? (
      t.evidence.compare.noDigest
    ) : (
      <span className="digest">
        <code>{digest}</code>
        <CopyButton text={digest} label={t.evidence.compare.copy} />
      </span>
    ),
  ],
  [
    t.evidence.compare.digestEvent,
    digestEventId === null ? t.evidence.compare.none : <EventLink key="event" id={digestEventId} />,
  ],
];

const ReadAgain = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const texts = t.evidence.compare;
  const [found, setFound] = useState<VerifiedView>();
  const [problem, setProblem] = useState<string>();
  const [isRunning, setRunning] = useState(false);
  const run = () => {
    setRunning(true);
    setFound(undefined);
    setProblem(undefined);
    postCommand<VerifiedView>('snapshot', 'verify', { id })
      .then(
        (verified) => {
          setFound(verified);
          onDone();
        },
        (error: unknown) => setProblem(problemOf(error)),
      )
      .finally(() => setRunning(false));
  };
  return (
    <Panel id="again" title={texts.again}>
      <p>{texts.againText}</p>
      <p>
        <button type="button" className="button button-primary" disabled={isRunning} onClick={run}>
          {isRunning ? texts.running : texts.run}
        </button>
      </p>
      {problem !== undefined && <Refusal code={problem} />}
      {found && <Found found={found} />}
    </Panel>
  );
};

const Found = ({ found }: { found: VerifiedView }) => {
  const texts = t.evidence.compare;
  const { verdict, faults, hasContent, auditEventId } = found;
  return (
    <Focused>
      <Notice kind={KINDS[verdict]} title={texts.verdicts[verdict]} role={verdict === 'differs' ? 'alert' : 'status'}>
        <Faults faults={faults} />
        {verdict === 'differs' && <p>{texts.next}</p>}
        {!hasContent && <p>{texts.tombstone}</p>}
        <Facts facts={[...digestFacts(found), [texts.recordedAs, <EventLink key="event" id={auditEventId} />]]} />
      </Notice>
    </Focused>
  );
};
