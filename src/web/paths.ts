import type { ReportName } from '../accounting/reports/report.js';
import { LANGUAGE_PATH } from '../ui/locale-of.js';

/** Every address of the owner's pages, in one place: pages link to them and controllers answer at them. */
const business = (id: string) => `/b/${encodeURIComponent(id)}`;
const feed = (id: string, feedId: string) => `${business(id)}/bank-feeds/${encodeURIComponent(feedId)}`;
const manage = (id: string) => `${business(id)}/settings/personalisation/manage-your-data`;
const comparison = (id: string, snapshotId: string) =>
  `${business(id)}/snapshots/${encodeURIComponent(snapshotId)}/comparison`;
const packedIn = (id: string, snapshotId?: string) =>
  snapshotId === undefined ? manage(id) : `${business(id)}/snapshots/${encodeURIComponent(snapshotId)}`;
const invoices = (id: string) => `${business(id)}/invoices`;
const invoice = (id: string, invoiceId: string) => `${invoices(id)}/${encodeURIComponent(invoiceId)}`;
const creditNote = (id: string, noteId: string) => `${business(id)}/credit-notes/${encodeURIComponent(noteId)}`;
const payments = (id: string) => `${business(id)}/payments-to-record`;
const withQuery = (path: string, name: string, value: string | undefined) =>
  value === undefined ? path : `${path}?${name}=${encodeURIComponent(value)}`;

/** The lists of any books, as their addresses name them. */
export const LISTS = [
  'contacts',
  'products',
  'tax-rates',
  'accounts',
  'journal',
  'invoices',
  'credit-notes',
  'payments',
] as const;
export type ListName = (typeof LISTS)[number];

/** What a report is asked for: a period, what stands beside it, a row behind which it goes on, a kind of file. */
interface ReportAddress {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly beside?: string | undefined;
  readonly after?: string | undefined;
  readonly format?: string | undefined;
}

