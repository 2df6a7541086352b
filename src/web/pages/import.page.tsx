import type { ReactNode } from 'react';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import { words } from '../words.js';

/** The problem that is mended in the file. */
const MENDABLE = 'INVALID_FEC';

export interface ImportView {
  mayImport: boolean;
  done?: { entries: number; lines: number; accounts: number };
  /** As the API's problem document says it; `line` and `column` when the file itself is at fault. */
  problem?: { code: string; line?: number; column?: number | string; detail?: string; further?: string[] };
  running?: { since: string; linesDone: number; lines?: number };
}

interface Props {
  ctx: BusinessPageContext;
  view: ImportView;
}

export const ImportPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  return (
    <div className="medium">
      <h1>{t.import.title}</h1>
      <p className="lead">{t.import.lead}</p>
      <div data-import-answer="">
        {view.problem && <Problem ctx={ctx} problem={view.problem} />}
        {view.done && <Done ctx={ctx} done={view.done} />}
      </div>
      {!view.mayImport && (
        <Notice kind="info">
          <p>{t.import.notAllowed}</p>
        </Notice>
      )}
      {view.running && <Running ctx={ctx} running={view.running} />}
      {view.mayImport && !view.running && <Upload ctx={ctx} />}
      <Format ctx={ctx} />
    </div>
  );
};

const Problem = ({ ctx, problem }: { ctx: BusinessPageContext; problem: NonNullable<ImportView['problem']> }) => {
  const { t, f } = words(ctx);
  const { code, line, column, detail, further = [] } = problem;
  return (
    <ProblemSummary
      title={t.import.problemTitle}
      problems={[{ text: lookUp(t.import.problems, code) ?? t.import.problems.OTHER }]}
    >
      <Facts
        facts={[
          line !== undefined && [t.import.line, f.number(line)],
          column !== undefined && [t.import.column, <UserText key="column">{column}</UserText>],
          detail !== undefined && [t.import.reason, <UserText key="detail">{detail}</UserText>],
        ]}
      />
      {further.length > 0 && (
        <>
          <h3>{t.import.further}</h3>
          <ul>
            {further.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </>
      )}
      {code === MENDABLE && <p>{t.import.fix}</p>}
      <p>{t.import.nothingRecorded}</p>
    </ProblemSummary>
  );
};

const Done = ({ ctx, done }: { ctx: BusinessPageContext; done: NonNullable<ImportView['done']> }) => {
  const { t } = words(ctx);
  return (
    <Notice kind="success" title={t.import.doneTitle} role="status">
      <p>
        <Template
          text={t.import.doneText}
          values={{
            entries: t.phrases.entries(done.entries),
            lines: t.phrases.lines(done.lines),
            accounts: t.phrases.accounts(done.accounts),
          }}
        />
      </p>
      <p className="actions">
        <ButtonLink href={paths.journal(ctx.business.id)}>{t.import.seeEntries}</ButtonLink>
      </p>
    </Notice>
  );
};

const Running = ({ ctx, running }: { ctx: BusinessPageContext; running: NonNullable<ImportView['running']> }) => {
  const { t, f } = words(ctx);
  const { id } = ctx.business;
  return (
    <div data-running={paths.importProgress(id)}>
      <Panel id="running" title={t.import.runningTitle}>
        <p>
          <Template text={t.import.runningText} values={{ since: <Instant ctx={ctx} at={running.since} /> }} />
        </p>
        <progress
          aria-labelledby="running-title"
          max={running.lines}
          value={running.lines === undefined ? undefined : running.linesDone}
        />
        <p role="status">
          <Template
            text={t.import.recordedLines}
            values={{ done: <span data-slot="linesDone">{f.number(running.linesDone)}</span> }}
          />
        </p>
        <p className="hint">{t.import.keepOpen}</p>
        <p className="actions">
          <ButtonLink href={paths.import(id)} icon="refresh">
            {t.common.checkAgain}
          </ButtonLink>
        </p>
      </Panel>
    </div>
  );
};

/** A plain form that works by itself; with the templates below, the script shows how far it is without a new page. */
const Upload = ({ ctx }: { ctx: BusinessPageContext }) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <PostForm
      action={paths.import(id)}
      encType="multipart/form-data"
      className="form panel"
      data-import={paths.importProgress(id)}
    >
      <div className="field">
        <label htmlFor="file">{t.import.file}</label>
        <p className="hint" id="file-hint">
          {t.import.fileHint}
        </p>
        <div className="drop" data-drop="">
          <p aria-hidden="true">{t.import.drop}</p>
          <input
            id="file"
            name="file"
            type="file"
            accept=".txt,.csv,.fec,text/plain,text/csv"
            required
            aria-describedby="file-hint"
          />
        </div>
      </div>
      <p>{t.import.allOrNothing}</p>
      <p className="hint">{t.import.again}</p>
      <SubmitButton working={t.import.uploading}>{t.import.submit}</SubmitButton>
      <div className="upload" data-progress="" hidden>
        <p role="status" data-uploading={t.import.uploading} data-recording={t.import.recording} />
        <progress aria-label={t.import.uploading} max={100} />
        <p className="quiet" data-lines="" hidden>
          <Template text={t.import.recordedLines} values={{ done: <span data-slot="linesDone" /> }} />
        </p>
      </div>
      <Templates ctx={ctx} />
    </PostForm>
  );
};

const slot = (name: string): ReactNode => <bdi data-slot={name} />;

const Templates = ({ ctx }: { ctx: BusinessPageContext }) => {
  const { t } = words(ctx);
  return (
    <>
      <template data-done="">
        <Notice kind="success" title={t.import.doneTitle} role="status">
          <p>
            <Template
              text={t.import.doneSlots}
              values={{ entries: slot('entries'), lines: slot('lines'), accounts: slot('accounts') }}
            />
          </p>
          <p className="actions">
            <ButtonLink href={paths.journal(ctx.business.id)}>{t.import.seeEntries}</ButtonLink>
          </p>
        </Notice>
      </template>
      <template data-failed="">
        <ProblemSummary title={t.import.problemTitle} problems={[{ text: slot('message') }]}>
          <Facts
            facts={[
              [t.import.line, slot('line')],
              [t.import.column, slot('column')],
              [t.import.reason, slot('detail')],
            ]}
          />
          <div data-further="" hidden>
            <h3>{t.import.further}</h3>
            <ul />
          </div>
          <p data-for={MENDABLE}>{t.import.fix}</p>
          <p>{t.import.nothingRecorded}</p>
        </ProblemSummary>
        <ul hidden>
          {Object.entries(t.import.problems).map(([code, text]) => (
            <li key={code} data-code={code}>
              {text}
            </li>
          ))}
        </ul>
      </template>
    </>
  );
};

const Format = ({ ctx }: { ctx: BusinessPageContext }) => {
  const { t } = words(ctx);
  return (
    <details className="more-detail">
      <summary>{t.import.formatTitle}</summary>
      <p>{t.import.formatText}</p>
      <ol className="columns">
        {Object.entries(t.import.formatColumns).map(([column, meaning]) => (
          <li key={column}>
            <code>{column}</code> <span className="quiet">{meaning}</span>
          </li>
        ))}
      </ol>
      <p>{t.import.formatBalance}</p>
    </details>
  );
};

export const importPage = (ctx: BusinessPageContext, view: ImportView): string => {
  const { t } = words(ctx);
  const title = view.problem === undefined ? t.import.title : `${t.common.errorPrefix} ${t.import.title}`;
  return renderPage(ctx, title, <ImportPage ctx={ctx} view={view} />);
};
