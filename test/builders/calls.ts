import { readFileSync } from 'node:fs';
import { Client, LEDGER_PATH, PASSWORD, type Answer } from './client.js';
import { sendInvitation } from './mailbox.js';
import { paidInvoice, sendInvoice } from './payments.js';

/** A business with one of each thing that a route can name. */
export interface Furnished {
  readonly owner: Client;
  readonly business: string;
  readonly journalEntry: string;
  readonly contact: string;
  readonly ledgerAccount: string;
  readonly product: string;
  readonly taxRate: string;
  readonly creditNote: string;
  /** Of an invoice, received by hand. */
  readonly receivedPayment: string;
  readonly bankAccount: string;
  readonly invoice: string;
  /** An invoice whose open pay link may go. */
  readonly linked: string;
  /** Of its open pay link. */
  readonly token: string;
  /** Paid through a link, waiting to be recorded. */
  readonly payment: string;
  /** Disconnected, so that it stands in nobody's way. */
  readonly feed: string;
  readonly snapshot: string;
  /** Asked for, and not made yet. */
  readonly pack: string;
  /** An entry in it. */
  readonly snapshotEntry: string;
  /** A viewer. */
  readonly member: Client;
  readonly memberId: string;
  /** Another open session of the owner. */
  readonly session: string;
  /** Of an invitation that waits: the id, and the token of its link. */
  readonly invitationId: string;
  readonly invitation: string;
}

/** How a route is called by somebody who may: what fills its path, and a body that it accepts. */
export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly json?: Readonly<Record<string, unknown>>;
  readonly bytes?: Buffer;
}

/** A business that was reset once, has its ledger in the snapshot and a little in its present books. */
export async function furnish(url: string): Promise<Furnished> {
  const owner = await Client.signUp(url);
  const snapshotEntry = await owner.post<{ id: string }>(owner.of('/journal-entries'), entry());
  const reset = await owner.reset();
  const journalEntry = await owner.post<{ id: string }>(owner.of('/journal-entries'), entry());
  const contact = await owner.post<{ id: string }>(owner.of('/contacts'), { name: 'Nadeau' });
  const { id: paid, paymentId: payment } = await paidInvoice(owner);
  const made = async (path: string, json: object) => (await owner.post<{ id: string }>(owner.of(path), json)).body.id;
  const ledgerAccount = await made('/ledger-accounts', { number: '4010', name: 'Bread' });
  const taxRate = await made('/tax-rates', { known: 'TVH-ON' });
  const product = await made('/products', { name: 'Bread', unitPrice: '6.50', account: '4010' });
  const creditNote = await made('/credit-notes', {
    contactId: contact.body.id,
    lines: [{ productId: product, quantity: '2' }],
  });
  const receivedPayment = await made(`/invoices/${paid}/payments`, { amount: '1.00' });
  const invoice = await sendInvoice(owner);
  const linked = await made('/invoices', {
    contactId: contact.body.id,
    lines: [{ description: 'Linked', unitPrice: '5.00' }],
  });
  await owner.post(owner.of(`/invoices/${linked}/pay-link`), {});
  const feed = await owner.connectFeed();
  await owner.disconnectFeed(feed.id);
  const member = await owner.invite('viewer');
  return {
    owner,
    business: owner.businessId,
    journalEntry: journalEntry.body.id,
    contact: contact.body.id,
    ledgerAccount,
    product,
    taxRate,
    creditNote,
    receivedPayment,
    invoice: invoice.id,
    linked,
    token: invoice.payPath.split('/').at(-1)!,
    payment,
    bankAccount: feed.bankAccountId,
    feed: feed.id,
    snapshot: (reset.body.snapshot as { id: string }).id,
    pack: await made('/packs', {}),
    snapshotEntry: snapshotEntry.body.id,
    member,
    memberId: await member.userId(),
    session: await otherSession(owner),
    ...(await waitingInvitation(owner)),
  };
}

async function otherSession(owner: Client): Promise<string> {
  const other = await owner.signInAgain();
  const { body } = await other.get<{ items: { id: string; isThisOne: boolean }[] }>('/sessions');
  return body.items.find(({ isThisOne }) => isThisOne)!.id;
}

async function waitingInvitation(owner: Client): Promise<{ invitationId: string; invitation: string }> {
  const { invitation, token } = await sendInvitation(
    owner,
    `invited-${process.pid}-${(calls += 1)}@example.test`,
    'viewer',
  );
  return { invitationId: invitation, invitation: token };
}

export const entry = (amount = '10.00', more: Record<string, unknown> = {}) => ({
  date: '2026-01-31',
  label: 'Rent',
  lines: [
    { account: '5200', debit: amount },
    { account: '1010', credit: amount },
  ],
  ...more,
});

