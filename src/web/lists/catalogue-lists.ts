import {
  ACCOUNT_ORDERS,
  CONTACT_ORDERS,
  PRODUCT_ORDERS,
  TAX_RATE_ORDERS,
} from '../../accounting/lists/book-lists.service.js';
import type {
  ListedAccount,
  ListedContact,
  ListedProduct,
  ListedTaxRate,
} from '../../accounting/lists/book-lists.service.js';
import { classOf } from '../../accounting/reports/account-class.js';
import { anyList, type AnyList } from './book-list.js';
import { addTo, hrefOf, ordersOf, type ListSource } from './list-source.js';

export function contactsList(source: ListSource): AnyList {
  const { lists: t, contactsFile } = source.t;
  return anyList<ListedContact>({
    name: 'contacts',
    title: t.contacts.title,
    none: t.contacts.none,
    add: addTo(source, 'contacts', t.contacts.add),
    file: t.contacts.file,
    searchHint: t.contacts.hint,
    orders: ordersOf(source, CONTACT_ORDERS),
    filters: [
      {
        kind: 'choice',
        name: 'kind',
        label: t.columns.kind,
        options: (['customer', 'supplier'] as const).map((value) => ({ value, label: contactsFile.kinds[value] })),
      },
    ],
    columns: [
      {
        key: 'name',
        header: t.columns.name,
        names: true,
        phone: 'main',
        orders: ['name', '-name'],
        text: ({ name }) => name,
        width: 24,
      },
      { key: 'kind', header: t.columns.kind, phone: 'side', text: ({ kind }) => contactsFile.kinds[kind] },
      { key: 'email', header: t.columns.email, phone: 'small', text: ({ email }) => email, width: 22 },
      { key: 'phone', header: t.columns.phone, phone: 'small', text: ({ phone }) => phone },
      { key: 'number', header: t.columns.number, phone: 'small', text: ({ number }) => number },
      { key: 'address', header: t.columns.address, only: 'file', text: ({ address }) => address, width: 24 },
      {
        key: 'language',
        header: t.columns.language,
        only: 'file',
        text: ({ locale }) => (locale === null ? '' : t.languages[locale]),
      },
    ],
    href: hrefOf(source, 'contacts'),
    read: (ask) => source.lists.contacts(source.bookId, ask),
  });
}

export function productsList(source: ListSource): AnyList {
  const { lists: t } = source.t;
  return anyList<ListedProduct>({
    name: 'products',
    title: t.products.title,
    none: t.products.none,
    add: addTo(source, 'products', t.products.add),
    file: t.products.file,
    searchHint: t.products.hint,
    orders: ordersOf(source, PRODUCT_ORDERS),
    filters: [],
    columns: [
      {
        key: 'name',
        header: t.columns.name,
        names: true,
        phone: 'main',
        orders: ['name', '-name'],
        text: ({ name }) => name,
        width: 24,
      },
      { key: 'description', header: t.columns.description, only: 'file', text: (row) => row.description, width: 30 },
      { key: 'price', header: t.columns.price, kind: 'amount', phone: 'side', text: ({ unitPrice }) => unitPrice },
      { key: 'tax', header: t.columns.taxRate, phone: 'small', text: ({ taxRate }) => taxRate },
      { key: 'account', header: t.columns.account, phone: 'small', text: ({ account }) => account },
    ],
    href: hrefOf(source, 'products'),
    read: (ask) => source.lists.products(source.bookId, ask),
  });
}

export function taxRatesList(source: ListSource): AnyList {
  const { lists: t } = source.t;
  return anyList<ListedTaxRate>({
    name: 'tax-rates',
    title: t.taxRates.title,
    none: t.taxRates.none,
    add: addTo(source, 'tax-rates', t.taxRates.add),
    file: t.taxRates.file,
    searchHint: t.taxRates.hint,
    orders: ordersOf(source, TAX_RATE_ORDERS),
    filters: [],
    columns: [
      { key: 'name', header: t.columns.name, names: true, phone: 'main', text: ({ name }) => name, width: 24 },
      { key: 'code', header: t.columns.code, phone: 'small', orders: ['code', '-code'], text: ({ code }) => code },
      {
        key: 'percent',
        header: t.columns.percent,
        phone: 'side',
        text: ({ percent }) => percent,
        cell: ({ percent }) => source.f.decimal(percent),
      },
    ],
    href: hrefOf(source, 'tax-rates'),
    read: (ask) => source.lists.taxRates(source.bookId, ask),
  });
}

export function accountsList(source: ListSource): AnyList {
  const { lists: t } = source.t;
  const { classes } = source.t.reports;
  return anyList<ListedAccount>({
    name: 'accounts',
    title: t.accounts.title,
    none: t.accounts.none,
    add: addTo(source, 'accounts', t.accounts.add),
    file: t.accounts.file,
    searchHint: t.accounts.hint,
    orders: ordersOf(source, ACCOUNT_ORDERS),
    filters: [
      {
        kind: 'choice',
        name: 'kind',
        label: t.accounts.firstDigit,
        options: [...'123456789'].map((value) => ({ value, label: value })),
      },
    ],
    columns: [
      {
        key: 'number',
        header: t.columns.number,
        phone: 'side',
        orders: ['number', '-number'],
        text: ({ number }) => number,
      },
      { key: 'name', header: t.columns.name, names: true, phone: 'main', text: ({ name }) => name, width: 30 },
      {
        key: 'class',
        header: t.columns.accountClass,
        phone: 'small',
        text: ({ number }) => classes[classOf(number)],
      },
    ],
    href: hrefOf(source, 'accounts'),
    read: (ask) => source.lists.accounts(source.bookId, ask),
  });
}
