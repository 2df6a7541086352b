import type { LedgerAccountView } from '../../accounting/ledger-accounts.service.js';
import type { ProductView } from '../../accounting/products.service.js';
import { classOf } from '../../accounting/reports/account-class.js';
import type { TaxRateOffer, TaxRateView } from '../../accounting/tax-rates.service.js';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../ui/components/buttons.js';
import type { Option } from '../../ui/components/forms.js';
import { Facts, Panel } from '../../ui/components/panel.js';
import { UserText } from '../../ui/components/text.js';
import type { BusinessPageContext } from '../../ui/page-context.js';
import type { AccountChoice } from '../components/account-options.js';
import { Breadcrumbs } from '../components/breadcrumbs.js';
import { FormNotices, RecordForm, type FormField, type FormState } from '../components/record-form.js';
import { RemoveRecord } from '../components/remove-record.js';
import { RecordTold, type Told } from '../components/record-told.js';
import { bookPaths, paths, type ListName } from '../paths.js';
import { renderPage } from '../render-page.js';
import type { Texts } from '../texts.js';
import { words } from '../words.js';

/** What there is of a record that is entered once, and what may be done with it. */
interface RecordView {
  readonly list: 'products' | 'accounts' | 'tax-rates';
  readonly id: string;
  readonly name: string;
  readonly facts: [ReactNode, ReactNode][];
  readonly mayWrite: boolean;
  readonly mayEdit: boolean;
  readonly told?: Told;
  readonly children?: ReactNode;
}

const LIST_TEXTS = {
  contacts: 'contacts',
  products: 'products',
  accounts: 'accounts',
  'tax-rates': 'taxRates',
} as const satisfies Partial<Record<ListName, keyof Texts['lists']>>;

const RecordPage = ({ ctx, view }: { ctx: BusinessPageContext; view: RecordView }) => {
  const { t } = words(ctx);
  const { list, id, name, facts, mayWrite, mayEdit, told, children } = view;
  return (
    <div className="medium">
      <Breadcrumbs
        ctx={ctx}
        crumbs={[{ href: bookPaths(ctx.business).list(list), text: t.lists[LIST_TEXTS[list]].title }, { text: name }]}
      />
      <h1>
        <UserText>{name}</UserText>
      </h1>
      <RecordTold ctx={ctx} told={told} />
      <Panel id="details" title={t.records.product.details}>
        <Facts facts={facts} />
        {children}
        {mayWrite && mayEdit && (
          <p className="actions">
            <ButtonLink look="primary" href={paths.editRecord(ctx.business.id, list, id)}>
              {t.records.edit}
            </ButtonLink>
          </p>
        )}
        {mayWrite && <RemoveRecord ctx={ctx} list={list} id={id} name={name} />}
      </Panel>
    </div>
  );
};

const page = (ctx: BusinessPageContext, view: RecordView) =>
  renderPage(ctx, view.name, <RecordPage ctx={ctx} view={view} />);

interface Shown {
  readonly mayWrite: boolean;
  readonly told?: Told;
}

export function productPage(
  ctx: BusinessPageContext,
  { product, currency, ...shown }: Shown & { product: ProductView; currency: string },
): string {
  const { t, f } = words(ctx);
  const texts = t.records.product;
  const orNone = (value: string | null, none: string) => (value === null ? none : <UserText>{value}</UserText>);
  return page(ctx, {
    ...shown,
    list: 'products',
    id: product.id,
    name: product.name,
    mayEdit: true,
    facts: [
      [texts.unitPrice, <strong key="price">{f.money({ amount: product.unitPrice, currency })}</strong>],
      [texts.description, orNone(product.description, t.records.none)],
      [texts.taxRate, orNone(product.taxRate, texts.noTax)],
      [texts.account, orNone(product.account, '4000')],
    ],
  });
}

export function accountPage(
  ctx: BusinessPageContext,
  { account, ...shown }: Shown & { account: LedgerAccountView },
): string {
  const { t } = words(ctx);
  const texts = t.records.account;
  return page(ctx, {
    ...shown,
    list: 'accounts',
    id: account.id,
    name: `${account.number} – ${account.name}`,
    mayEdit: true,
    facts: [
      [texts.number, <UserText key="number">{account.number}</UserText>],
      [texts.class, t.reports.classes[classOf(account.number)]],
    ],
    children: (
      <p>
        <a href={bookPaths(ctx.business).report('ledger')}>{texts.ledger}</a>
      </p>
    ),
  });
}

export function taxRatePage(ctx: BusinessPageContext, { rate, ...shown }: Shown & { rate: TaxRateView }): string {
  const { t, f } = words(ctx);
  const texts = t.records.taxRate;
  return page(ctx, {
    ...shown,
    list: 'tax-rates',
    id: rate.id,
    name: rate.name,
    mayEdit: false,
    facts: [
      [texts.code, <UserText key="code">{rate.code}</UserText>],
      [t.lists.columns.percent, f.decimal(rate.percent)],
      ...rate.parts.map(({ name, percent, account }): [ReactNode, ReactNode] => [
        <UserText key="name">{name}</UserText>,
        `${f.decimal(percent)} – ${account}`,
      ]),
    ],
    children: <p className="quiet">{texts.never}</p>,
  });
}

export interface CatalogueFormView {
  readonly id?: string;
  readonly hidden: Readonly<Record<string, string | undefined>>;
  readonly state: FormState;
  readonly accounts: readonly AccountChoice[];
}

