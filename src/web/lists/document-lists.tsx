import { CREDIT_NOTE_ORDERS, PAYMENT_ORDERS } from '../../accounting/lists/book-lists.service.js';
import type { ListedCreditNote, ListedPayment } from '../../accounting/lists/book-lists.service.js';
import { INVOICE_ORDERS } from '../../accounting/invoice-sql.js';
import { ENTRY_ORDERS, type JournalEntrySum } from '../../accounting/journal.service.js';
import type { ListedInvoice } from '../../banking/online-payments/invoice-states.service.js';
import { ButtonLink, PostButton } from '../../ui/components/buttons.js';
import { Template, UserText } from '../../ui/components/text.js';
import { bookPaths, paths } from '../paths.js';
import { anyList, type AnyList, type ListColumn, type ListFilter } from './book-list.js';
import { addTo, hrefOf, ordersOf, type ListSource } from './list-source.js';

const datesOf = ({ t: { lists } }: ListSource): ListFilter[] => [
  { kind: 'date', name: 'from', label: lists.from },
  { kind: 'date', name: 'until', label: lists.until },
];

export function journalList(source: ListSource): AnyList {
  const { lists: t, entries } = source.t;
  return anyList<JournalEntrySum>({
    name: 'journal',
    title: t.journal.title,
    none: t.journal.none,
    add: addTo(source, 'journal', t.journal.add),
    file: t.journal.file,
    searchHint: t.journal.hint,
    orders: ordersOf(source, ENTRY_ORDERS),
    filters: [
      {
        kind: 'choice',
        name: 'journal',
        label: t.columns.journal,
        options: source.journals.map(({ code, name }) => ({ value: code, label: `${code} – ${name}` })),
      },
      ...datesOf(source),
    ],
    columns: [
      {
        key: 'date',
        header: t.columns.date,
        kind: 'date',
        phone: 'small',
        orders: ['date', '-date'],
        text: ({ date }) => date,
      },
      {
        key: 'memo',
        header: t.columns.memo,
        names: true,
        phone: 'main',
        text: ({ label }) => label,
        cell: ({ label }) => (label === '' ? <i>{entries.noMemo}</i> : <UserText>{label}</UserText>),
        width: 30,
      },
      { key: 'number', header: t.columns.number, phone: 'small', text: ({ number }) => number },
      { key: 'journal', header: t.columns.journal, phone: 'small', text: ({ journal }) => journal, width: 6 },
      { key: 'amount', header: t.columns.amount, kind: 'amount', phone: 'side', text: ({ amount }) => amount },
    ],
    href: hrefOf(source, 'journal'),
    read: (ask) => source.entries.browse(source.bookId, ask),
  });
}

export function invoicesList(source: ListSource): AnyList {
  const { lists: t, invoices } = source.t;
  const { membership, bookId, today } = source;
  return anyList<ListedInvoice>({
    name: 'invoices',
    title: t.invoices.title,
    lead: invoices.lead,
    none: t.invoices.none,
    add: addTo(source, 'invoices', t.invoices.add),
    file: t.invoices.file,
    searchHint: t.invoices.hint,
    orders: ordersOf(source, INVOICE_ORDERS),
    filters: [
      {
        kind: 'choice',
        name: 'state',
        label: t.columns.state,
        options: (['open', 'late', 'received', 'paid'] as const).map((value) => ({
          value,
          label: t.invoices.filter[value],
        })),
      },
      ...datesOf(source),
    ],
    columns: [
      {
        key: 'number',
        header: t.columns.number,
        names: true,
        phone: 'main',
        orders: ['number', '-number'],
        text: ({ number }) => number,
      },
      { key: 'customer', header: t.columns.customer, phone: 'small', text: ({ customer }) => customer, width: 24 },
      {
        key: 'issued',
        header: t.columns.date,
        kind: 'date',
        phone: 'small',
        orders: ['date', '-date'],
        text: ({ issuedOn }) => issuedOn,
      },
      { key: 'dueOn', header: t.columns.dueOn, kind: 'date', only: 'file', text: ({ dueOn }) => dueOn },
      { key: 'total', header: t.columns.total, kind: 'amount', phone: 'side', text: ({ total }) => total },
      {
        key: 'due',
        header: t.columns.due,
        kind: 'amount',
        text: ({ due }) => due,
        cell: ({ due, state }) => (state === 'paid' ? '' : source.f.money({ amount: due, currency: source.currency })),
      },
      {
        key: 'state',
        header: t.columns.state,
        phone: 'small',
        text: (row) => stateOf(source, row),
        cell: (row) => <span className={`badge ${BADGES[badgeOf(row)]}`}>{stateOf(source, row)}</span>,
      },
      ...nextSteps(source),
    ],
    href: hrefOf(source, 'invoices'),
    read: (ask) => source.invoices.browse(membership.businessId, bookId, { ...ask, today }),
  });
}

const badgeOf = ({ state, isLate }: ListedInvoice) => (state === 'paid' ? 'done' : isLate ? 'late' : 'open');
const BADGES = { done: 'badge-done', late: 'badge-error', open: '' } as const;

