import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { productSchema, type ProductRequest } from '../accounting/catalogue.schemas.js';
import { Products, type ProductView } from '../accounting/products.service.js';
import { TaxRates } from '../accounting/tax-rates.service.js';
import { newId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import type { BusinessPageContext } from '../ui/page-context.js';
import { BookPages } from './book-pages.service.js';
import type { FormState } from './components/record-form.js';
import { PageContexts } from './page-contexts.service.js';
import { listQuery, productForm, type ListQuery, type ProductForm } from './page-input.js';
import { Pages } from './page.decorator.js';
import { catalogueFormPage, productFields } from './pages/catalogue.page.js';
import {
  documentFault,
  opened,
  orFault,
  removeOrTell,
  showOrGone,
  staleFields,
  toRecord,
  type Visit,
} from './record-answers.js';
import { faultsIn, typedAccount, typedText } from './record-form.js';
import { RecordPages } from './record-pages.service.js';
import { typedAmount } from './typed-number.js';
import { sendPage } from './send-page.js';

type Values = FormState['values'];
type View = Omit<Parameters<typeof catalogueFormPage>[3], 'accounts'>;

/** Products and services: their pages, and the form in which they are entered and changed. */
@Pages('b/:b/products')
export class ProductPagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly books: BookPages,
    private readonly records: RecordPages,
    private readonly products: Products,
    private readonly taxRates: TaxRates,
  ) {}

  @Get('new')
  @Requires('write', 'Accounting')
  async newForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
  ): Promise<void> {
    const kept = this.contexts.takeKeptTyped(request, response);
    const state = opened(kept, {});
    await this.form({ request, response, membership }, { state, hidden: { id: kept?.id ?? newId() } });
  }

  @Post('new')
  @Requires('write', 'Accounting')
  async add(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: productForm }) form: ProductForm,
  ): Promise<void> {
    const visit = { request, response, membership };
    const { id = newId(), version: _, ...values } = form;
    const again = (faults: FormState['faults']) => this.form(visit, { state: { values, faults }, hidden: { id } }, 422);
    const read = await this.read(visit, values);
    if ('faults' in read) return again(read.faults);
    await orFault(
      async () => {
        await this.products.add(membership.businessId, read.ask, id);
        toRecord(response, membership, 'products', id);
      },
      { VALIDATION: (error) => again(documentFault(error)) },
    );
  }

  @Get(':product')
  @Requires('read', 'Accounting')
  async show(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('product', pathId('product')) id: string,
    @Query({ schema: listQuery }) { done }: ListQuery,
  ): Promise<void> {
    await showOrGone(response, membership, { list: 'products', id }, async () =>
      this.records.product(await this.books.open(request, membership), id, done),
    );
  }

  @Get(':product/edit')
  @Requires('write', 'Accounting')
  async editForm(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('product', pathId('product')) id: string,
  ): Promise<void> {
    const product = await this.products.get(membership.businessId, id);
    const kept = this.contexts.takeKeptTyped(request, response);
    const state = opened(kept, valuesOf(product));
    const hidden = { version: kept?.version ?? product.version };
    await this.form({ request, response, membership }, { id, state, hidden });
  }

  @Post(':product/edit')
  @Requires('write', 'Accounting')
  async change(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('product', pathId('product')) id: string,
    @Body({ schema: productForm }) form: ProductForm,
  ): Promise<void> {
    const visit = { request, response, membership };
    const { version, id: _, ...values } = form;
    const again = (faults: FormState['faults']) =>
      this.form(visit, { id, state: { values, faults }, hidden: { version } }, 422);
    const read = await this.read(visit, values);
    if ('faults' in read) return again(read.faults);
    const { description = null, account = null, taxRate = null, ...named } = read.ask;
    await orFault(
      async () => {
        const change = { ...named, description, account, taxRate, ...(version && { version }) };
        await this.products.change(membership.businessId, id, change);
        toRecord(response, membership, 'products', id);
      },
      {
        VALIDATION: (error) => again(documentFault(error)),
        CHANGED_MEANWHILE: () => this.stale(visit, id, values),
        NOT_FOUND: () => this.form(visit, { state: { values, isGone: true }, hidden: { id: newId() } }, 409),
      },
    );
  }

  @Post(':product/removal')
  @Requires('write', 'Accounting')
  async remove(
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('product', pathId('product')) id: string,
  ): Promise<void> {
    await removeOrTell(response, membership, { list: 'products', id }, () =>
      this.products.remove(membership.businessId, id),
    );
  }

  private async read({ request, membership }: Visit, values: Values): Promise<Read> {
    const context = await this.contexts.inBusiness(request, membership.businessId);
    return readProduct(context, values);
  }

  private async stale(visit: Visit, id: string, values: Values): Promise<void> {
    const now = await this.products.get(visit.membership.businessId, id);
    const context = await this.contexts.inBusiness(visit.request, visit.membership.businessId);
    const fields = productFields(context, await this.ratesOf(visit));
    const stale = staleFields(context, fields, values, valuesOf(now));
    await this.form(visit, { id, state: { values, stale }, hidden: { version: now.version } }, 409);
  }

  private async ratesOf({ membership }: Visit) {
    return (await this.taxRates.list(membership.businessId, { limit: PAGE_LIMIT_MAX })).items;
  }

  private async form(visit: Visit, view: View, status = 200): Promise<void> {
    const { context, bookId } = await this.books.open(visit.request, visit.membership);
    const accounts = await this.records.accountChoices(bookId);
    const fields = productFields(context, await this.ratesOf(visit));
    sendPage(visit.response, status, catalogueFormPage(context, 'products', fields, { ...view, accounts }));
  }
}

type Read = { readonly ask: ProductRequest } | { readonly faults: NonNullable<FormState['faults']> };

function readProduct({ locale }: BusinessPageContext, values: Values): Read {
  const price = typedText(values.unitPrice);
  const unitPrice = price === undefined ? undefined : (typedAmount(price, locale) ?? price);
  const read = productSchema.safeParse({
    name: typedText(values.name) ?? '',
    unitPrice,
    description: typedText(values.description),
    account: typedAccount(values.account),
    taxRate: typedText(values.taxRate),
  });
  return read.success ? { ask: read.data } : { faults: faultsIn(read.error) };
}

const valuesOf = ({ name, description, unitPrice, account, taxRate }: ProductView): Values => ({
  name,
  description: description ?? '',
  unitPrice,
  account: account ?? '',
  taxRate: taxRate ?? '',
});