function inQuery(query: ReportAddress): string {
  const given = Object.entries(query).filter((field): field is [string, string] => field[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

export const paths = {
  signIn: '/sign-in',
  /** Back to `next` afterwards. */
  signInTo: (next: string) => withQuery('/sign-in', 'next', next),
  signUp: '/sign-up',
  signOut: '/sign-out',
  language: LANGUAGE_PATH,
  signInCode: '/sign-in/code',
  signInCodeTo: (next: string | undefined) => withQuery('/sign-in/code', 'next', next),
  passkeyChallenges: '/api/v1/passkeys/challenges',
  confirmSession: '/account/confirmation',
  passkeys: '/account/passkeys',
  passkeyOptions: '/account/passkeys/options',
  passkeyOff: (id: string) => `/account/passkeys/${encodeURIComponent(id)}/removal`,
  secondFactor: '/account/second-factor',
  secondFactorCode: '/account/second-factor/code',
  secondFactorOff: '/account/second-factor/removal',
  businesses: '/businesses',
  account: '/account',
  accountDone: (what: string) => withQuery('/account', 'done', what),
  changeEmail: '/account/email',
  changePassword: '/account/password',
  confirmationAgain: '/account/address-confirmation',
  endSession: (sessionId: string) => `/account/sessions/${encodeURIComponent(sessionId)}/end`,
  endOtherSessions: '/account/sessions/end-others',
  forgottenPassword: '/forgotten-password',
  members: (id: string) => `${business(id)}/members`,
  membersDone: (id: string, what: string) => withQuery(`${business(id)}/members`, 'done', what),
  memberRole: (id: string, userId: string) => `${business(id)}/members/${encodeURIComponent(userId)}/role`,
  memberOut: (id: string, userId: string) => `${business(id)}/members/${encodeURIComponent(userId)}/removal`,
  invitationAgain: (id: string, n: string) => `${business(id)}/invitations/${encodeURIComponent(n)}/mails`,
  invitationOff: (id: string, n: string) => `${business(id)}/invitations/${encodeURIComponent(n)}/withdrawal`,
  invitation: (token: string) => `/invitations/${encodeURIComponent(token)}`,
  joinByInvitation: (token: string) => `/invitations/${encodeURIComponent(token)}/acceptance`,
  signUpByInvitation: (token: string) => `/invitations/${encodeURIComponent(token)}/account`,
  home: business,
  journal: (id: string, after?: string) => withQuery(`${business(id)}/journal`, 'after', after),
  import: (id: string) => `${business(id)}/import`,
  imported: (id: string, eventId: string) => withQuery(`${business(id)}/import`, 'done', eventId),
  importProgress: (id: string) => `${business(id)}/import/progress`,
  bankFeeds: (id: string) => `${business(id)}/bank-feeds`,
  disconnectAllFeeds: (id: string) => `${business(id)}/bank-feeds/disconnect-all`,
  disconnectFeed: (id: string, feedId: string) => `${feed(id, feedId)}/disconnect`,
  reconnectFeed: (id: string, feedId: string) => `${feed(id, feedId)}/reconnect`,
  feedConsent: (id: string, feedId: string) => `${feed(id, feedId)}/consent`,
  pay: (token: string) => `/pay/${encodeURIComponent(token)}`,
  payTold: (token: string, what: string) => withQuery(`/pay/${encodeURIComponent(token)}`, 'told', what),
  invoiceOfLink: (token: string) => `/pay/${encodeURIComponent(token)}/invoice.pdf`,
  receipt: (token: string) => `/pay/${encodeURIComponent(token)}/receipt.pdf`,
  mailReceipt: (token: string) => `/pay/${encodeURIComponent(token)}/receipt-mail`,
  invoices: (id: string, after?: string) => withQuery(invoices(id), 'after', after),
  lateInvoices: (id: string) => withQuery(invoices(id), 'state', 'late'),
  openInvoices: (id: string) => withQuery(invoices(id), 'state', 'open'),
  newInvoice: (id: string, contactId?: string) => withQuery(`${invoices(id)}/new`, 'customer', contactId),
  invoice: (id: string, invoiceId: string) => invoice(id, invoiceId),
  invoiceTold: (id: string, invoiceId: string, told: string) => withQuery(invoice(id, invoiceId), 'told', told),
  invoicePdf: (id: string, invoiceId: string) => `${invoice(id, invoiceId)}/pdf`,
  invoicePayment: (id: string, invoiceId: string) => `${invoice(id, invoiceId)}/payment`,
  undoPayment: (id: string, invoiceId: string, paymentId: string) =>
    `${invoice(id, invoiceId)}/payments/${encodeURIComponent(paymentId)}/undoing`,
  invoiceCredit: (id: string, invoiceId: string) => `${invoice(id, invoiceId)}/credit-note`,
  invoiceMail: (id: string, invoiceId: string) => `${invoice(id, invoiceId)}/mail`,
  revokePayLink: (id: string, invoiceId: string) => `${invoice(id, invoiceId)}/pay-link/revocation`,
  creditNotes: (id: string, after?: string) => withQuery(`${business(id)}/credit-notes`, 'after', after),
  creditNote: (id: string, noteId: string) => creditNote(id, noteId),
  creditNoteTold: (id: string, noteId: string, told: string) => withQuery(creditNote(id, noteId), 'told', told),
  creditNotePdf: (id: string, noteId: string) => `${creditNote(id, noteId)}/pdf`,
  creditNoteUse: (id: string, noteId: string) => `${creditNote(id, noteId)}/use`,
  creditNoteMail: (id: string, noteId: string) => `${creditNote(id, noteId)}/mail`,
  payLink: (id: string, invoiceId: string) => `${invoices(id)}/${encodeURIComponent(invoiceId)}/pay-link`,
  paymentsToRecord: (id: string, after?: string) => withQuery(payments(id), 'after', after),
  paymentsDone: (id: string, after?: string) => withQuery(`${payments(id)}/done`, 'after', after),
  /** The list with what was done last said on it. */
  paymentTold: (id: string, what: string, reference: string) => withQuery(payments(id), what, reference),
  paymentToldAmongDone: (id: string, what: string, reference: string) =>
    withQuery(`${payments(id)}/done`, what, reference),
  recordPayment: (id: string, paymentId: string) => `${payments(id)}/${encodeURIComponent(paymentId)}/recording`,
  undoRecording: (id: string, paymentId: string) => `${payments(id)}/${encodeURIComponent(paymentId)}/recording/undo`,
  setAside: (id: string, paymentId: string) => `${payments(id)}/${encodeURIComponent(paymentId)}/set-aside`,
  takeUpAgain: (id: string, paymentId: string) => `${payments(id)}/${encodeURIComponent(paymentId)}/set-aside/undo`,
  demoLook: (id: string) => `${business(id)}/demo/look`,
  demoAgain: (id: string) => `${business(id)}/demo/again`,
  more: (id: string) => `${business(id)}/more`,
  settings: (id: string) => `${business(id)}/settings`,
  settingsSaved: (id: string) => `${business(id)}/settings?saved=1`,
  detailsSaved: (id: string) => `${business(id)}/settings?saved=details#details`,
  businessDetails: (id: string) => `${business(id)}/settings/details`,
  timeZone: (id: string) => `${business(id)}/settings/time-zone`,
  manageYourData: manage,
  reset: (id: string) => `${manage(id)}/reset`,
  resetDone: (id: string) => `${manage(id)}/reset/done`,
  recover: (id: string, snapshotId?: string) => withQuery(`${manage(id)}/recover`, 'snapshot', snapshotId),
  bringAlong: (id: string, snapshotId?: string) => withQuery(`${manage(id)}/bring-along`, 'snapshot', snapshotId),
  bringAlongDone: (id: string, eventId: string) => `${manage(id)}/bring-along/done/${encodeURIComponent(eventId)}`,
  recoverDone: (id: string) => `${manage(id)}/recover/done`,
  comparison: (id: string, snapshotId: string, after?: string) =>
    withQuery(`${comparison(id, snapshotId)}`, 'after', after),
  comparedRows: (id: string, snapshotId: string, kind: string, difference: string, after?: string) =>
    withQuery(`${comparison(id, snapshotId)}/${kind}/${difference}`, 'after', after),
  comparisonCsv: (id: string, snapshotId: string) => `${comparison(id, snapshotId)}/differences.csv`,
  comparedBalancesCsv: (id: string, snapshotId: string) => `${comparison(id, snapshotId)}/balances.csv`,
  packs: (id: string) => `${business(id)}/packs`,
  packProgress: (id: string, packId: string) => `${business(id)}/packs/${encodeURIComponent(packId)}/progress`,
  packFile: (id: string, packId: string) => `${business(id)}/packs/${encodeURIComponent(packId)}/file`,
  /** Where a pack stands, of the open books or of a snapshot. */
  pack: (id: string, snapshotId?: string) => `${packedIn(id, snapshotId)}#pack`,
  packOfOthers: (id: string, snapshotId?: string) => `${packedIn(id, snapshotId)}?pack=other#pack`,
  snapshot: (id: string, snapshotId: string, after?: string) =>
    withQuery(`${business(id)}/snapshots/${encodeURIComponent(snapshotId)}`, 'after', after),
  reports: (id: string) => `${business(id)}/reports`,
  report: (id: string, name: ReportName) => `${business(id)}/reports/${name}`,
  ledgerFec: (id: string) => `${business(id)}/reports/ledger.fec.txt`,
  contactsCsv: (id: string) => `${business(id)}/contacts.csv`,
  list: (id: string, list: ListName) => `${business(id)}/${list}`,
  /** Where one is entered that is not there yet. */
  newRecord: (id: string, list: ListName) => `${business(id)}/${list}/new`,
  record: (id: string, list: ListName, recordId: string) => `${business(id)}/${list}/${encodeURIComponent(recordId)}`,
  recordTold: (id: string, list: ListName, recordId: string, done: string) =>
    withQuery(`${business(id)}/${list}/${encodeURIComponent(recordId)}`, 'done', done),
  listTold: (id: string, list: ListName, done: string) => withQuery(`${business(id)}/${list}`, 'done', done),
  editRecord: (id: string, list: ListName, recordId: string) =>
    `${business(id)}/${list}/${encodeURIComponent(recordId)}/edit`,
  removeRecord: (id: string, list: ListName, recordId: string) =>
    `${business(id)}/${list}/${encodeURIComponent(recordId)}/removal`,
  reverseEntry: (id: string, entryId: string) => `${business(id)}/journal/${encodeURIComponent(entryId)}/reversal`,
  /** The list says that one is not in the open books, or not any more. */
  recordGone: (id: string, list: ListName, recordId: string) => withQuery(`${business(id)}/${list}`, 'gone', recordId),
  history: (id: string, after?: string) => withQuery(`${business(id)}/history`, 'after', after),
};

/** The lists and reports of the books that a page is about: the open ones, or those of the snapshot that is looked at. */
export function bookPaths({ id, looking }: { id: string; looking?: { id: string } }) {
  const base = looking ? `${business(id)}/snapshots/${encodeURIComponent(looking.id)}` : business(id);
  const list = (name: string) => (after?: string) => withQuery(`${base}/${name}`, 'after', after);
  return {
    list: (name: ListName) => `${base}/${name}`,
    listFile: (name: ListName) => `${base}/lists/${name}/file`,
    record: (name: ListName, recordId: string) => `${base}/${name}/${encodeURIComponent(recordId)}`,
    journal: list('journal'),
    contacts: list('contacts'),
    accounts: list('accounts'),
    invoices: list('invoices'),
    invoice: (invoiceId: string) => `${base}/invoices/${encodeURIComponent(invoiceId)}`,
    reports: `${base}/reports`,
    report: (name: ReportName, query: ReportAddress = {}) => `${base}/reports/${name}${inQuery(query)}`,
    reportFile: (name: ReportName, query: ReportAddress) => `${base}/reports/${name}/file${inQuery(query)}`,
    ledgerFec: `${base}/reports/ledger.fec.txt`,
    contactsCsv: `${base}/contacts.csv`,
  };
}

/** The same page, which opens the print dialogue by itself where there is script. */
export const toPrint = (path: string) => `${path}?print=1`;
