import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import { lookUp } from '../../ui/texts/bilingual.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

const CodeForm = ({
  ctx,
  action,
  hint,
  next,
  kept,
  problem,
  isForAnybody,
}: {
  ctx: PageContext;
  action: string;
  hint?: string;
  next?: string;
  kept?: string;
  problem?: string;
  isForAnybody?: boolean;
}) => {
  const { t } = words(ctx);
  return (
    <PostForm isForAnybody={isForAnybody} action={action} className="form panel" data-once="">
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      {kept !== undefined && <input type="hidden" name="kept" value={kept} />}
      <TextField
        ctx={ctx}
        name="code"
        label={t.account.code}
        hint={hint}
        problem={problem}
        autoComplete="one-time-code"
        maxLength={50}
      />
      <SubmitButton working={t.common.working}>{t.account.codeSubmit}</SubmitButton>
    </PostForm>
  );
};

const said = (ctx: PageContext, problem: string | undefined) =>
  problem === undefined ? undefined : (lookUp(words(ctx).t.account.problems, problem) ?? problem);

/** After the password, where somebody has turned the codes on. */
export const signInCodePage = (ctx: PageContext, view: { next?: string; kept?: string; problem?: string }): string => {
  const { t } = words(ctx);
  const problem = said(ctx, view.problem);
  const title = t.account.codeTitle;
  return renderPage(
    ctx,
    problem ? `${t.common.errorPrefix} ${title}` : title,
    <div className="narrow">
      <h1>{title}</h1>
      <p className="lead">{t.account.codeLead}</p>
      {problem && <ProblemSummary title={t.common.problemTitle} problems={[{ href: '#code', text: problem }]} />}
      <CodeForm
        ctx={ctx}
        isForAnybody
        action={paths.signInCode}
        hint={t.account.codeHint}
        next={view.next}
        kept={view.kept}
        problem={problem}
      />
      <p>
        <a href={view.next === undefined ? paths.signIn : paths.signInTo(view.next)}>{t.account.startOver}</a>
      </p>
    </div>,
  );
};

/** The secret to be read by the phone, this once, and a code of it; without the picture after a wrong one. */
export const enrolmentPage = (
  ctx: PageContext,
  view: { toScan?: { secret: string; svg: string }; problem?: string },
): string => {
  const { t } = words(ctx);
  const problem = said(ctx, view.problem);
  const title = t.account.scanTitle;
  return renderPage(
    ctx,
    problem ? `${t.common.errorPrefix} ${title}` : title,
    <div className="narrow">
      <h1>{title}</h1>
      {problem && <ProblemSummary title={t.common.problemTitle} problems={[{ href: '#code', text: problem }]} />}
      {view.toScan && (
        <>
          <p>{t.account.scan}</p>
          <p>
            <code>{view.toScan.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
          <div
            className="qr"
            role="img"
            aria-label={t.account.qr}
            dangerouslySetInnerHTML={{ __html: view.toScan.svg }}
          />
        </>
      )}
      <CodeForm ctx={ctx} action={paths.secondFactorCode} problem={problem} />
      <p>
        <a href={paths.account}>{t.account.startOver}</a>
      </p>
    </div>,
  );
};

export const recoveryCodesPage = (ctx: PageContext, view: { codes: readonly string[] }): string => {
  const { t } = words(ctx);
  return renderPage(
    ctx,
    t.account.recoveryTitle,
    <div className="narrow">
      <h1>{t.account.recoveryTitle}</h1>
      <p className="lead">{t.account.recoveryLead}</p>
      <ul className="plain">
        {view.codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="actions">
        <ButtonLink look="primary" href={paths.account}>
          {t.account.recoveryDone}
        </ButtonLink>
      </p>
    </div>,
  );
};