const get = () => ({});
const ofFeed = ({ feed }: Furnished) => ({ params: { f: feed } });
const ofSnapshot = ({ snapshot }: Furnished) => ({ params: { s: snapshot } });
const broughtAlong = ({ snapshot }: Furnished) => ({
  json: { snapshotId: snapshot, kinds: ['contacts'], conflicts: { forAll: 'open' } },
});
const confirmed = ({ owner }: Furnished) => ({ json: { signUpEmail: owner.email, reason: 'because' } });

let calls = 0;

/**
 * Every route of the API with how to call it: strangers try them all, and hostile input is thrown at those that take a
 * body. A route that is missing here fails test/tidy/routes.test.ts.
 */
export const CALLS: Readonly<Record<string, (there: Furnished) => Call>> = {
  'POST /api/v1/sign-ups': () => ({
    json: {
      email: `caller-${process.pid}-${(calls += 1)}@example.test`,
      password: PASSWORD,
      businessName: 'Called',
      edition: 'express',
      locale: 'fr',
      currency: 'CAD',
    },
  }),
  'POST /api/v1/sessions': ({ owner }) => ({ json: { email: owner.email, password: PASSWORD } }),
  'DELETE /api/v1/sessions/current': get,
  'POST /api/v1/sessions/current/confirmation': () => ({ json: { password: PASSWORD } }),
  'GET /api/v1/sessions': get,
  'DELETE /api/v1/sessions': get,
  'DELETE /api/v1/sessions/:session': ({ session }) => ({ params: { session } }),
  'PUT /api/v1/me/password': () => ({ json: { password: PASSWORD, newPassword: PASSWORD } }),
  'POST /api/v1/me/address-confirmations': get,
  'POST /api/v1/password-resets': ({ owner }) => ({ json: { email: owner.email } }),
  'GET /api/v1/invitations/:invitation': ({ invitation }) => ({ params: { invitation } }),
  'POST /api/v1/invitations/:invitation/acceptance': ({ invitation }) => ({ params: { invitation } }),
  'POST /api/v1/me/second-factor': get,
  'POST /api/v1/me/second-factor/confirmation': () => ({ json: { code: '000000' } }),
  'DELETE /api/v1/me/second-factor': get,
  'POST /api/v1/passkeys/challenges': get,
  'GET /api/v1/me': get,
  'PATCH /api/v1/me': ({ owner }) => ({ json: { email: owner.email, password: PASSWORD } }),
  'GET /api/v1/businesses': get,
  'GET /api/v1/businesses/:b': get,
  'GET /api/v1/businesses/:b/members': get,
  'POST /api/v1/businesses/:b/members': ({ member }) => ({ json: { email: member.email, role: 'viewer' } }),
  'GET /api/v1/businesses/:b/invitations': get,
  'POST /api/v1/businesses/:b/invitations/:invite/mails': ({ invitationId }) => ({ params: { invite: invitationId } }),
  'DELETE /api/v1/businesses/:b/invitations/:invite': ({ invitationId }) => ({ params: { invite: invitationId } }),
  'DELETE /api/v1/businesses/:b/members/:userId': ({ memberId }) => ({ params: { userId: memberId } }),
  'GET /api/v1/businesses/:b/counts': get,
  'GET /api/v1/businesses/:b/trial-balance': get,
  'POST /api/v1/businesses/:b/imports': () => ({ bytes: readFileSync(LEDGER_PATH) }),
  'GET /api/v1/businesses/:b/contacts': get,
  'POST /api/v1/businesses/:b/contacts': () => ({
    json: { name: 'Tremblay', kind: 'supplier', email: 'tremblay@example.test', phone: '514 555-0100' },
  }),
  'GET /api/v1/businesses/:b/contacts/:c': ({ contact }) => ({ params: { c: contact } }),
  'PATCH /api/v1/businesses/:b/contacts/:c': ({ contact }) => ({
    params: { c: contact },
    json: { name: 'Boulangerie Nadeau', kind: 'customer', number: `N${(calls += 1)}` },
  }),
  'DELETE /api/v1/businesses/:b/contacts/:c': ({ contact }) => ({ params: { c: contact } }),
  'DELETE /api/v1/businesses/:b/ledger-accounts/:a': ({ ledgerAccount }) => ({ params: { a: ledgerAccount } }),
  'DELETE /api/v1/businesses/:b/products/:product': ({ product }) => ({ params: { product } }),
  'DELETE /api/v1/businesses/:b/tax-rates/:t': ({ taxRate }) => ({ params: { t: taxRate } }),
  'PATCH /api/v1/businesses/:b/ledger-accounts/:a': ({ ledgerAccount }) => ({
    params: { a: ledgerAccount },
    json: { name: 'Bread and rolls' },
  }),
  'GET /api/v1/businesses/:b/products': get,
  'GET /api/v1/businesses/:b/products/:product': ({ product }) => ({ params: { product } }),
  'POST /api/v1/businesses/:b/products': () => ({
    json: { name: 'Rolls', description: 'A dozen', unitPrice: '6.50', account: '4000', taxRate: 'EXO' },
  }),
  'PATCH /api/v1/businesses/:b/products/:product': ({ product }) => ({
    params: { product },
    json: { unitPrice: '7.00' },
  }),
  'GET /api/v1/businesses/:b/tax-rates': get,
  'GET /api/v1/businesses/:b/known-tax-rates': get,
  'POST /api/v1/businesses/:b/tax-rates': () => ({
    json: {
      code: `C${(calls += 1)}`,
      name: 'Called',
      parts: [{ name: 'A part', percent: '2.1', account: '2100' }],
    },
  }),
  'GET /api/v1/businesses/:b/ledger-accounts': get,
  'POST /api/v1/businesses/:b/ledger-accounts': () => ({ json: { number: `9${(calls += 1)}`, name: 'Suspense' } }),
  'GET /api/v1/businesses/:b/journal-entries': get,
  'GET /api/v1/businesses/:b/journal-entries/:e/lines': ({ journalEntry }) => ({ params: { e: journalEntry } }),
  'POST /api/v1/businesses/:b/journal-entries': () => ({
    json: entry('1.00', { journal: 'OD', number: `called-${(calls += 1)}` }),
  }),
  'GET /api/v1/businesses/:b/journal-entries/:e': ({ journalEntry }) => ({ params: { e: journalEntry } }),
  'POST /api/v1/businesses/:b/journal-entries/:e/reversal': ({ journalEntry }) => ({
    params: { e: journalEntry },
    json: { date: '2026-02-01', label: 'Entered twice' },
  }),
  'GET /api/v1/businesses/:b/invoices/:i': ({ invoice }) => ({ params: { i: invoice } }),
  'GET /api/v1/businesses/:b/invoices/:i/payments': ({ invoice }) => ({ params: { i: invoice } }),
  'POST /api/v1/businesses/:b/invoices/:i/payments': ({ invoice }) => ({
    params: { i: invoice },
    json: { paidOn: '2026-02-14', amount: '1.50', account: '1000' },
  }),
  'DELETE /api/v1/businesses/:b/payments/:p': ({ receivedPayment }) => ({ params: { p: receivedPayment } }),
  'GET /api/v1/businesses/:b/credit-notes': get,
  'GET /api/v1/businesses/:b/credit-notes/:n': ({ creditNote }) => ({ params: { n: creditNote } }),
  'POST /api/v1/businesses/:b/credit-notes': ({ contact }) => ({
    json: {
      contactId: contact,
      issuedOn: '2026-02-14',
      lines: [{ description: 'Discount', quantity: '1', unitPrice: '1.00', taxRate: 'TPS', account: '4000' }],
    },
  }),
  'POST /api/v1/businesses/:b/credit-notes/:n/applications': ({ creditNote, invoice }) => ({
    params: { n: creditNote },
    json: { invoiceId: invoice, amount: '1.00' },
  }),
  'GET /api/v1/businesses/:b/reports/receivables': get,
  'GET /api/v1/businesses/:b/figures': get,
  'GET /api/v1/businesses/:b/invoices': get,
  'POST /api/v1/businesses/:b/invoices': ({ contact }) => ({
    json: {
      contactId: contact,
      issuedOn: '2026-01-31',
      dueOn: '2026-02-28',
      lines: [{ description: 'Work', quantity: '2.5', unitPrice: '100.00', taxRate: 'TPS-TVQ' }],
    },
  }),
  'POST /api/v1/businesses/:b/invoices/:i/pay-link': ({ invoice }) => ({ params: { i: invoice } }),
  'DELETE /api/v1/businesses/:b/invoices/:i/pay-link': ({ linked }) => ({ params: { i: linked } }),
  'GET /api/v1/businesses/:b/invoices/:i/pdf': ({ invoice }) => ({ params: { i: invoice } }),
  'GET /api/v1/businesses/:b/credit-notes/:n/pdf': ({ creditNote }) => ({ params: { n: creditNote } }),
  'GET /api/v1/businesses/:b/details': get,
  'PUT /api/v1/businesses/:b/details': () => ({
    json: { address: 'Here', email: 'bonjour@example.test', phone: '1', taxNumbers: 'TPS 1', siren: '732829320' },
  }),
  'POST /api/v1/pay/:token': ({ token }) => ({ params: { token } }),
  'POST /api/v1/provider-events/stripe': get,
  'GET /api/v1/businesses/:b/payments-to-record': get,
  'POST /api/v1/businesses/:b/payments-to-record/:p/recording': ({ payment, invoice }) => ({
    params: { p: payment },
    json: { invoiceId: invoice },
  }),
  'POST /api/v1/businesses/:b/payments-to-record/:p/recording-preview': ({ payment, invoice }) => ({
    params: { p: payment },
    json: { invoiceId: invoice },
  }),
  'DELETE /api/v1/businesses/:b/payments-to-record/:p/recording': ({ payment }) => ({ params: { p: payment } }),
  'POST /api/v1/businesses/:b/payments-to-record/:p/set-aside': ({ payment }) => ({
    params: { p: payment },
    json: { reason: 'In the opening balances' },
  }),
  'DELETE /api/v1/businesses/:b/payments-to-record/:p/set-aside': ({ payment }) => ({ params: { p: payment } }),
  'GET /api/v1/businesses/:b/online-payments': get,
  'GET /api/v1/businesses/:b/bank-accounts': get,
  'POST /api/v1/businesses/:b/bank-accounts': () => ({ json: { name: 'Savings', currency: 'CAD' } }),
  'GET /api/v1/businesses/:b/institutions': get,
  'GET /api/v1/businesses/:b/bank-feeds': get,
  'POST /api/v1/businesses/:b/bank-feeds': ({ bankAccount }) => ({
    json: { bankAccountId: bankAccount, institution: 'sandbox' },
  }),
  'POST /api/v1/businesses/:b/bank-feeds/:f/consent': (there) => ({ ...ofFeed(there), json: { agreed: true } }),
  'POST /api/v1/businesses/:b/bank-feeds/:f/reconnection': ofFeed,
  'DELETE /api/v1/businesses/:b/bank-feeds/:f': ofFeed,
  'GET /api/v1/businesses/:b/reset-preview': get,
  'POST /api/v1/businesses/:b/resets': confirmed,
  'GET /api/v1/businesses/:b/snapshots': get,
  'GET /api/v1/businesses/:b/snapshots/:s/counts': ofSnapshot,
  'GET /api/v1/businesses/:b/snapshots/:s/trial-balance': ofSnapshot,
  'GET /api/v1/businesses/:b/snapshots/:s/journal-entries': ofSnapshot,
  'GET /api/v1/businesses/:b/snapshots/:s/contacts': ofSnapshot,
  'GET /api/v1/businesses/:b/snapshots/:s/ledger-accounts': ofSnapshot,
  'GET /api/v1/businesses/:b/snapshots/:s/invoices': ofSnapshot,
  'GET /api/v1/businesses/:b/snapshots/:s/bank-accounts': ofSnapshot,
  'GET /api/v1/businesses/:b/snapshots/:s/journal-entries/:e/lines': ({ snapshot, snapshotEntry }) => ({
    params: { s: snapshot, e: snapshotEntry },
  }),
  'GET /api/v1/businesses/:b/snapshots/:s/comparison': ofSnapshot,
  'GET /api/v1/businesses/:b/snapshots/:s/comparison/:kind/:difference': ({ snapshot }) => ({
    params: { s: snapshot, kind: 'contacts', difference: 'goes' },
  }),
  'GET /api/v1/businesses/:b/snapshots/:s/comparison/balances': ofSnapshot,
  'POST /api/v1/businesses/:b/packs': () => ({ json: { locale: 'en' } }),
  'GET /api/v1/businesses/:b/packs': get,
  'GET /api/v1/businesses/:b/packs/:k': ({ pack }) => ({ params: { k: pack } }),
  'GET /api/v1/businesses/:b/packs/:k/file': ({ pack }) => ({ params: { k: pack } }),
  'GET /api/v1/businesses/:b/restore-preview': get,
  'POST /api/v1/businesses/:b/restores': confirmed,
  'GET /api/v1/businesses/:b/bring-along-kinds': get,
  'POST /api/v1/businesses/:b/bring-along-preview': broughtAlong,
  'POST /api/v1/businesses/:b/bring-alongs': broughtAlong,
  'GET /api/v1/businesses/:b/audit-events': get,
};

/** The path of a route with its parameters filled, as it follows the base of the API. */
export function pathOf(route: string, { params = {} }: Call, business: string): string {
  const [, path = ''] = route.split(' ');
  return path
    .replace('/api/v1', '')
    .replace(/:(\w+)/g, (_, name: string) => (name === 'b' ? business : (params[name] ?? 'x')));
}

/** Makes the call of a route as somebody. */
export function callAs(client: Client, route: string, there: Furnished): Promise<Answer> {
  const call = CALLS[route]!(there);
  const [method = 'GET'] = route.split(' ');
  return client.request(method, pathOf(route, call, there.business), bodyOf(call));
}

export function bodyOf({ json, bytes }: Call): RequestInit {
  if (bytes) return { body: new Uint8Array(bytes), headers: { 'Content-Type': 'application/octet-stream' } };
  return json ? { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } } : {};
}
