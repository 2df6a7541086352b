import { ButtonLink, PostButton, SubmitButton } from '../../ui/components/buttons.js';
import { TextField } from '../../ui/components/forms.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { PostForm } from '../../ui/components/post-form.js';
import type { PageContext } from '../../ui/page-context.js';
import { renderFrame } from '../../ui/render-page.js';
import { words } from '../../ui/words.js';
import { panelPaths } from '../panel-paths.js';
import { panelTextsFor } from '../texts/texts.js';

export type EnrolmentProblem = 'WRONG_CODE' | 'WRONG_PASSWORD' | 'TOO_MANY_REQUESTS' | 'KEY_LOST';

export interface EnrolmentView {
  step: 'PASSWORD' | 'CODE';
  /** In the answer to the password; after a wrong code the phone has it already. */
  toScan?: {
    /** In base 32, for a phone that cannot read the picture. */
    secret: string;
    /** The QR code as our own library draws it: inline SVG, of which no part comes from a person. */
    svg: string;
  };
  isRequired: boolean;
  problem?: EnrolmentProblem;
}

const PasswordForm = ({ ctx }: { ctx: PageContext }) => {
  const t = panelTextsFor(ctx.locale).enrolment;
  return (
    <PostForm action={panelPaths.enrolment} className="form panel" data-once="">
      <TextField
        ctx={ctx}
        name="password"
        type="password"
        label={t.password}
        hint={t.passwordHint}
        autoComplete="current-password"
      />
      <SubmitButton working={words(ctx).t.common.working}>{t.showCode}</SubmitButton>
    </PostForm>
  );
};

const ToScan = ({ ctx, toScan }: { ctx: PageContext; toScan: NonNullable<EnrolmentView['toScan']> }) => {
  const t = panelTextsFor(ctx.locale).enrolment;
  return (
    <section className="panel" aria-labelledby="scan">
      <h2 id="scan">{t.scan}</h2>
      <p>{t.scanHint}</p>
      <div role="img" aria-label={t.qrCode} className="qr-code" dangerouslySetInnerHTML={{ __html: toScan.svg }} />
      <p>
        {t.byHand} <code>{toScan.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
    </section>
  );
};

const CodeForm = ({ ctx }: { ctx: PageContext }) => {
  const t = panelTextsFor(ctx.locale).enrolment;
  return (
    <PostForm action={panelPaths.enrolment} className="form panel" data-once="">
      <TextField ctx={ctx} name="code" label={t.code} hint={t.codeHint} autoComplete="one-time-code" maxLength={10} />
      <SubmitButton working={words(ctx).t.common.working}>{t.submit}</SubmitButton>
      <p>
        <a href={panelPaths.enrolment}>{t.again}</a>
      </p>
    </PostForm>
  );
};

const EnrolmentPage = ({ ctx, view }: { ctx: PageContext; view: EnrolmentView }) => {
  const t = panelTextsFor(ctx.locale).enrolment;
  const common = words(ctx).t.common;
  return (
    <div className="narrow">
      <h1>{t.title}</h1>
      <p className="lead">{view.isRequired ? t.leadRequired : t.lead}</p>
      {view.problem && <ProblemSummary title={common.problemTitle} problems={[{ text: t.problems[view.problem] }]} />}
      {view.toScan && <ToScan ctx={ctx} toScan={view.toScan} />}
      {view.step === 'PASSWORD' ? <PasswordForm ctx={ctx} /> : <CodeForm ctx={ctx} />}
      {view.isRequired ? (
        <PostButton action={panelPaths.signOut} look="quiet">
          {t.signOut}
        </PostButton>
      ) : (
        <ButtonLink href={panelPaths.home} look="quiet">
          {t.notNow}
        </ButtonLink>
      )}
    </div>
  );
};

const RecoveryCodesPage = ({ ctx, codes }: { ctx: PageContext; codes: readonly string[] }) => {
  const t = panelTextsFor(ctx.locale).recoveryCodes;
  return (
    <div className="narrow">
      <h1>{t.title}</h1>
      <Notice kind="warning" title={t.onceTitle}>
        <p>{t.once}</p>
      </Notice>
      <section className="panel" aria-labelledby="codes">
        <h2 id="codes">{t.codes}</h2>
        <ul className="columns">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <p className="quiet">{t.hint}</p>
      </section>
      <ButtonLink href={panelPaths.home} look="primary">
        {t.go}
      </ButtonLink>
    </div>
  );
};

export const enrolmentPage = (ctx: PageContext, view: EnrolmentView): string => {
  const { title } = panelTextsFor(ctx.locale).enrolment;
  const said = view.problem === undefined ? title : `${words(ctx).t.common.errorPrefix} ${title}`;
  return renderFrame(ctx, said, <EnrolmentPage ctx={ctx} view={view} />);
};

export const recoveryCodesPage = (ctx: PageContext, view: { codes: readonly string[] }): string =>
  renderFrame(ctx, panelTextsFor(ctx.locale).recoveryCodes.title, <RecoveryCodesPage ctx={ctx} codes={view.codes} />);
