import { Breadcrumbs } from '../components/breadcrumbs.js';
import { ButtonLink, PostButton } from '../../ui/components/buttons.js';
import { Notice } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { Template, UserText } from '../../ui/components/text.js';
import type { Money } from '../../ui/format.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

export interface PayLinkView {
  number: string;
  customer: string;
  isReceived: boolean;
  /** The address to send and what is paid there, while the link is open. */
  link?: { url: string; amount: Money; qr: string };
  invoiceId: string;
}

interface Props {
  ctx: BusinessPageContext;
  view: PayLinkView;
}

const PayLinkPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const { id } = ctx.business;
  return (
    <div className="medium">
      <Breadcrumbs
        ctx={ctx}
        crumbs={[{ href: paths.invoices(id), text: t.invoices.title }, { text: t.payLink.titlePlain }]}
      />
      <h1>
        <Template text={t.payLink.title} values={{ number: <UserText>{view.number}</UserText> }} />
      </h1>
      {view.link === undefined ? (
        <Notice kind="info" title={t.payLink.noneTitle}>
          <p>{view.isReceived ? t.payLink.noneReceived : t.payLink.nonePaid}</p>
          {view.isReceived && (
            <p>
              <a href={paths.paymentsToRecord(id)}>{t.toRecord.title}</a>
            </p>
          )}
        </Notice>
      ) : (
        <OpenLink ctx={ctx} view={view} link={view.link} />
      )}
      <p>
        <a href={paths.invoices(id)}>{t.payLink.back}</a>
      </p>
    </div>
  );
};

/** What there is to do with a link: send it on, show it to be scanned, or take it back. */
const OpenLink = ({ ctx, view, link }: Props & { link: NonNullable<PayLinkView['link']> }) => {
  const { t, f } = words(ctx);
  const { id } = ctx.business;
  return (
    <>
      <p className="lead">{t.payLink.lead}</p>
      <Panel id="link" title={t.payLink.address}>
        <div className="field">
          <input
            id="pay-link"
            readOnly
            value={link.url}
            aria-labelledby="link-title"
            aria-describedby="link-hint"
            dir="ltr"
          />
          <p className="hint" id="link-hint">
            {t.payLink.addressHint}
          </p>
        </div>
        <div className="qr" role="img" aria-label={t.payLink.qr} dangerouslySetInnerHTML={{ __html: link.qr }} />
        <Facts
          facts={[
            [t.invoices.customer, <UserText key="customer">{view.customer}</UserText>],
            [t.pay.amount, f.money(link.amount)],
          ]}
        />
        <p className="actions">
          <button
            type="button"
            className="button button-secondary"
            hidden
            data-copy="pay-link"
            data-copied={t.payLink.copied}
          >
            <span>{t.payLink.copy}</span>
          </button>
          <ButtonLink href={paths.invoiceMail(id, view.invoiceId)}>{t.invoice.send}</ButtonLink>
          <ButtonLink look="quiet" href={new URL(link.url).pathname} icon="look">
            {t.payLink.open}
          </ButtonLink>
        </p>
      </Panel>
      <p className="quiet">{t.payLink.keeps}</p>
      <Panel id="revoke" title={t.payLink.revokeTitle}>
        <p>{t.payLink.revokeHint}</p>
        <PostButton action={paths.revokePayLink(id, view.invoiceId)} working={t.common.working}>
          {t.payLink.revoke}
        </PostButton>
      </Panel>
    </>
  );
};

export const payLinkPage = (ctx: BusinessPageContext, view: PayLinkView): string =>
  renderPage(ctx, words(ctx).t.payLink.titlePlain, <PayLinkPage ctx={ctx} view={view} />);
