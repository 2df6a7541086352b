import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Describe } from '../platform/api/describe.decorator.js';
import { pathId } from '../platform/kernel/path-parameter.js';
import { pageSchema, type PageRequest } from '../platform/kernel/schemas.js';
import type { MembershipFacts } from '../policy/ability.js';
import { InMembership } from '../policy/acting.decorator.js';
import { Requires } from '../policy/requires.decorator.js';
import { contactAnswer, ledgerAccountAnswer } from './accounting.answers.js';
import {
  knownTaxRatesAnswer,
  productAnswer,
  productsAnswer,
  taxRateAnswer,
  taxRatesAnswer,
} from './catalogue.answers.js';
import {
  contactChangeSchema,
  ledgerAccountChangeSchema,
  productChangeSchema,
  productSchema,
  taxRateSchema,
  type ContactChange,
  type LedgerAccountChange,
  type ProductChange,
  type ProductRequest,
  type TaxRateRequest,
} from './catalogue.schemas.js';
import { Contacts } from './contacts.service.js';
import { LedgerAccounts } from './ledger-accounts.service.js';
import { Products } from './products.service.js';
import { TaxRates } from './tax-rates.service.js';

/** What documents are made of, and what may be changed of it. */
@ApiTags('accounting')
@Controller('api/v1/businesses/:b')
export class CatalogueController {
  constructor(
    private readonly contacts: Contacts,
    private readonly accounts: LedgerAccounts,
    private readonly products: Products,
    private readonly taxRates: TaxRates,
  ) {}

