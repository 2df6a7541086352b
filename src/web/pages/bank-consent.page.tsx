import { SubmitButton } from '../../ui/components/buttons.js';
import { Icon } from '../../ui/components/icon.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface BankConsentView {
  feedId: string;
  institution: string;
  account: string;
}

/** The page of the sandbox bank: it posts `decision`, `approve` or `deny`. */
export const BankConsentPage = ({ ctx, view }: { ctx: BusinessPageContext; view: BankConsentView }) => {
  const { t } = words(ctx);
  return (
    <div className="narrow">
      <h1>{t.consent.title}</h1>
      <p className="lead">
        <Template text={t.consent.lead} values={{ bank: <UserText>{view.institution}</UserText> }} />
      </p>
      <Panel
        id="bank"
        title={
          <>
            <Icon name="bank" /> <UserText>{view.institution}</UserText>
          </>
        }
      >
        <Facts facts={[[t.consent.account, <UserText key="account">{view.account}</UserText>]]} />
        <h3>{t.consent.may}</h3>
        <ul>
          {t.consent.mayList.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
        <h3>{t.consent.mayNot}</h3>
        <ul>
          {t.consent.mayNotList.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
        <PostForm action={paths.feedConsent(ctx.business.id, view.feedId)} className="decide">
          <SubmitButton look="secondary" name="decision" value="deny">
            {t.consent.deny}
          </SubmitButton>
          <SubmitButton name="decision" value="approve">
            {t.consent.approve}
          </SubmitButton>
        </PostForm>
        <p className="hint">{t.consent.sandbox}</p>
      </Panel>
    </div>
  );
};

export const bankConsentPage = (ctx: BusinessPageContext, view: BankConsentView): string =>
  renderPage(ctx, words(ctx).t.consent.title, <BankConsentPage ctx={ctx} view={view} />);
