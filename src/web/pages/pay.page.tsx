import type { FoundLink } from '../../banking/online-payments/found-link.js';
import type { SentInvoice } from '../../accounting/sent-invoice.js';
import type { Seller } from '../../people/businesses/sellers.service.js';
import { formatCents, parseCents } from '../../platform/kernel/money.js';
import { ButtonLink, SubmitButton } from '../../ui/components/buttons.js';
import { DataTable, type Column } from '../../ui/components/data-table.js';
import { TextField } from '../../ui/components/forms.js';
import { Icon } from '../../ui/components/icon.js';
import { Notice, ProblemSummary } from '../../ui/components/notices.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { PostForm } from '../../ui/components/post-form.js';
import { Template, UserText, Instant } from '../../ui/components/text.js';
import type { PageContext } from '../../ui/page-context.js';
import { paths } from '../paths.js';
import { renderPage } from '../render-page.js';
import { words } from '../words.js';

/** What was said last to this customer: only what is so is said. */
export const PAY_TOLD = ['changed', 'cancelled', 'unconfirmed', 'unavailable', 'mailed', 'often'] as const;
export type PayTold = (typeof PAY_TOLD)[number];

export interface PayView {
  link: FoundLink;
  seller: Seller;
  /** The invoice as it was sent; absent where nothing but its amount is left. */
  document?: SentInvoice;
  /** Whether the money is made up. */
  isSandbox: boolean;
  /** The provider has it, and the bank is not done yet. */
  isPending: boolean;
  told?: PayTold;
  /** What was typed as an address, and is none. */
  wrongEmail?: string;
}

interface Props {
  ctx: PageContext;
  view: PayView;
}

export type PayState = 'due' | 'pending' | 'paid' | 'settled' | 'revoked';

export function payStateOf({ link, isPending }: Pick<PayView, 'link' | 'isPending'>): PayState {
  if (link.paid) return 'paid';
  if (isPending) return 'pending';
  if (link.isRevoked) return 'revoked';
  return parseCents(link.due) > 0n ? 'due' : 'settled';
}

/** What a customer sees: to whom, how much, for what; one button, and afterwards a receipt. */
const PayPage = ({ ctx, view }: Props) => {
  const { t } = words(ctx);
  const state = payStateOf(view);
  const values = {
    business: <UserText>{view.seller.name}</UserText>,
    number: <UserText>{view.link.invoiceNumber}</UserText>,
  };
  return (
    <div className="narrow pay-page">
      <h1>
        <Template text={t.pay.titles[state]} values={values} />
      </h1>
      <p className="lead">
        <Template text={t.pay.leads[state]} values={values} />
      </p>
      {view.told && <ToldToCustomer ctx={ctx} told={view.told} />}
      {view.wrongEmail !== undefined && (
        <ProblemSummary title={t.common.problems(1)} problems={[{ href: '#email', text: t.pay.wrongEmail }]} />
      )}
      {state === 'due' && <ToPay ctx={ctx} view={view} />}
      {state === 'paid' && <Receipt ctx={ctx} view={view} />}
      {state === 'pending' && (
        <p className="actions">
          <ButtonLink href={`${paths.pay(view.link.token)}?checkout=back`}>{t.pay.lookAgain}</ButtonLink>
        </p>
      )}
      {state !== 'revoked' && <Invoice ctx={ctx} view={view} />}
      <SellerPanel ctx={ctx} seller={view.seller} />
    </div>
  );
};

const ToldToCustomer = ({ ctx, told }: { ctx: PageContext; told: PayTold }) => {
  const { t } = words(ctx);
  const { title, text } = t.pay.told[told];
  const kind = told === 'mailed' ? 'success' : told === 'unavailable' || told === 'often' ? 'warning' : 'info';
  return (
    <Notice kind={kind} title={title} role="status">
      <p>{text}</p>
    </Notice>
  );
};

const ToPay = ({ ctx, view: { link, document, isSandbox, wrongEmail } }: Props) => {
  const { t, f } = words(ctx);
  const { currency, due } = link;
  return (
    <Panel id="amount" title={t.pay.amount}>
      <p className="pay-amount">{f.money({ amount: due, currency })}</p>
      <p className="quiet">
        {f.currency(currency)}
        {document && (
          <>
            {' · '}
            <Template
              text={t.pay.dueOn}
              values={{ day: <time dateTime={document.dueOn}>{f.day(document.dueOn)}</time> }}
            />
          </>
        )}
      </p>
      <PostForm isForAnybody action={paths.pay(link.token)} className="pay-now form" data-once="">
        <input type="hidden" name="due" value={due} />
        {isSandbox && (
          <TextField
            ctx={ctx}
            name="email"
            type="email"
            inputMode="email"
            autoComplete="email"
            label={t.pay.email}
            hint={hintOfReceipt(ctx, document)}
            value={wrongEmail}
            problem={wrongEmail === undefined ? undefined : t.pay.wrongEmail}
            maxLength={254}
            optional
          />
        )}
        <SubmitButton working={t.common.working}>{t.pay.button}</SubmitButton>
        <p className="hint">{isSandbox ? t.pay.sandbox : t.pay.elsewhere}</p>
      </PostForm>
    </Panel>
  );
};

/** Whoever has the address of the page need not learn the customer's own: it is told by its ends. */
function hintOfReceipt(ctx: PageContext, document: SentInvoice | undefined) {
  const { t } = words(ctx);
  const email = document?.customer.email;
  if (!email) return t.pay.emailHint;
  return <Template text={t.pay.emailKnown} values={{ email: <UserText>{veiled(email)}</UserText> }} />;
}

const veiled = (email: string) => email.replace(/^(.).*(@.).*(\.[^.]*)$/u, '$1…$2…$3');