  @Get('contacts/:c')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'Read a contact',
    description: 'A customer or supplier of the present books.',
    answers: { 200: 'The contact.' },
    body: contactAnswer,
  })
  contact(@InMembership() { businessId }: MembershipFacts, @Param('c', pathId('contact')) id: string) {
    return this.contacts.get(businessId, id);
  }

  @Patch('contacts/:c')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Change a contact',
    description:
      'What is left out stays. What was posted keeps the name of then. A number that is taken is `ALREADY_EXISTS`; with a `version` that is no longer so it is `CHANGED_MEANWHILE`.',
    answers: { 200: 'The contact, as it is stored.' },
    body: contactAnswer,
    problems: ['ALREADY_EXISTS', 'CHANGED_MEANWHILE'],
  })
  changeContact(
    @InMembership() { businessId }: MembershipFacts,
    @Param('c', pathId('contact')) id: string,
    @Body({ schema: contactChangeSchema }) change: ContactChange,
  ) {
    return this.contacts.change(businessId, id, change);
  }

  @Delete('contacts/:c')
  @HttpCode(204)
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Delete a contact',
    description: 'One that a document names, or that has a number in the ledger, is `INVALID_STATE`.',
    answers: { 204: 'It is gone.' },
    body: null,
    problems: ['INVALID_STATE'],
  })
  removeContact(
    @InMembership() { businessId }: MembershipFacts,
    @Param('c', pathId('contact')) id: string,
  ): Promise<void> {
    return this.contacts.remove(businessId, id);
  }

  @Patch('ledger-accounts/:a')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Rename a ledger account',
    description: 'Gives an account another name; its number stays.',
    answers: { 200: 'The ledger account, as it is stored.' },
    body: ledgerAccountAnswer,
    problems: ['CHANGED_MEANWHILE'],
  })
  changeAccount(
    @InMembership() { businessId }: MembershipFacts,
    @Param('a', pathId('ledger account')) id: string,
    @Body({ schema: ledgerAccountChangeSchema }) change: LedgerAccountChange,
  ) {
    return this.accounts.change(businessId, id, change);
  }

  @Delete('ledger-accounts/:a')
  @HttpCode(204)
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Delete a ledger account',
    description:
      'One that is used is `INVALID_STATE`: by a line of an entry, a product, a tax rate, a bank account, or as one that documents post to by themselves.',
    answers: { 204: 'It is gone.' },
    body: null,
    problems: ['INVALID_STATE'],
  })
  removeAccount(
    @InMembership() { businessId }: MembershipFacts,
    @Param('a', pathId('ledger account')) id: string,
  ): Promise<void> {
    return this.accounts.remove(businessId, id);
  }

  @Get('products')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List products',
    description: 'Products and services in the present books, in the order in which they were added.',
    answers: { 200: 'A page of them.' },
    body: productsAnswer,
  })
  listProducts(@InMembership() { businessId }: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.products.list(businessId, page);
  }

  @Get('products/:product')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'Read a product',
    description: 'A product or service of the present books.',
    answers: { 200: 'The product.' },
    body: productAnswer,
  })
  product(@InMembership() { businessId }: MembershipFacts, @Param('product', pathId('product')) id: string) {
    return this.products.get(businessId, id);
  }

  @Post('products')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Add a product',
    description: 'Adds a product or service that lines of documents may name.',
    answers: { 201: 'The product, as it is stored.' },
    body: productAnswer,
  })
  addProduct(@InMembership() { businessId }: MembershipFacts, @Body({ schema: productSchema }) ask: ProductRequest) {
    return this.products.add(businessId, ask);
  }

  @Patch('products/:product')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Change a product',
    description: 'What is left out stays. Documents that were issued stay as they are.',
    answers: { 200: 'The product, as it is stored.' },
    body: productAnswer,
    problems: ['CHANGED_MEANWHILE'],
  })
  changeProduct(
    @InMembership() { businessId }: MembershipFacts,
    @Param('product', pathId('product')) id: string,
    @Body({ schema: productChangeSchema }) change: ProductChange,
  ) {
    return this.products.change(businessId, id, change);
  }

  @Delete('products/:product')
  @HttpCode(204)
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Delete a product',
    description: 'One that a line of a document names is `INVALID_STATE`.',
    answers: { 204: 'It is gone.' },
    body: null,
    problems: ['INVALID_STATE'],
  })
  removeProduct(
    @InMembership() { businessId }: MembershipFacts,
    @Param('product', pathId('product')) id: string,
  ): Promise<void> {
    return this.products.remove(businessId, id);
  }

  @Get('tax-rates')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List tax rates',
    description:
      'Tax rates of the present books with the accounts that collect them, in the order in which they were added.',
    answers: { 200: 'A page of them.' },
    body: taxRatesAnswer,
  })
  listTaxRates(@InMembership() { businessId }: MembershipFacts, @Query({ schema: pageSchema }) page: PageRequest) {
    return this.taxRates.list(businessId, page);
  }

  @Get('known-tax-rates')
  @Requires('read', 'Accounting')
  @Describe({
    summary: 'List known tax rates',
    description: 'Common rates that may be added by their code: GST, QST, HST and PST by province, VAT.',
    answers: { 200: 'All of them.' },
    body: knownTaxRatesAnswer,
  })
  listKnownTaxRates(@InMembership() { businessId }: MembershipFacts) {
    return this.taxRates.known(businessId);
  }

  @Post('tax-rates')
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Add a tax rate',
    description:
      'Adds a rate that is known, with the accounts that collect it where the chart lacks them, or one of its own. A code that ' +
      'is taken is `ALREADY_EXISTS`.',
    answers: { 201: 'The tax rate, as it is stored.' },
    body: taxRateAnswer,
    problems: ['ALREADY_EXISTS'],
  })
  addTaxRate(@InMembership() { businessId }: MembershipFacts, @Body({ schema: taxRateSchema }) ask: TaxRateRequest) {
    return this.taxRates.add(businessId, ask);
  }

  @Delete('tax-rates/:t')
  @HttpCode(204)
  @Requires('write', 'Accounting')
  @Describe({
    summary: 'Delete a tax rate',
    description: 'One that a product or a line of a document names is `INVALID_STATE`.',
    answers: { 204: 'It is gone.' },
    body: null,
    problems: ['INVALID_STATE'],
  })
  removeTaxRate(
    @InMembership() { businessId }: MembershipFacts,
    @Param('t', pathId('tax rate')) id: string,
  ): Promise<void> {
    return this.taxRates.remove(businessId, id);
  }
}
