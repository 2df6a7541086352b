import { SubmitButton } from '../../ui/components/buttons.js';
import { Icon } from '../../ui/components/icon.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { Money } from '../../ui/format.js';
import type { PageContext } from '../../ui/page-context.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface PayView {
  business: string;
  customer: string;
  invoiceNumber: string;
  money: Money;
  paid?: { reference: string; at: string };
}

interface Props {
  ctx: PageContext;
  view: PayView;
}

/** What a customer sees: what is paid, to whom, how much; one button, and afterwards a receipt. */
const PayPage = ({ ctx, view }: Props) => {
  const { t, f } = words(ctx);
  const business = <UserText>{view.business}</UserText>;
  return (
    <div className="narrow">
      <h1>
        {view.paid ? (
          t.pay.paidTitle
        ) : (
          <Template text={t.pay.title} values={{ number: <UserText>{view.invoiceNumber}</UserText> }} />
        )}
      </h1>
      <p className="lead">
        <Template text={view.paid ? t.pay.paidLead : t.pay.from} values={{ business }} />
      </p>
      <Panel
        id="amount"
        title={
          <>
            {view.paid && <Icon name="check" />} {view.paid ? t.pay.paidAmount : t.pay.amount}
          </>
        }
      >
        <p className="pay-amount">{f.money(view.money)}</p>
        <Facts
          facts={[
            [t.pay.invoice, <UserText key="invoice">{view.invoiceNumber}</UserText>],
            [t.pay.to, <UserText key="to">{view.business}</UserText>],
            [t.pay.customer, <UserText key="customer">{view.customer}</UserText>],
            view.paid && [t.pay.paidOn, <Instant key="at" ctx={ctx} at={view.paid.at} />],
            view.paid && [t.pay.reference, <code key="reference">{view.paid.reference}</code>],
          ]}
        />
        {view.paid ? (
          <p className="hint">{t.pay.keep}</p>
        ) : (
          <PostForm isForAnybody action={ctx.path} className="pay-now" data-once="">
            <SubmitButton working={t.common.working}>{t.pay.button}</SubmitButton>
            <p className="hint">{t.pay.sandbox}</p>
          </PostForm>
        )}
      </Panel>
    </div>
  );
};

/** Who was sent a link that was taken back has done nothing wrong, and owes whatever the business says. */
const RevokedLinkPage = ({ ctx, view }: { ctx: PageContext; view: Pick<PayView, 'business'> }) => {
  const { t } = words(ctx);
  const business = <UserText>{view.business}</UserText>;
  return (
    <div className="narrow">
      <h1>{t.pay.revokedTitle}</h1>
      <p className="lead">
        <Template text={t.pay.revoked} values={{ business }} />
      </p>
      <p>{t.pay.revokedNext}</p>
    </div>
  );
};

export const revokedLinkPage = (ctx: PageContext, view: Pick<PayView, 'business'>): string =>
  renderPage(ctx, words(ctx).t.pay.revokedTitle, <RevokedLinkPage ctx={ctx} view={view} />);

const UnknownLinkPage = ({ ctx }: { ctx: PageContext }) => {
  const { t } = words(ctx);
  return (
    <div className="narrow">
      <p className="error-status">404</p>
      <h1>{t.pay.unknownTitle}</h1>
      <p className="lead">{t.pay.unknown}</p>
    </div>
  );
};

export const payPage = (ctx: PageContext, view: PayView): string => {
  const { t } = words(ctx);
  return renderPage(ctx, view.paid ? t.pay.paidTitle : t.pay.titlePlain, <PayPage ctx={ctx} view={view} />);
};

export const unknownLinkPage = (ctx: PageContext): string =>
  renderPage(ctx, words(ctx).t.pay.unknownTitle, <UnknownLinkPage ctx={ctx} />);