const stateOf = ({ t }: ListSource, { state, isLate }: ListedInvoice) =>
  isLate && state !== 'received' ? t.lists.invoices.late : t.invoices.states[state];

/** What there is to do with an invoice where it stands, for those who may. */
function nextSteps(source: ListSource): ListColumn<ListedInvoice>[] {
  if (!source.mayIssueLinks) return [];
  return [
    {
      key: 'action',
      header: source.t.snapshot.actions,
      phone: 'bare',
      only: 'page',
      text: () => '',
      cell: (invoice) => <NextStep source={source} invoice={invoice} />,
    },
  ];
}

const NextStep = ({ source: { t, ctx }, invoice }: { source: ListSource; invoice: ListedInvoice }) => {
  const { id } = ctx.business;
  const about = <Template text={t.invoices.ofInvoice} values={{ number: <UserText>{invoice.number}</UserText> }} />;
  switch (invoice.state) {
    case 'due':
      return (
        <PostButton action={paths.payLink(id, invoice.id)} about={about} working={t.common.working}>
          {t.invoices.getLink}
        </PostButton>
      );
    case 'linked':
      return (
        <ButtonLink look="quiet" href={paths.payLink(id, invoice.id)} about={about}>
          {t.invoices.showLink}
        </ButtonLink>
      );
    case 'received':
      return (
        <ButtonLink href={paths.paymentsToRecord(id)} about={about}>
          {t.invoices.record}
        </ButtonLink>
      );
    case 'paid':
      return null;
  }
};

export function creditNotesList(source: ListSource): AnyList {
  const { lists: t } = source.t;
  const isOpen = ({ open }: ListedCreditNote) => !/^-?0\.00$/.test(open);
  return anyList<ListedCreditNote>({
    name: 'credit-notes',
    title: t.creditNotes.title,
    none: t.creditNotes.none,
    file: t.creditNotes.file,
    searchHint: t.creditNotes.hint,
    orders: ordersOf(source, CREDIT_NOTE_ORDERS),
    filters: [
      {
        kind: 'choice',
        name: 'state',
        label: t.columns.state,
        options: [{ value: 'open', label: t.creditNotes.open }],
      },
      ...datesOf(source),
    ],
    columns: [
      {
        key: 'number',
        header: t.columns.number,
        names: true,
        phone: 'main',
        orders: ['number', '-number'],
        text: ({ number }) => number,
      },
      { key: 'customer', header: t.columns.customer, phone: 'small', text: ({ customer }) => customer, width: 24 },
      {
        key: 'issued',
        header: t.columns.date,
        kind: 'date',
        phone: 'small',
        orders: ['date', '-date'],
        text: ({ issuedOn }) => issuedOn,
      },
      { key: 'invoice', header: t.columns.invoice, phone: 'small', text: ({ invoice }) => invoice },
      { key: 'total', header: t.columns.total, kind: 'amount', phone: 'side', text: ({ total }) => total },
      { key: 'open', header: t.columns.open, kind: 'amount', text: (row) => (isOpen(row) ? row.open : '0.00') },
    ],
    href: hrefOf(source, 'credit-notes'),
    read: (ask) => source.lists.creditNotes(source.bookId, ask),
  });
}

/** A payment opens the invoice that it paid, or else its entry. */
export function paymentsList(source: ListSource): AnyList {
  const { lists: t } = source.t;
  const { record } = bookPaths(source.ctx.business);
  return anyList<ListedPayment>({
    name: 'payments',
    title: t.payments.title,
    lead: t.payments.lead,
    none: t.payments.none,
    file: t.payments.file,
    searchHint: t.payments.hint,
    orders: ordersOf(source, PAYMENT_ORDERS),
    filters: [
      {
        kind: 'choice',
        name: 'kind',
        label: t.columns.how,
        options: (['hand', 'online'] as const).map((value) => ({ value, label: t.payments.hows[value] })),
      },
      ...datesOf(source),
    ],
    columns: [
      {
        key: 'invoice',
        header: t.columns.invoice,
        names: true,
        phone: 'main',
        text: ({ invoice }) => invoice?.number ?? '',
        cell: ({ invoice }) => (invoice ? <UserText>{invoice.number}</UserText> : <i>{t.payments.noInvoice}</i>),
      },
      { key: 'customer', header: t.columns.customer, phone: 'small', text: ({ customer }) => customer, width: 24 },
      { key: 'date', header: t.columns.date, kind: 'date', phone: 'small', text: ({ paidOn }) => paidOn },
      { key: 'how', header: t.columns.how, phone: 'small', text: ({ how }) => t.payments.hows[how] },
      { key: 'amount', header: t.columns.amount, kind: 'amount', phone: 'side', text: ({ amount }) => amount },
    ],
    href: ({ invoice, entryId }) =>
      invoice ? record('invoices', invoice.id) : entryId ? record('journal', entryId) : undefined,
    read: (ask) => source.lists.payments(source.bookId, ask),
  });
}