export function productFields(ctx: BusinessPageContext, rates: readonly { code: string; name: string }[]): FormField[] {
  const { t } = words(ctx);
  const texts = t.records.product;
  return [
    { name: 'name', label: t.records.contact.name, maxLength: 200 },
    { name: 'unitPrice', label: texts.unitPrice, kind: 'number', maxLength: 30 },
    {
      name: 'taxRate',
      label: texts.taxRate,
      kind: 'choice',
      options: [{ value: '', label: texts.noTax }, ...rates.map(({ code, name }) => ({ value: code, label: name }))],
      optional: true,
    },
    {
      name: 'description',
      label: texts.description,
      kind: 'area',
      hint: texts.descriptionHint,
      maxLength: 500,
      optional: true,
    },
    { name: 'account', label: texts.account, kind: 'account', hint: texts.accountHint, maxLength: 230, optional: true },
  ];
}

export function accountFields(ctx: BusinessPageContext, isNew: boolean): FormField[] {
  const { t } = words(ctx);
  const texts = t.records.account;
  return [
    ...(isNew ? [{ name: 'number', label: texts.number, hint: texts.numberHint, maxLength: 20 }] : []),
    { name: 'name', label: t.records.contact.name, maxLength: 200 },
  ];
}

/** The form of a product or an account. */
export function catalogueFormPage(
  ctx: BusinessPageContext,
  list: 'products' | 'accounts',
  fields: readonly FormField[],
  { id, hidden, state, accounts }: CatalogueFormView,
): string {
  const { t } = words(ctx);
  const business = ctx.business.id;
  const isNew = id === undefined || state.isGone === true;
  const texts = t.records[list === 'products' ? 'product' : 'account'];
  const title = isNew ? texts.new : texts.edit;
  return renderPage(
    ctx,
    state.faults === undefined ? title : `${t.common.errorPrefix} ${title}`,
    <div className="medium">
      <Breadcrumbs
        ctx={ctx}
        crumbs={[{ href: paths.list(business, list), text: t.lists[LIST_TEXTS[list]].title }, { text: title }]}
      />
      <h1>{title}</h1>
      <FormNotices ctx={ctx} fields={fields} state={state} />
      <Panel id="form" title={texts.details}>
        <RecordForm
          ctx={ctx}
          action={isNew ? paths.newRecord(business, list) : paths.editRecord(business, list, id)}
          hidden={hidden}
          fields={fields}
          state={state}
          accounts={list === 'products' ? accounts : undefined}
          cancel={isNew ? paths.list(business, list) : paths.record(business, list, id)}
        />
      </Panel>
    </div>,
  );
}

export interface TaxRateFormView {
  /** Those that the books do not have yet. */
  readonly offers: readonly TaxRateOffer[];
  readonly id: string;
  readonly state: FormState;
  readonly accounts: readonly AccountChoice[];
}

const knownFields = (ctx: BusinessPageContext, offers: readonly TaxRateOffer[]): FormField[] => {
  const { t } = words(ctx);
  const options: Option[] = offers.map(({ code, name }) => ({ value: code, label: name }));
  return [{ name: 'known', label: t.records.taxRate.rate, kind: 'choice', options }];
};

function ownFields(ctx: BusinessPageContext): FormField[] {
  const { t } = words(ctx);
  const texts = t.records.taxRate;
  return [
    { name: 'code', label: texts.code, hint: texts.codeHint, maxLength: 20 },
    { name: 'name', label: t.records.contact.name, maxLength: 100 },
    { name: 'percent', label: texts.percent, kind: 'number', maxLength: 10 },
    { name: 'account', label: texts.account, kind: 'account', maxLength: 230 },
    {
      name: 'secondPercent',
      label: texts.secondPercent,
      kind: 'number',
      hint: texts.part,
      maxLength: 10,
      optional: true,
    },
    { name: 'secondAccount', label: texts.secondAccount, kind: 'account', maxLength: 230, optional: true },
  ];
}

export function taxRateFormPage(ctx: BusinessPageContext, { offers, id, state, accounts }: TaxRateFormView): string {
  const { t } = words(ctx);
  const texts = t.records.taxRate;
  const { newRecord, list } = paths;
  const business = ctx.business.id;
  const form = { ctx, action: newRecord(business, 'tax-rates'), hidden: { id }, cancel: list(business, 'tax-rates') };
  const [known, own] = [knownFields(ctx, offers), ownFields(ctx)];
  return renderPage(
    ctx,
    state.faults === undefined ? texts.new : `${t.common.errorPrefix} ${texts.new}`,
    <div className="medium">
      <Breadcrumbs ctx={ctx} crumbs={[{ href: form.cancel, text: t.lists.taxRates.title }, { text: texts.new }]} />
      <h1>{texts.new}</h1>
      <p className="lead">{texts.never}</p>
      <FormNotices ctx={ctx} fields={[...known, ...own]} state={state} />
      <Panel id="known-rates" title={texts.known}>
        {offers.length === 0 ? (
          <p>{texts.allKnown}</p>
        ) : (
          <>
            <p className="hint">{texts.knownHint}</p>
            <RecordForm {...form} fields={known} state={state} submit={texts.addKnown} />
          </>
        )}
      </Panel>
      <Panel id="own-rate" title={texts.own}>
        <RecordForm {...form} fields={own} state={state} submit={texts.addOwn} accounts={accounts} />
      </Panel>
    </div>,
  );
}