const Receipt = ({ ctx, view: { link, wrongEmail } }: Props) => {
  const { t, f } = words(ctx);
  const { amount, reference, at } = link.paid!;
  return (
    <Panel
      id="amount"
      title={
        <>
          <Icon name="check" /> {t.pay.paidAmount}
        </>
      }
    >
      <p className="pay-amount">{f.money({ amount, currency: link.currency })}</p>
      <Facts
        facts={[
          [t.pay.paidOn, <Instant key="at" ctx={ctx} at={at} />],
          [t.pay.reference, <code key="reference">{reference}</code>],
        ]}
      />
      <p className="hint">{t.pay.keep}</p>
      <p className="actions">
        <ButtonLink href={paths.receipt(link.token)} icon="download" download>
          {t.pay.receiptFile}
        </ButtonLink>
      </p>
      <PostForm isForAnybody action={paths.mailReceipt(link.token)} className="form" data-once="">
        <TextField
          ctx={ctx}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          label={t.pay.mailTo}
          value={wrongEmail}
          problem={wrongEmail === undefined ? undefined : t.pay.wrongEmail}
          maxLength={254}
        />
        <p>
          <SubmitButton look="secondary" working={t.common.working}>
            {t.pay.mailReceipt}
          </SubmitButton>
        </p>
      </PostForm>
    </Panel>
  );
};

type Line = SentInvoice['lines'][number] & { no: number };

const Invoice = ({ ctx, view: { link, document } }: Props) => {
  const { t, f } = words(ctx);
  const title = <Template text={t.pay.invoiceTitle} values={{ number: <UserText>{link.invoiceNumber}</UserText> }} />;
  if (!document) {
    return (
      <Panel id="invoice" title={title}>
        <Facts facts={[[t.pay.customer, <UserText key="customer">{link.customer}</UserText>]]} />
        <p className="quiet">{t.pay.noLines}</p>
      </Panel>
    );
  }
  return (
    <Panel id="invoice" title={title}>
      <Facts
        facts={[
          [t.pay.customer, <UserText key="customer">{link.customer}</UserText>],
          [t.documents.issuedOn, f.day(document.issuedOn)],
          [t.documents.dueOn, f.day(document.dueOn)],
        ]}
      />
      <DataTable<Line>
        cards
        captionHidden
        caption={t.pay.lines}
        rows={document.lines.map((line, no) => ({ ...line, no }))}
        rowKey={({ no }) => String(no)}
        columns={lineColumns(ctx)}
      />
      <div className="pay-sums">
        <Facts facts={sumsOf(ctx, link, document)} />
      </div>
      <p className="actions">
        <ButtonLink href={paths.invoiceOfLink(link.token)} icon="download" download>
          {t.pay.invoiceFile}
        </ButtonLink>
      </p>
    </Panel>
  );
};

function lineColumns(ctx: PageContext): Column<Line>[] {
  const { t, f } = words(ctx);
  return [
    {
      key: 'description',
      header: t.documents.description,
      names: true,
      phone: 'main',
      cell: ({ description }) => <UserText>{description}</UserText>,
    },
    {
      key: 'quantity',
      header: t.pay.quantityAndPrice,
      phone: 'small',
      cell: ({ quantity, unitPrice }) => `${f.decimal(quantity)} × ${f.amount(unitPrice)}`,
    },
    { key: 'net', header: t.documents.net, numeric: true, phone: 'side', cell: ({ net }) => f.amount(net) },
  ];
}

/** Down to what is to be paid, or was: what was settled in another way stands between. */
function sumsOf(ctx: PageContext, link: FoundLink, document: SentInvoice) {
  const { t, f } = words(ctx);
  const money = (amount: string) => f.money({ amount, currency: link.currency });
  const rest = link.paid?.amount ?? link.due;
  const before = parseCents(document.total) - parseCents(rest);
  return [
    [t.documents.netSum, money(document.net)] as const,
    ...document.taxes[ctx.locale].map(
      ({ name, percent, amount }) => [`${name} ${f.percent(percent)}`, money(amount)] as const,
    ),
    [t.documents.total, <strong key="total">{money(document.total)}</strong>] as const,
    before > 0n && ([t.documents.settled, money(formatCents(-before))] as const),
    before !== 0n &&
      ([link.paid ? t.pay.thisPayment : t.documents.open, <strong key="rest">{money(rest)}</strong>] as const),
  ];
}

/** Whom to ask. */
const SellerPanel = ({ ctx, seller }: { ctx: PageContext; seller: Seller }) => {
  const { t } = words(ctx);
  const { name, address, email, phone, taxNumbers } = seller;
  return (
    <Panel id="seller" title={<UserText>{name}</UserText>} look="plain">
      {address && <p className="pay-address">{address}</p>}
      <Facts
        facts={[
          email !== null && [
            t.pay.sellerEmail,
            <a key="email" href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`}>
              <UserText>{email}</UserText>
            </a>,
          ],
          phone !== null && [t.pay.sellerPhone, <UserText key="phone">{phone}</UserText>],
          taxNumbers !== null && [t.pay.taxNumbers, <UserText key="numbers">{taxNumbers}</UserText>],
        ]}
      />
      <p className="quiet">{t.pay.ask}</p>
    </Panel>
  );
};

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
  const title = t.pay.plainTitles[payStateOf(view)];
  const shown = view.wrongEmail === undefined ? title : `${t.common.errorPrefix} ${title}`;
  return renderPage(ctx, shown, <PayPage ctx={ctx} view={view} />);
};

export const unknownLinkPage = (ctx: PageContext): string =>
  renderPage(ctx, words(ctx).t.pay.unknownTitle, <UnknownLinkPage ctx={ctx} />);
