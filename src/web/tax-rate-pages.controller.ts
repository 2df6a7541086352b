import { Body, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { taxRateSchema, type TaxRateRequest } from '../accounting/catalogue.schemas.js';
import { TaxRates } from '../accounting/tax-rates.service.js';
import type { Locale } from '../platform/kernel/actor.js';
import { newId } from '../platform/kernel/ids.js';
import { PAGE_LIMIT_MAX } from '../platform/kernel/page.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import type { ActingRequest } from '../policy/access.guard.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { BookPages } from './book-pages.service.js';
import type { FormState } from './components/record-form.js';
import { PageContexts } from './page-contexts.service.js';
import { listQuery, taxRateForm, type ListQuery, type TaxRateForm } from './page-input.js';
import { Pages } from './page.decorator.js';
import { taxRateFormPage } from './pages/catalogue.page.js';
import { documentFault, opened, orFault, removeOrTell, showOrGone, toRecord, type Visit } from './record-answers.js';
import { faultsIn, typedAccount, typedText } from './record-form.js';
import { RecordPages } from './record-pages.service.js';
import { typedNumber } from './typed-number.js';
import { sendPage } from './send-page.js';

type Faults = Record<string, NonNullable<FormState['faults']>[string]>;

/** Tax rates: their pages, and the two forms in which a known one is chosen or one's own is entered. None is changed. */
@Pages('b/:b/tax-rates')
export class TaxRatePagesController {
  constructor(
    private readonly contexts: PageContexts,
    private readonly books: BookPages,
    private readonly records: RecordPages,
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
    await this.form({ request, response, membership }, kept?.id ?? newId(), state);
  }

  @Post('new')
  @Requires('write', 'Accounting')
  async add(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Body({ schema: taxRateForm }) form: TaxRateForm,
  ): Promise<void> {
    const visit = { request, response, membership };
    const { id = newId(), version: _, ...values } = form;
    const again = (faults: FormState['faults']) => this.form(visit, id, { values, faults }, 422);
    const { locale } = await this.contexts.inBusiness(request, membership.businessId);
    const read = readRate(values, locale);
    if ('faults' in read) return again(read.faults);
    await orFault(
      async () => {
        await this.taxRates.add(membership.businessId, read.ask, id);
        toRecord(response, membership, 'tax-rates', id);
      },
      {
        ALREADY_EXISTS: () => again({ [read.ask.known === undefined ? 'code' : 'known']: 'TAKEN' }),
        VALIDATION: (error) => again(documentFault(error)),
      },
    );
  }

  @Get(':t')
  @Requires('read', 'Accounting')
  async show(
    @Req() request: ActingRequest,
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('t', pathId('tax rate')) id: string,
    @Query({ schema: listQuery }) { done }: ListQuery,
  ): Promise<void> {
    await showOrGone(response, membership, { list: 'tax-rates', id }, async () =>
      this.records.taxRate(await this.books.open(request, membership), id, done),
    );
  }

  @Post(':t/removal')
  @Requires('write', 'Accounting')
  async remove(
    @Res() response: Response,
    @InMembership() membership: MembershipFacts,
    @Param('t', pathId('tax rate')) id: string,
  ): Promise<void> {
    await removeOrTell(response, membership, { list: 'tax-rates', id }, () =>
      this.taxRates.remove(membership.businessId, id),
    );
  }

  private async form({ request, response, membership }: Visit, id: string, state: FormState, status = 200) {
    const { businessId } = membership;
    const { context, bookId } = await this.books.open(request, membership);
    const there = (await this.taxRates.list(businessId, { limit: PAGE_LIMIT_MAX })).items.map(({ code }) => code);
    const known = (await this.taxRates.known(businessId)).items;
    const offers = known.filter(({ code }) => !there.includes(code) || code === state.values.known);
    const accounts = await this.records.accountChoices(bookId);
    sendPage(response, status, taxRateFormPage(context, { offers, id, state, accounts }));
  }
}

function readRate(
  values: FormState['values'],
  locale: Locale,
): { readonly ask: TaxRateRequest } | { readonly faults: Faults } {
  const known = typedText(values.known);
  if (known !== undefined) return { ask: { known } };
  const faults: Faults = {};
  const parts = (['percent', 'secondPercent'] as const).flatMap((name) => {
    const accountName = name === 'percent' ? 'account' : 'secondAccount';
    const [typed, account] = [typedText(values[name]), typedAccount(values[accountName])];
    if (name === 'secondPercent' && typed === undefined && account === undefined) return [];
    const percent = typed === undefined ? undefined : typedNumber(typed, locale);
    if (percent === undefined || !/^\d{1,3}(\.\d{1,4})?$/.test(percent)) {
      faults[name] = typed === undefined ? 'REQUIRED' : 'PERCENT';
    }
    if (account === undefined) faults[accountName] = 'REQUIRED';
    return [{ percent: percent ?? '', account: account ?? '' }];
  });
  const read = taxRateSchema.safeParse({
    code: typedText(values.code) ?? '',
    name: typedText(values.name) ?? '',
    parts,
  });
  if (Object.keys(faults).length === 0 && read.success) return { ask: read.data };
  const others = read.success ? {} : faultsIn(read.error);
  // Of the parts their own fields are told.
  delete others.parts;
  const all = { ...others, ...faults };
  return { faults: Object.keys(all).length === 0 ? { account: 'ACCOUNT_NUMBER' } : all };
}
